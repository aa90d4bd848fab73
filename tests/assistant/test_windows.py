"""What of the articles is read."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from assistant.windows import WINDOW, hits_and_runs, window
from index import Article
from index.open import open_index
from index.search import Hit
from tests.fakes import FakeEncoder

FILLER = "Nothing at all is told in paragraph number {}, which is only as long as many others of its kind in the news. "


def chosen(question: str, paragraphs: list[str]) -> tuple[list[Hit], list[str]]:
    """What may be quoted, and the windows that are read."""
    index = open_index([Article("a.txt", "\n\n".join(paragraphs))], FakeEncoder())
    hits, runs = hits_and_runs(index, index.query(question))
    assert hits == sorted(hits, key=lambda hit: -hit.score)
    return hits, [window(index, run).text for run in runs]


def test_a_short_text_is_read_in_windows_that_overlap() -> None:
    """Each has a paragraph in common with the one before."""
    paragraphs = [2 * FILLER.format(number).strip() for number in range(6)]
    _, texts = chosen("Who abstained?", paragraphs)
    assert all(any(paragraph in text for text in texts) for paragraph in paragraphs)
    assert all(len(text) <= WINDOW for text in texts)
    assert all(text.split("\n\n")[-1] == after.split("\n\n")[0] for text, after in pairwise(texts))


@pytest.mark.parametrize(("alike", "read"), [((20,), 4), ((5, 10, 15), 6), (range(25), 10)])
def test_what_is_less_like_the_question_is_not_read(alike: Iterable[int], read: int) -> None:
    """Each paragraph that is alike stands in two windows; four are read at least, ten at most, in the text's order."""
    paragraphs = [2 * FILLER.format(number).strip() for number in range(25)]
    for number in alike:
        paragraphs[number] = f"Councillor number {number} abstained from voting on the bridge. " + FILLER.format(number)
    hits, texts = chosen("Who abstained from voting on the bridge?", paragraphs)
    assert len(hits) == len(paragraphs)
    assert len(texts) == read
    assert all(any(paragraphs[number] in text for text in texts) for number in [*alike][:3])
    assert sorted(texts, key="\n\n".join(paragraphs).index) == texts


def test_more_of_a_long_text_may_be_quoted_than_is_read() -> None:
    """The eight closest passages with their neighbours; here those of the four closest are read."""
    paragraphs = [2 * FILLER.format(number).strip() for number in range(100)]
    paragraphs[50] = "The mayor abstained from voting on the bridge."
    hits, texts = chosen("Who abstained from voting on the bridge?", paragraphs)
    assert len(texts) == 4
    assert any(paragraphs[50] in text for text in texts)
    assert len(hits) > sum(text.count("\n\n") + 1 for text in texts)
