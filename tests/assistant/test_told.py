"""What is shown of an answer, answers that say the same are one, and nothing is shown twice."""

import pytest

from assistant import Article
from assistant.cite import quote
from assistant.told import answer_text, distinct, is_of_the_name, merge, quoted_at, repeats, says_again

ARTICLE = Article("news.txt", "Kyiv denied\nit flatly. Moscow blamed Kyiv.")


def test_an_answer_is_told_on_one_line() -> None:
    """A line may break within it; without words of its own, or to a yes/no question, the quote is the answer."""
    sentence = quote(ARTICLE, 1, 0, 22, (5, 21))
    assert answer_text(sentence, "What did Kyiv do?") == "denied it flatly"
    assert answer_text(sentence, "Is it raining?") == "Kyiv denied it flatly."
    assert answer_text(quote(ARTICLE, 1, 0, 22, None), "What did Kyiv do?") == "Kyiv denied it flatly."


def test_what_is_quoted_already_is_not_quoted_again() -> None:
    """Of two quotes the first counts, unless the second has more."""
    both, first, second = (quote(ARTICLE, 1, *span, None) for span in ((0, 43), (0, 22), (23, 43)))
    elsewhere = quote(Article("copy.txt", ARTICLE.text), 1, 0, 22, None)
    assert distinct([both, first, second, elsewhere]) == (both, elsewhere)
    assert distinct([first, both, second]) == (first, both)
    assert quoted_at(elsewhere) == ("copy.txt", 0, 22)


def test_what_says_more_is_not_told_yet() -> None:
    """A whole name is no more than its surname; what a long text mentions is not told by it."""
    assert says_again("Ida Krog", ["Krog"])
    assert says_again("Krog", ["Ida Krog"])
    assert not says_again("the police union", ["The police"])
    assert not says_again("the road will close and the bridge will open", ["the road will close"])
    assert not says_again("Ben Ode", ["In March the council rejected the plan of Ben Ode"])


def test_an_answer_that_comes_again_joins_its_group() -> None:
    """Groups keep the order of their best; a third answer is not lost between two that are the same."""
    assert merge(["Kyiv", "Moscow", "in Kyiv", "the Kyiv"]) == [[0, 2, 3], [1]]
    assert merge([]) == []


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
        ("the mayor", "the deputy mayor"),
        ("Monday", "Monday to Friday"),
        ("?", "!?x"),
    ],
)
def test_another_number_or_a_not_is_another_answer(texts: tuple[str, str]) -> None:
    """However many words they share."""
    assert merge(texts) == [[0], [1]]


@pytest.mark.parametrize(
    ("text", "again"),
    [("Priya", True), ("the PRICES", True), ("Priya, what?", True), ("twelve pounds", False), ("Priya Rao", False)],
)
def test_an_answer_may_only_say_the_question_again(text: str, again: bool) -> None:
    """In whatever form of its words; one word more says something."""
    assert repeats("What is Priya's price?", text) is again


@pytest.mark.parametrize(
    ("question", "words", "is_part"),
    [
        ("Who is Lee?", "Ann", True),
        ("who's Ann Lee", "Ann Lee", True),
        ("Who is Lee?", "New Mayor", False),  # a headline's capitals
        ("Who is Roe?", "Prime Minister", False),  # a role says who someone is
        ("Who is Prime Minister?", "Bob Roe", False),  # and asks for it
        ("Who is Apple CEO?", "Tim Cook", False),
        ("Who is Lee?", "the mayor", False),
        ("Who is the mayor?", "Ann Lee", False),
        ("Who was Roe?", "Ann", False),
        ("Who met Lee?", "Ann", False),
        ("Who is Bob Roe?", "Prime Minister", False),
        ("Who is Tim Cook?", "Apple CEO", False),
    ],
)
def test_part_of_the_name_that_is_asked_about_says_nothing(question: str, words: str, is_part: bool) -> None:
    """Another name, and what stands beside the name, does."""
    quote = "Prime Minister Bob Roe saw Ann Lee, the mayor, and Apple CEO Tim Cook read “Mary Lee New Mayor”."
    start = quote.index(words)
    assert is_of_the_name(question, quote, start, start + len(words)) is is_part
