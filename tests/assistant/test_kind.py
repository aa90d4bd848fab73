"""What cannot be an answer."""

import pytest

from assistant.kind import may_answer, of_its_kind
from assistant.reader.span import Span, Window

TEXT = """7.3 The supplier may suspend the service over an unpaid bill, which was set to
7.5 or more, or in
1932 and so on.
Date: Thu, 6 Feb 2025 08:05:19 +0200
WHO and The Who agree.
8. He left in May. See below.

12.03.2024
- 2.5 cups of flour

9 Complaints
9.1 They go to the ombudsman."""


def span(words: str) -> Span:
    """The first place of these words in a window further down in an article."""
    start = 100 + TEXT.index(words)
    return Span(Window(0, 100, TEXT), start, start + len(words), 1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When may the supplier suspend the service?", "7.3"),
        ("What is next?", "8"),
        ("Why was it suspended?", "over"),
        ("Who left?", "was"),
        ("When did he leave?", "in"),
        ("Who left?", "See"),
        ("When does it begin?", "08:05:19"),
        ("Where do complaints go?", "9.1"),  # though no stop ends the heading
    ],
)
def test_a_clauses_number_and_a_small_word_answer_nothing(question: str, words: str) -> None:
    """A line's first number is a clause's where a sentence ended before."""
    assert not may_answer(question, span(words))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When may the supplier suspend the service?", "over an unpaid bill"),
        ("What was it set to?", "7.5"),  # in the middle of a sentence
        ("When was it?", "1932"),
        ("Which clause is about suspending?", "7.3"),
        ("Is it over or under?", "over"),
        ("When was the mail sent?", "08:05:19"),
        ("When was the complaint received?", "08:05:19"),
        ("Which agency said so?", "WHO"),
        ("Which band played?", "The Who"),
        ("Who left?", "He"),
        ("When did he leave?", "May"),
        ("When was the meeting?", "12.03.2024"),
        ("How much flour?", "2.5"),
    ],
)
def test_everything_else_may_answer(question: str, words: str) -> None:
    """A number in a wrapped line, too, or a word that the question offers."""
    assert may_answer(question, span(words))


@pytest.mark.parametrize(
    ("question", "texts", "expected"),
    [
        ("When was she born?", ["Rouen", "12 April 1889", "in childhood"], [False, True, True]),
        ("When was she born?", ["Rouen", "Paris"], [True, True]),
        ("When she was born, where was it?", ["Rouen", "1889"], [True, True]),
        ("When will it open?", ["the minister", "within days", "overnight"], [False, True, True]),
        ("How many eggs are needed?", ["large eggs", "three", "zero"], [False, True, True]),
        ("How old is the chapel?", ["Norman", "chapel"], [True, True]),
        ("Where was she born?", ["Rouen", "1889"], [True, True]),
    ],
)
def test_beside_a_time_or_a_number_nothing_else_is_one(question: str, texts: list[str], expected: list[bool]) -> None:
    """Where none tells one, all may."""
    assert of_its_kind(question, texts) == expected
