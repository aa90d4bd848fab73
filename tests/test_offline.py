"""The tests run without a network, and so do the programs that they start."""

import socket
import subprocess
import sys

import pytest
from pytest_socket import SocketBlockedError

TRIES = {
    "internet": "socket.create_connection(('192.0.2.1', 80))",
    "this machine": "socket.socket().connect(('127.0.0.1', 80))",
    "a datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53))",
    "a name": "socket.getaddrinfo('example.org', 80)",
    "a local socket": "socket.socket(socket.AF_UNIX).connect('/run/any.sock')",
}


@pytest.mark.parametrize("attempt", TRIES.values(), ids=TRIES)
def test_a_program_that_a_test_starts_reaches_nothing(attempt: str) -> None:
    """Whatever it tries is refused before the system is asked."""
    done = subprocess.run([sys.executable, "-c", f"import socket; {attempt}"], capture_output=True, text=True)
    assert "refused by the tests" in done.stderr
    assert done.returncode == 1


def test_a_test_reaches_nothing() -> None:
    """No socket to another machine can even be made."""
    with pytest.warns(UserWarning, match="socket"), pytest.raises(SocketBlockedError):
        socket.socket()
