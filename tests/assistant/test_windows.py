"""What of the articles is read."""

from itertools import pairwise

from assistant.windows import WINDOW, runs_to_read, window
from index import Article
from index.open import open_index
from tests.fakes import FakeEncoder

FILLER = "Nothing at all is told in paragraph number {}, which is only as long as many others of its kind in the news. "


def read(question: str, paragraphs: list[str]) -> list[str]:
    index = open_index([Article("a.txt", "\n\n".join(paragraphs))], FakeEncoder())
    return [window(index, run).text for run in runs_to_read(index, index.query(question))]


def test_a_short_text_is_read_whole() -> None:
    """In windows that have a paragraph in common with the one before."""
    paragraphs = [2 * FILLER.format(number).strip() for number in range(6)]
    texts = read("Who abstained?", paragraphs)
    assert all(any(paragraph in text for text in texts) for paragraph in paragraphs)
    assert all(len(text) <= WINDOW for text in texts)
    assert all(text.split("\n\n")[-1] == after.split("\n\n")[0] for text, after in pairwise(texts))


def test_of_a_longer_one_the_windows_least_like_the_question_are_left_out() -> None:
    """The others come in the text's order."""
    paragraphs = [2 * FILLER.format(number).strip() for number in range(25)]
    paragraphs[20] = "The mayor abstained from voting."
    texts = read("Who abstained from voting?", paragraphs)
    assert len(texts) == 10
    assert any(paragraphs[20] in text for text in texts)
    assert sorted(texts, key="\n\n".join(paragraphs).index) == texts
