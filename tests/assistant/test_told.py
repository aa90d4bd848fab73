"""What is shown of an answer, and what is not shown twice."""

from assistant import Article
from assistant.cite import quote
from assistant.told import answer_text, distinct, quoted_at, says_again

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
