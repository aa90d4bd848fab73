"""The queue of questions."""

from __future__ import annotations

from tui.questions import Questions


def test_one_at_a_time_in_order() -> None:
    """The second question begins when the first has its answer."""
    questions = Questions()
    first, second = questions.ask("a"), questions.ask("b")
    assert questions.begin() == first
    assert questions.begin() is None
    assert questions.finish(first.turn) == first
    assert questions.begin() == second


def test_cancelled_answer_is_dropped() -> None:
    """The answer of a cancelled question belongs to nobody, even while the next one runs."""
    questions = Questions()
    first, second = questions.ask("a"), questions.ask("b")
    questions.begin()
    assert questions.cancel() == first
    assert questions.begin() == second
    assert questions.finish(first.turn) is None
    assert questions.running == second


def test_cancel_without_a_running_question() -> None:
    """While nothing runs, the question asked last is given up first."""
    questions = Questions()
    first, second = questions.ask("a"), questions.ask("b")
    assert questions.cancel() == second
    assert questions.cancel() == first
    assert questions.cancel() is None


def test_clear() -> None:
    """All are given up, the running one first."""
    questions = Questions()
    first, second = questions.ask("a"), questions.ask("b")
    questions.begin()
    assert questions.clear() == (first, second)
    assert questions.waiting == 0
