"""Questions with what the shipped reader takes for their answers, as the assistant reads it all in the end.

The sentences that the reader itself is drawn to mislead it more than any that look alike (hard negatives by the model
that is trained; Xiong et al., 2021). An article is read window by window, and the likeliest spans, each with its
neighbours, side by side: once with the right one among them, once without.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.look_again import LOOKED_AT_AGAIN, SideBySide, around, distinct
from assistant.reader.onnx import OnnxReader
from assistant.reader.span import Span, Window
from assistant.windows import consecutive
from index.split import split
from training.data import ELSEWHERE, WRITTEN, Example, most_alike_of, normalise
from training.mix import Pair
from training.written import Article, Question, answered_in_window

# Of the questions that are easy, by this lead of the right answer or this score of a wrong one, so many are kept.
_CLEAR_LEAD, _TEMPTING, _EASY_KEPT = 3.0, -3.0, 0.35


@dataclass(frozen=True, slots=True)
class _Text:
    """An article as the assistant reads it.

    Attributes:
        begins: Where each paragraph begins in the text.
        text: All of it.
        sentences: Their spans.
        windows: What is read at once.
    """

    begins: tuple[int, ...]
    text: str
    sentences: tuple[tuple[int, int], ...]
    windows: tuple[Window, ...]

    def answer(self, question: Question) -> Span | None:
        """The answer to a question in a window that holds it; None where there is no such window."""
        assert question.answer
        low, high = (place + self.begins[question.paragraph] for place in question.answer)
        holding = [w for w in self.windows if w.start <= low and high <= w.start + len(w.text)]
        return Span(holding[0], low, high, 0.0, 0.0) if holding else None

    def own(self, span: Span) -> tuple[int, int]:
        """From the first to the last sentence that a span stands in."""
        held = [(low, high) for low, high in self.sentences if low < span.end and span.start < high]
        return held[0][0], held[-1][1]


@cache
def _text(paragraphs: tuple[str, ...]) -> _Text:
    text = "\n\n".join(paragraphs)
    begins = [sum(len(before) + 2 for before in paragraphs[:number]) for number in range(len(paragraphs))]
    passages = split(text)
    runs = [(passages[run[0]].start, passages[run[-1]].end) for run in consecutive(passages)]
    return _Text(
        tuple(begins),
        text,
        tuple(sentence for passage in passages for sentence in passage.sentences),
        tuple(Window(0, low, text[low:high]) for low, high in runs),
    )


def among_rivals(asked: Iterable[tuple[Article, Question]], rng: random.Random) -> Iterator[Pair]:
    """Each answered question with its own sentence among its rivals and without, and its window and theirs."""
    reader = OnnxReader.load()
    for article, question in _counted(asked):
        read = _text(article.paragraphs)
        right = read.answer(question)
        if right is None:
            continue
        said, (low, high) = normalise(read.text[right.start : right.end]), read.own(right)
        spans = reader.read(question.text, read.windows)
        wrong = distinct(span for span in spans if span.end <= low or high <= span.start)
        apart = [span for span in wrong if said not in normalise(_without(around(span), low, high))]
        if not apart:
            continue
        found = max((span.score for span in spans if span.overlaps(right)), default=-_CLEAR_LEAD)
        is_hard = found < apart[0].score + _CLEAR_LEAD
        if not is_hard and rng.random() > _EASY_KEPT:
            continue
        yield (
            _among(question, right, wrong),
            Example(question.text, _alone(apart, low, high), (), "rivals", "", ELSEWHERE),
        )
        elsewhere = [span.window.text for span in apart if said not in normalise(span.window.text)]
        if is_hard and elsewhere:
            first = answered_in_window(article, question, rng)
            yield first, Example(question.text, elsewhere[0], (), "rivals", "", ELSEWHERE)


def left_to_rivals(asked: Iterable[tuple[Article, Question]], rng: random.Random) -> Iterator[Pair]:
    """Each question that its article does not answer, behind the answered one with most words in common."""
    reader = OnnxReader.load()
    for article, question in _counted(asked):
        read = _text(article.paragraphs)
        known = [q for q in article.questions if q.answer]
        closest = known[most_alike_of([other.text for other in known], question.text)]
        right = read.answer(closest)
        wrong = distinct(reader.read(question.text, read.windows))
        if right is None or not wrong or (wrong[0].score < _TEMPTING and rng.random() > _EASY_KEPT):
            continue
        first = _among(closest, right, distinct(reader.read(closest.text, read.windows)))
        yield first, Example(question.text, _alone(wrong), (), "rivals", "", WRITTEN)
        if wrong[0].score >= _TEMPTING:
            window = Example(question.text, wrong[0].window.text, (), "rivals", "", WRITTEN)
            yield answered_in_window(article, closest, rng), window


def _among(question: Question, right: Span, spans: Sequence[Span]) -> Example:
    """The question with the right span among the likeliest others."""
    others = [span for span in spans if not span.overlaps(right)][: LOOKED_AT_AGAIN - 1]
    beside = SideBySide.of([around(span) for span in (right, *others)])
    place = beside.in_text(right)
    assert place
    return Example(question.text, beside.window.text, (place,), "rivals")


def _alone(spans: Sequence[Span], low: int = 0, high: int = 0) -> str:
    """The likeliest spans with their neighbours, without what stands from `low` to `high`."""
    parts = [part for span in spans[:LOOKED_AT_AGAIN] for part in _around_without(around(span), low, high)]
    return SideBySide.of(parts).window.text


def _around_without(view: Window, low: int, high: int) -> list[Window]:
    """What is left of a view on both sides of a stretch."""
    end = view.start + len(view.text)
    if high <= view.start or end <= low:
        return [view]
    before = replace(view, text=view.text[: max(0, low - view.start)].rstrip())
    rest = view.text[high - view.start :] if high < end else ""
    after = replace(view, start=end - len(rest.lstrip()), text=rest.lstrip())
    return [part for part in (before, after) if part.text]


def _without(view: Window, low: int, high: int) -> str:
    return "\n\n".join(part.text for part in _around_without(view, low, high))


def _counted(asked: Iterable[tuple[Article, Question]]) -> Iterator[tuple[Article, Question]]:
    some = list(asked)
    for number, each in enumerate(some):
        if number % 1000 == 0:
            print(f"read questions with their articles: {number} of {len(some)}", flush=True)
        yield each
