"""What of the articles is read."""

from itertools import pairwise

from assistant.windows import WINDOW, hits_and_runs, window
from index import Article
from index.open import open_index
from tests.fakes import FakeEncoder

FILLER = "Nothing at all is told in paragraph number {}, which is only as long as many others of its kind in the news. "


def read(question: str, paragraphs: list[str]) -> list[str]:
    index = open_index([Article("a.txt", "\n\n".join(paragraphs))], FakeEncoder())
    hits, runs = hits_and_runs(index, index.query(question))
    assert len(hits) == len(index.passages)
    return [window(index, run).text for run in runs]


def test_a_short_text_is_read_in_windows_that_overlap() -> None:
    """Each has a paragraph in common with the one before."""
    paragraphs = [2 * FILLER.format(number).strip() for number in range(6)]
    texts = read("Who abstained?", paragraphs)
    assert all(any(paragraph in text for text in texts) for paragraph in paragraphs)
    assert all(len(text) <= WINDOW for text in texts)
    assert all(text.split("\n\n")[-1] == after.split("\n\n")[0] for text, after in pairwise(texts))


def test_what_is_less_like_the_question_is_not_read() -> None:
    """Four windows at least, ten at most, in the text's order."""
    paragraphs = [2 * FILLER.format(number).strip() for number in range(25)]
    paragraphs[20] = "The mayor abstained from voting."
    texts = read("Who abstained from voting?", paragraphs)
    assert len(texts) == 4
    assert any(paragraphs[20] in text for text in texts)
    assert sorted(texts, key="\n\n".join(paragraphs).index) == texts
    alike = read("What is told in paragraph number 7?", paragraphs)
    assert len(alike) == 10
