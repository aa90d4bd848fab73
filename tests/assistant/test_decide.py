"""Spans get a confidence and a rank."""

import math

import pytest

from assistant.calibration import Logistic
from assistant.decide import candidates, only_asks
from assistant.reader.span import Span, Window
from index import Passage
from index.search import Hit

MODEL = Logistic(weights=(1.0, 0.5, 2.0, 1.5), bias=-1.0, threshold=0.5)


def hit(start: int, end: int, score: float, article: int = 0) -> Hit:
    passage = Passage(article, 1, start, end, ((start, end),))
    return Hit(passage, 0, score=score, dense=0.5, lexical=3.0, sentences=(score,))


def span(start: int, end: int, score: float, article: int = 0) -> Span:
    return Span(Window(article, 0, ""), start, end, score, answerable=2.0)


def test_spans_are_ranked_by_what_speaks_for_them() -> None:
    """The reader's scores and how far the passage is behind the best one, weighed and squashed."""
    hits = [hit(0, 50, 0.9), hit(60, 100, 0.4)]
    weak, strong = span(0, 50, 1.0), span(60, 100, 3.0)
    ranked = candidates("Who came?", [weak, strong], hits, MODEL)
    assert [c.span for c in ranked] == [strong, weak]
    assert [c.hit for c in ranked] == [hits[1], hits[0]]
    assert ranked[0].features == pytest.approx((3.0, 2.0, -0.5, 0.0))
    assert ranked[0].confidence == pytest.approx(1 / (1 + math.exp(-2.0)))
    assert ranked[1].confidence == pytest.approx(1 / (1 + math.exp(-1.0)))
    why = candidates("Why did she come?", [weak, strong], hits, MODEL)
    assert why[0].features[-1] == 1.0
    assert candidates("Who said why she came?", [weak, strong], hits, MODEL)[0].features[-1] == 0.0
    assert why[0].confidence == pytest.approx(1 / (1 + math.exp(-3.5)))


@pytest.mark.parametrize("lost", [span(40, 60, 9.0), span(55, 58, 9.0), span(0, 10, 9.0, article=1)])
def test_a_span_that_no_passage_holds_is_no_candidate(lost: Span) -> None:
    """It runs on into the next passage, lies between two, or is another article's: no sentence could be quoted."""
    kept = span(70, 80, 0.0)
    ranked = candidates("Who came?", [lost, kept], [hit(0, 50, 0.9), hit(60, 100, 0.4)], MODEL)
    assert [c.span for c in ranked] == [kept]


@pytest.mark.parametrize(
    ("question", "sentences", "asks"),
    [
        ("Where did she learn it?", ["Q: And then?", "Where did you learn it?"], True),
        ("What is the fee?", ["The fee is 40 euros.", "Any questions?"], False),
        ("What did Campbell write?", ["John Campbell wrote “Who Goes There?”"], False),
        ("What did the interviewer ask?", ["Where did you learn it?"], False),
        ("What is the headline?", ["Did the mayor lie?"], False),
    ],
)
def test_a_passage_that_only_asks_answers_nothing(question: str, sentences: list[str], asks: bool) -> None:
    """But what was asked."""
    assert only_asks(question, sentences) is asks
