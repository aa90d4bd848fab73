"""From spans to answers: one calibrated confidence each, the same answers merged, the rest ranked."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ReaderUnavailable
from assistant.reader.span import SHIPPED, Span

if TYPE_CHECKING:
    from index.search import Hit

_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span, the passage that it begins in, and how likely it is to be right.

    Attributes:
        span: What the reader found.
        hit: The passage that the span begins in, with its retrieval scores.
        features: What the confidence is computed from, see `features_of`.
        confidence: 0..1, calibrated.
    """

    span: Span
    hit: Hit
    features: tuple[float, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "this span is right", fitted on development data by `training.calibrate`.

    Attributes:
        weights: Of the features that `features_of` gives.
        bias: Added to their weighted sum.
        threshold: The confidence under which the assistant declines.
        paragraph: Weights of the reader's two scores, bias and threshold for a single given paragraph.
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    paragraph: tuple[tuple[float, ...], float, float] = ((1.0, 0.0), 0.0, 0.5)

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> Calibration:
        """The calibration shipped with the reader.

        Raises:
            ReaderUnavailable: It is missing or damaged.
        """
        try:
            stored = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
            one = stored["paragraph"]
            paragraph = (tuple(one["weights"]), one["bias"], one["threshold"])
            return cls(tuple(stored["weights"]), stored["bias"], stored["threshold"], paragraph)
        except (OSError, ValueError, KeyError) as error:
            raise ReaderUnavailable(f"the reader's calibration cannot be read: {error}") from error

    def confidence(self, features: Sequence[float]) -> float:
        """How likely a span with these features is to be right, 0..1."""
        total = self.bias + sum(w * x for w, x in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features_of(span: Span, hit: Hit, best_hit: float) -> tuple[float, ...]:
    """What the calibration weighs: the reader's two scores, and the passage's against the best passage's."""
    return span.score, span.answerable, hit.score, hit.score - best_hit


def candidates(spans: Iterable[Span], hits: Sequence[Hit], calibration: Calibration) -> list[Candidate]:
    """Every span with its passage and confidence, best first; of spans that overlap only the best is kept."""
    best_hit = max((hit.score for hit in hits), default=0.0)
    ranked = []
    for span in spans:
        for hit in hits:
            if hit.passage.article == span.window.article and hit.passage.start <= span.start < hit.passage.end:
                features = features_of(span, hit, best_hit)
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
