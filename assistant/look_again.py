"""Read the best spans a second time, each in less text, and let the readings agree.

A small reader's scores sway with what else stands in the window. The mean over the window, the sentence with its
neighbours and the sentence alone says better than any of them whether the span answers the question: the area under
the ROC curve for that rises by a point; and where exactly it begins and ends, the surest of them says best
(`training/RESULTS.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.reader.span import Reader, Span, Window
from index.split import split

LOOKED_AT_AGAIN = 5
# In logits, the score of a span that is not among the best of its own sentence.
_OVERLOOKED = -8.0


def look_again(reader: Reader, question: str, spans: Iterable[Span]) -> list[Span]:
    """The five best spans that do not overlap, with scores that are means over three readings.

    Args:
        reader: What found the spans.
        question: The question that they were found for.
        spans: What was found, in no particular order.
    """
    best = _distinct(spans)[:LOOKED_AT_AGAIN]
    views = {span: [view for view in _views(span) if view != span.window] for span in best}
    read: dict[Window, list[Span]] = {}
    for seen in reader.read(question, list(dict.fromkeys(view for some in views.values() for view in some))):
        read.setdefault(seen.window, []).append(seen)
    return _distinct(_mean(span, [_same(span, read.get(view, [])) for view in views[span]]) for span in best)


def _distinct(spans: Iterable[Span]) -> list[Span]:
    """The spans, best first, without those that overlap a better one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: -span.score):
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return kept


def _views(span: Span) -> list[Window]:
    """The sentences that hold the span, with those before and after, and alone."""
    window = span.window
    start, end = span.start - window.start, span.end - window.start
    sentences = [sentence for passage in split(window.text) for sentence in passage.sentences]
    own = [place for place, (low, high) in enumerate(sentences) if low < end and start < high]
    if not own:
        return []
    views = []
    for first, last in ((max(0, own[0] - 1), min(len(sentences), own[-1] + 2) - 1), (own[0], own[-1])):
        low, high = sentences[first][0], sentences[last][1]
        views.append(Window(window.article, window.start + low, window.text[low:high]))
    return views


def _same(span: Span, seen: Sequence[Span]) -> Span:
    """The best of what was found in a view that touches the span."""
    touching = [other for other in seen if other.overlaps(span)]
    if touching:
        return max(touching, key=lambda other: other.score)
    answerable = seen[0].answerable if seen else _OVERLOOKED
    return replace(span, score=_OVERLOOKED, answerable=answerable)


def _mean(span: Span, others: Sequence[Span]) -> Span:
    """The words of the surest reading, with the scores of all."""
    readings = [span, *others, *[span] * (2 - len(others))]
    surest = max(readings, key=lambda reading: reading.score)
    return replace(
        surest,
        window=span.window,
        score=sum(reading.score for reading in readings) / len(readings),
        answerable=sum(reading.answerable for reading in readings) / len(readings),
    )
