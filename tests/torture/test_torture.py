"""Byline holds under every attack, a few rounds of each."""

import random

import pytest

from tests.torture.attacks import ATTACKS, Attack


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_byline_holds(attack: Attack) -> None:
    """Each round is won; what must hold is said where the attack is."""
    assert len(list(attack.rounds(attack.few, random.Random(0)))) >= attack.few
