"""Choose what is read: all of a short article, the closest passages of a long one, with their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.reader.span import Window
from index import Passage

if TYPE_CHECKING:
    from index.search import ArticleIndex, Hit

# In characters. A window of 900 is some 200 tokens; nothing is gained by wider ones, see training/RESULTS.md.
WINDOW = 900
READ_WHOLE = 7_000
HITS_READ = 8


def windows(index: ArticleIndex, hits: Sequence[Hit]) -> list[Window]:
    """The windows to read for a question, without those that lie inside another."""
    if index.passages[-1].article == 0 and len(index.articles[0].text) <= READ_WHOLE:
        runs = _consecutive(index.passages)
    else:
        position = {p: i for i, p in enumerate(index.passages)}
        around = (_around(index.passages, position[hit.passage]) for hit in hits[:HITS_READ])
        runs = list(dict.fromkeys(around))
    return [_window(index, index.passages[low], index.passages[high]) for low, high in runs]


def _consecutive(passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """First and last position of runs that cover all passages; each begins with the last of the run before."""
    runs: list[tuple[int, int]] = []
    low = 0
    for high in range(1, len(passages)):
        if passages[high].end - passages[low].start > WINDOW:
            runs.append((low, high - 1))
            overlap = high - 1 > low and passages[high].end - passages[high - 1].start <= WINDOW
            low = high - 1 if overlap else high
    return [*runs, (low, len(passages) - 1)]


def _around(passages: Sequence[Passage], middle: int) -> tuple[int, int]:
    """The run around one passage that fits a window, the text before it first: it says who "he" is."""
    low = high = middle
    article = passages[middle].article
    grown = True
    while grown:
        grown = False
        if low > 0 and _fits(passages[low - 1], passages[high], article):
            low, grown = low - 1, True
        if high + 1 < len(passages) and _fits(passages[low], passages[high + 1], article):
            high, grown = high + 1, True
    return low, high


def _fits(first: Passage, last: Passage, article: int) -> bool:
    return first.article == last.article == article and last.end - first.start <= WINDOW


def _window(index: ArticleIndex, first: Passage, last: Passage) -> Window:
    text = index.articles[first.article].text[first.start : last.end]
    return Window(first.article, first.start, text)
