"""Choose what is read: windows of a short text, passages of a long one with their neighbours, the closest of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.reader.span import Window
from index import Passage

if TYPE_CHECKING:
    from index.search import ArticleIndex, Hit, Query

# In characters. Windows of 500, some 110 tokens, read better than of 900 or 300 on the news articles, and faster.
WINDOW = 500
_SHORT = 7_000
_MOST_HITS = 8
_MOST_RUNS = 10
# What scores so much less than the closest is not read, unless it is among the four closest: a third of the windows.
# They hold the only evidence of three questions in a thousand.
_BEHIND = 0.7
_FEWEST = 4


def hits_and_runs(index: ArticleIndex, query: Query) -> tuple[list[Hit], list[range]]:
    """What may be quoted, and what is read to find it.

    Args:
        index: The articles.
        query: What is asked.

    Returns:
        All passages of a short text, or the closest of a long one with their neighbours, best first; and the runs of
        positions in `index.passages` that are read, each of one article and, but for a single long passage, one window
        long.
    """
    if sum(len(article.text) for article in index.articles) > _SHORT:
        closest = index.best(query, _MOST_HITS)
        around = [_around(index.passages, hit.position) for hit in closest]
        hits = [index.hit(query, position) for position in sorted({position for run in around for position in run})]
        runs = list(dict.fromkeys(around[: _close([hit.score for hit in closest])]))
    else:
        hits = [index.hit(query, position) for position in range(len(index.passages))]
        scored = [(max(hit.score for hit in hits[run.start : run.stop]), run) for run in _consecutive(index.passages)]
        nearest = sorted(scored, key=lambda each: -each[0])[:_MOST_RUNS]
        near = nearest[: _close([score for score, _ in nearest])]
        runs = sorted((run for _, run in near), key=lambda run: run.start)
    return sorted(hits, key=lambda hit: -hit.score), runs


def _close(scores: Sequence[float]) -> int:
    """How many, at most, of what is scored so, best first, come near enough to the first to be read."""
    return max(_FEWEST, sum(score >= scores[0] - _BEHIND for score in scores))


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
