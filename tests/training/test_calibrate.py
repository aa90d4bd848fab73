"""How the confidence is fitted."""

import numpy as np
import pytest

pytest.importorskip("sklearn")
from training.calibrate import _ranker


def test_what_ranks_lets_the_right_ones_win_within_their_question() -> None:
    """The first feature tells right from wrong in every question; the second only one question from another."""
    chance = np.random.default_rng(0)
    rows, right = [], []
    for _ in range(60):
        is_right = np.array([True, False, False, False])
        first = is_right * 2.0 + chance.normal(size=4)
        rows.append(np.column_stack([first, np.full(4, chance.normal() * 9)]))
        right.append(is_right)
    first_weight, second_weight = _ranker(rows, right, np.ones(60))
    assert first_weight > 1.0
    assert second_weight == pytest.approx(0.0, abs=1e-6)


def test_a_question_without_a_right_candidate_teaches_nothing() -> None:
    """Nor does one with no wrong one."""
    rows = [np.array([[3.0], [0.0]]), np.array([[0.0], [3.0]]), np.array([[1.0], [0.0]])]
    right = [np.array([False, False]), np.array([True, True]), np.array([True, False])]
    (weight,) = _ranker(rows, right, np.ones(3))
    (alone,) = _ranker([rows[2], rows[0]], [right[2], right[0]], np.ones(2))
    assert weight > 0
    assert np.sign(weight) == np.sign(alone)
