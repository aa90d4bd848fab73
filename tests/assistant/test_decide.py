"""Answers that say the same are one."""

import pytest

from assistant.decide import merge


@pytest.mark.parametrize(
    "texts",
    [
        ("Serhiy Nikiforov", "Nikiforov"),
        ("the mayor", "Mayor."),
        ("Zelenskyy’s press officer, Serhiy Nikiforov", "Serhiy Nikiforov"),
        ("£9.7m", "£9.7m"),
        ("10", "10"),
    ],
)
def test_the_same_in_other_words_is_one_answer(texts: tuple[str, str]) -> None:
    """Articles, punctuation and a fuller name make no other answer."""
    assert merge(texts) == [[0, 1]]
    assert merge(texts[::-1]) == [[0, 1]]


@pytest.mark.parametrize(
    "texts",
    [
        ("guilty", "not guilty"),
        ("10", "10 million"),
        ("1", "1,000"),
        ("5", "3.5"),
        ("Kyiv", "Moscow"),
        ("May", "9 May"),
        ("?", "!?x"),
    ],
)
def test_another_number_or_a_not_is_another_answer(texts: tuple[str, str]) -> None:
    """However many words they share."""
    assert merge(texts) == [[0], [1]]
