"""Kinds of questions."""

import pytest

from assistant.question import asks_for_more, is_yes_no, names


@pytest.mark.parametrize(
    "question",
    ["Was anyone hurt?", "did he deny it", "Isn’t the ferry free?", "Can't I bring a car?", "So is it free?"],
)
def test_a_yes_or_a_no_would_answer_it(question: str) -> None:
    """An auxiliary verb comes first, in whatever case, or behind a word that goes on."""
    assert is_yes_no(question)


@pytest.mark.parametrize("question", ["Who was hurt?", "Was it red or blue?", "Willow?", "Is", "Will Ann know who?"])
def test_other_questions_want_words(question: str) -> None:
    """So do choices, and words that only begin like an auxiliary."""
    assert not is_yes_no(question)


def test_names_are_words_with_a_capital_that_do_not_come_first() -> None:
    """Possessives lose their ending."""
    assert names("What did Joe Biden's aide say in May?") == ["Joe", "Biden", "May"]
    assert names("Biden denied it?") == []


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("Who else?", True),
        ("And what else did Ann say?", True),
        ("Did anyone else pay?", False),
        ("Or else?", False),
    ],
)
def test_what_else_asks_for_more(question: str, more: bool) -> None:
    """A question word stands just before."""
    assert asks_for_more(question) is more
