"""Names that are spelt otherwise in the articles."""

import pytest

from assistant.spelling import names_in, spelt_alike, stands_for

TEXT = "Volodymyr Zelenskyy met Christina Hansson in Germany. The Hansson archive is in Dresden; archive hours vary."


def spelt(question: str, text: str = TEXT) -> str:
    """The question as the text would have it."""
    words = text.lower().replace(".", "").replace(";", "").split()
    return spelt_alike(question, lambda word: word.lower() in words, lambda: names_in([text]))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Zelensky say?", "What did Zelenskyy say?"),  # a letter is missing
        ("What did Zelenskyyy say?", "What did Zelenskyy say?"),  # one too many
        ("what did zelensky say", "what did Zelenskyy say"),  # nothing has a capital
        ("Who met the chrisstina?", "Who met the Christina?"),
        ("Who met Christena?", "Who met Christina?"),  # a wrong one
        ("Who met Christnia’s aunt?", "Who met Christina’s aunt?"),  # two exchanged
        ("Who met Hanson-Lee?", "Who met Hanson-Lee?"),  # another name
        ("Who met Hansson?", "Who met Hansson?"),
        ("Was the German there?", "Was the German there?"),  # a word of its own
        ("Who met Kristina?", "Who met Kristina?"),  # begins otherwise
        ("Who found the archives?", "Who found the archives?"),  # no name
        ("Who met Hansspn?", "Who met Hansspn?"),  # too short for another letter
        ("Which person met Ann Volodymyr?", "Which person met Ann Volodymyr?"),
        ("which hansson-like person was it", "which hansson-like person was it"),
        ("Who saw Volodymir in drezden?", "Who saw Volodymyr in drezden?"),  # names have capitals here
    ],
)
def test_a_name_that_is_a_slip_away_is_taken_for_the_articles(question: str, expected: str) -> None:
    """Other words stay as they were asked."""
    assert spelt(question) == expected


def test_a_headline_in_capitals_is_no_other_name() -> None:
    """The spelling of the text is taken."""
    assert spelt("Who is Zelensky?", "ZELENSKYY SPEAKS\n\nMr Zelenskyy spoke.") == "Who is Zelenskyy?"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Which person signed it?", "Ms Pearson signed."),
        ("Which country won?", "Notts County won."),
        ("who was the winner", "Ms Winter won."),
        ("Which former minister left?", "Ann Farmer left."),
        ("What did Marvin say?", "Mr Martin spoke."),
    ],
)
def test_other_words_and_other_names_stay(question: str, text: str) -> None:
    """However alike they look."""
    assert spelt(question, text) == question


def test_of_two_names_a_slip_away_neither_is_taken() -> None:
    """Nobody knows which was meant."""
    assert spelt("Who met Martinez?", "Ms Martinezz met Mr Martiniez.") == "Who met Martinez?"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CEO", True),
        ("DOJ", True),
        ("EO", True),
        ("CFO", False),
        ("Ceo", False),
        ("C", False),
        ("C.E", False),
        ("NASA", False),
    ],
)
def test_a_short_form_stands_for_the_words_whose_first_letters_it_has(name: str, expected: bool) -> None:
    """Side by side, but for what such names leave out."""
    assert (
        stands_for(name, "the chief executive officer wrote to the department of justice" + " n-a-s-" * 999) is expected
    )
