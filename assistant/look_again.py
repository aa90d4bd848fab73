"""Read the best spans again, each in less text and all of them side by side, and let the readings agree.

A small reader's scores sway with what else stands in the window. The mean over the window, the sentence with its
neighbours, and all such sentences together says better than any of them whether a span answers the question, and which
does: side by side one sees the others. For the less likely spans the first and the last will do. Where exactly an
answer begins and ends, the surest of them says best (`training/RESULTS.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from assistant.reader.span import Reader, Span, Window
from index.split import split

LOOKED_AT_AGAIN = 5
# So many of them are read with their neighbours alone; reading the other two so as well tells hardly more.
_ALONE = 3
# In logits, the score of a span that is not among the best where it was looked for.
_OVERLOOKED = -8.0
# The reader takes them for paragraphs, over whose end no answer runs.
_GAP = "\n\n"


def look_again(reader: Reader, question: str, spans: Sequence[Span]) -> list[Span]:
    """The five best spans that do not overlap, with scores that are means over their two or three readings.

    Args:
        reader: What found the spans.
        question: The question that they were found for.
        spans: What was found, in no particular order.
    """
    best = _distinct(spans)[:LOOKED_AT_AGAIN]
    if not best:
        return []
    views = {span: _around(span) for span in best}
    together = _SideBySide.of(list(views.values()))
    read: dict[Window, list[Span]] = {}
    for seen in spans:
        read.setdefault(seen.window, []).append(seen)
    again = dict.fromkeys([*(views[span] for span in best[:_ALONE]), together.window])
    known = {*read, *again}
    for seen in reader.read(question, [view for view in again if view not in read]):
        read.setdefault(seen.window, []).append(seen)
    beside = [together.in_article(seen) for seen in read.get(together.window, [])]

    def readings(span: Span) -> Iterator[Span]:
        if views[span] in known:
            yield _same(span, read.get(views[span], []))
        yield _same(span, beside)

    return _distinct(_mean(span, *readings(span)) for span in best)


@dataclass(frozen=True, slots=True)
class _SideBySide:
    """Stretches of articles in one text.

    Attributes:
        window: What is read; its offsets are those of its own text, unless there is but one stretch.
        parts: Where each stretch begins in that text, and the stretch.
    """

    window: Window
    parts: tuple[tuple[int, Window], ...]

    @classmethod
    def of(cls, stretches: Sequence[Window]) -> _SideBySide:
        """The stretches in the articles' order, those that overlap as one."""
        joined: list[Window] = []
        for new in sorted(set(stretches), key=lambda window: (window.article, window.start)):
            last = joined[-1] if joined else None
            if last is None or last.article != new.article or new.start > last.start + len(last.text):
                joined.append(new)
            else:
                more = new.text[last.start + len(last.text) - new.start :]
                joined[-1] = replace(last, text=last.text + more)
        if len(joined) == 1:
            return cls(joined[0], ((joined[0].start, joined[0]),))
        begins = accumulate((len(window.text) + len(_GAP) for window in joined[:-1]), initial=0)
        window = Window(joined[0].article, 0, _GAP.join(window.text for window in joined))
        return cls(window, tuple(zip(begins, joined, strict=True)))

    def in_article(self, seen: Span) -> Span:
        """What was found in the text, where it stands in its article."""
        begin, part = max((each for each in self.parts if each[0] <= seen.start), key=lambda each: each[0])
        shift = part.start - begin
        return replace(seen, window=part, start=seen.start + shift, end=seen.end + shift)


def _distinct(spans: Iterable[Span]) -> list[Span]:
    """The spans, best first, without those that overlap a better one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: -span.score):
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return kept


def _around(span: Span) -> Window:
    """The sentences that hold the span, with those before and after, as far as the window goes."""
    window = span.window
    start, end = span.start - window.start, span.end - window.start
    sentences = [sentence for passage in split(window.text) for sentence in passage.sentences]
    own = [place for place, (low, high) in enumerate(sentences) if low < end and start < high]
    if not own:
        return window
    low, high = sentences[max(0, own[0] - 1)][0], sentences[min(len(sentences), own[-1] + 2) - 1][1]
    return Window(window.article, window.start + low, window.text[low:high])


def _same(span: Span, seen: Sequence[Span]) -> Span:
    """The best of what was found in a view that touches the span."""
    touching = [other for other in seen if other.overlaps(span)]
    if touching:
        return max(touching, key=lambda other: other.score)
    answerable = seen[0].answerable if seen else _OVERLOOKED
    return replace(span, score=_OVERLOOKED, answerable=answerable)


def _mean(span: Span, *others: Span) -> Span:
    """The words of the surest reading, with the scores of all."""
    readings = (span, *others)
    surest = max(readings, key=lambda reading: reading.score)
    return replace(
        surest,
        window=span.window,
        score=sum(reading.score for reading in readings) / len(readings),
        answerable=sum(reading.answerable for reading in readings) / len(readings),
    )
