"""Choose what is read: nearly all of a short text, the closest passages of a long one, with their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.reader.span import Window
from index import Passage

if TYPE_CHECKING:
    from index.search import ArticleIndex, Query

# In characters. Windows of 500, some 110 tokens, read better than of 900 or 300 on the news articles, and faster.
WINDOW = 500
READ_WHOLE = 7_000
HITS_READ = 8
# Of a short text nearly all: the evidence of every question that this was tried on is in the ten closest windows.
_RUNS_READ = 10


def runs_to_read(index: ArticleIndex, query: Query) -> list[range]:
    """Runs of positions in `index.passages`, each of one article and, but for a single long passage, one window long.

    Args:
        index: The articles.
        query: What is asked.
    """
    if sum(len(article.text) for article in index.articles) > READ_WHOLE:
        closest = index.best(query, HITS_READ)
        return list(dict.fromkeys(_around(index.passages, hit.position) for hit in closest))
    runs = _consecutive(index.passages)
    if len(runs) <= _RUNS_READ:
        return runs
    scores = [index.hit(query, position).score for position in range(len(index.passages))]
    nearest = sorted(runs, key=lambda run: -max(scores[run.start : run.stop]))[:_RUNS_READ]
    return sorted(nearest, key=lambda run: run.start)


def window(index: ArticleIndex, run: range) -> Window:
    """The text of a run of passages."""
    first, last = index.passages[run[0]], index.passages[run[-1]]
    return Window(first.article, first.start, index.articles[first.article].text[first.start : last.end])


def _consecutive(passages: Sequence[Passage]) -> list[range]:
    """Runs that cover all passages; each begins, where there is room, with the last passage of the run before."""
    runs = []
    low = 0
    for high in range(1, len(passages)):
        if not _fits(passages[low], passages[high]):
            runs.append(range(low, high))
            low = high - 1 if high - 1 > low and _fits(passages[high - 1], passages[high]) else high
    return [*runs, range(low, len(passages))]


def _around(passages: Sequence[Passage], middle: int) -> range:
    """The run around one passage, grown by turns on both sides: the text before it says who "he" is."""
    low = high = middle
    grown = True
    while grown:
        grown = False
        if low > 0 and _fits(passages[low - 1], passages[high]):
            low, grown = low - 1, True
        if high + 1 < len(passages) and _fits(passages[low], passages[high + 1]):
            high, grown = high + 1, True
    return range(low, high + 1)


def _fits(first: Passage, last: Passage) -> bool:
    return first.article == last.article and last.end - first.start <= WINDOW
