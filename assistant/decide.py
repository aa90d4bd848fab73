"""From spans to answers: one calibrated confidence each, the same answers merged, the rest ranked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.calibration import Calibration, Evidence
from assistant.reader.span import Span

if TYPE_CHECKING:
    from index.search import Hit

_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span, the passage that it begins in, and how likely it is to be right.

    Attributes:
        span: What the reader found.
        hit: The passage that the span begins in, with its retrieval scores.
        features: What the confidence is computed from, see `Evidence`.
        confidence: 0..1, calibrated.
    """

    span: Span
    hit: Hit
    features: tuple[float, ...]
    confidence: float


def candidates(question: str, spans: Iterable[Span], hits: Sequence[Hit], calibration: Calibration) -> list[Candidate]:
    """Every span with its passage and confidence, best first; of spans that overlap only the best is kept."""
    evidence = Evidence(question, hits)
    ranked = []
    for span in spans:
        for hit in hits:
            if hit.passage.article == span.window.article and hit.passage.start <= span.start < hit.passage.end:
                features = evidence.features(span, hit)
                ranked.append(Candidate(span, hit, features, calibration.confidence(features)))
                break
    ranked.sort(key=lambda c: -c.confidence)
    kept: list[Candidate] = []
    for candidate in ranked:
        if not any(_overlap(candidate.span, other.span) for other in kept):
            kept.append(candidate)
    return kept


def merge(ranked: Sequence[Candidate], texts: Sequence[str]) -> list[list[int]]:
    """Groups of positions whose texts say the same, in the order of their best.

    Two texts say the same when their words are the same but for articles and punctuation, or when the words
    of one all stand together in the other ("Nikiforov" and "Serhiy Nikiforov").
    """
    groups: list[list[int]] = []
    for position in range(len(ranked)):
        words = _words(texts[position])
        same = next((g for g in groups if _same(words, _words(texts[g[0]]))), None)
        if same is None:
            groups.append([position])
        else:
            same.append(position)
    return groups


def _words(text: str) -> str:
    return " ".join(w for w in re.findall(r"\w+", text.lower()) if w not in _ARTICLES)


def _same(one: str, other: str) -> bool:
    return f" {one} " in f" {other} " or f" {other} " in f" {one} "


def _overlap(one: Span, other: Span) -> bool:
    same_article = one.window.article == other.window.article
    return same_article and one.start < other.end and other.start < one.end
