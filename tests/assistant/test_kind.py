"""What cannot be an answer."""

import pytest

from assistant.kind import may_answer
from assistant.reader.span import Span, Window

TEXT = """7.3 The supplier may suspend the service over an unpaid bill.
Born in Rouen on 12 April 1889, she had three brothers.
12 eggs, large, are beaten. None was left. He left in May."""


def span(words: str) -> Span:
    """The first place of these words in a window further down in an article."""
    start = 100 + TEXT.index(words)
    return Span(Window(0, 100, TEXT), start, start + len(words), 1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was she born?", "Rouen"),
        ("How many eggs are needed?", "large"),
        ("How old was she?", "Rouen"),
        ("When may the supplier suspend the service?", "7.3"),
        ("Why was it suspended?", "over"),
        ("Who left?", "was"),
    ],
)
def test_what_is_of_another_kind_answers_nothing(question: str, words: str) -> None:
    """No time, no number, only the number of a clause, only a small word."""
    assert not may_answer(question, span(words))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was she born?", "12 April 1889"),
        ("When may the supplier suspend the service?", "an unpaid bill"),  # a condition, not a time
        ("When did he leave?", "May"),
        ("When she was born, where was it?", "Rouen"),
        ("How many eggs are needed?", "12"),
        ("How many brothers had she?", "three"),
        ("How many were left?", "None"),
        ("Which clause is about suspending?", "7.3"),
        ("Where was she born?", "Rouen"),
        ("Who left?", "He"),
    ],
)
def test_everything_else_may_answer(question: str, words: str) -> None:
    """A time may be told in many ways, and most questions tell nothing of their kind."""
    assert may_answer(question, span(words))
