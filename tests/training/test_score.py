"""SQuAD's figures, on cases worked out by hand."""

import pytest

from training.score import auroc, best_threshold, exact, f1


def test_exact() -> None:
    """Case, punctuation and articles do not count."""
    assert exact("The Kremlin.", ["kremlin"]) == 1.0
    assert exact("Kremlin press", ["kremlin"]) == 0.0


def test_f1_of_the_closest_gold() -> None:
    """Two of three words are right, and both gold ones are there: precision 2/3, recall 1."""
    assert f1("press secretary Peskov", ["Dmitry", "secretary Peskov"]) == pytest.approx(0.8)


def test_declining() -> None:
    """No answer is right where there is none, and wrong where there is one."""
    assert (f1("", []), f1("", ["Kyiv"]), f1("Kyiv", [])) == (1.0, 0.0, 0.0)


def test_auroc() -> None:
    """Of four pairs the positive is higher in two and level in one."""
    assert auroc([0.9, 0.4, 0.4, 0.6], [True, True, False, False]) == pytest.approx(2.5 / 4)


def test_best_threshold() -> None:
    """Answering the two surest earns 1 and 0.5, declining the third 1."""
    threshold, mean = best_threshold([0.9, 0.5, 0.2], [1.0, 0.5, 0.0], [True, True, False])
    assert threshold == 0.5
    assert mean == pytest.approx(2.5 / 3)
