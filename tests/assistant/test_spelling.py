"""Names that are spelt otherwise in the articles."""

import pytest

from assistant.spelling import names_in, spelt_alike

TEXT = "Volodymyr Zelenskyy met Christina Hansson in Germany. The Hansson archive is in Dresden; archive hours vary."


def spelt(question: str, text: str = TEXT) -> str:
    """The question as the text would have it."""
    words = text.lower().replace(".", "").replace(";", "").split()
    return spelt_alike(question, lambda word: word.lower() in words, lambda: names_in([text]))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Zelensky say?", "What did Zelenskyy say?"),  # a letter is missing
        ("What did zelenskyyy say?", "What did Zelenskyy say?"),  # one too many
        ("Who met Christena?", "Who met Christina?"),  # a wrong one
        ("Who met Christnia’s aunt?", "Who met Christina’s aunt?"),  # two exchanged
        ("Who met Hanson-Lee?", "Who met Hanson-Lee?"),  # another name
        ("Who met Hansson?", "Who met Hansson?"),
        ("Was the German there?", "Was the German there?"),  # a word of its own
        ("Who met Kristina?", "Who met Kristina?"),  # begins otherwise
        ("Who found the archives?", "Who found the archives?"),  # no name
    ],
)
def test_a_name_that_is_a_slip_away_is_taken_for_the_articles(question: str, expected: str) -> None:
    """Other words stay as they were asked."""
    assert spelt(question) == expected


def test_of_two_names_a_slip_away_neither_is_taken() -> None:
    """Nobody knows which was meant."""
    assert spelt("Who met Hanssen?", "Ms Hansson met Mr Hansser.") == "Who met Hanssen?"
