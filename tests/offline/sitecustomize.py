"""What every Python that a test starts imports first: it can reach nothing, and finds no name."""

from tests.offline.no_network import refuse

refuse()
