"""From spans to candidates: one calibrated confidence each, ranked by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.calibration import Logistic, features
from assistant.reader.span import Span

if TYPE_CHECKING:
    from index.search import Hit

_ASKS_FOR_WORDING = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|questions?|wonder(?:s|ed|ing)?|want(?:s|ed)? to know|titled?s?|headlines?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span, the passage that it begins in, and how likely it is to be right.

    Attributes:
        span: What the reader found.
        hit: The passage that the span begins in, with its retrieval scores.
        features: What the confidence is computed from.
        confidence: 0..1, calibrated.
    """

    span: Span
    hit: Hit
    features: tuple[float, ...]
    confidence: float


def candidates(question: str, spans: Iterable[Span], hits: Sequence[Hit], model: Logistic) -> list[Candidate]:
    """Every span with its passage and confidence, best first.

    Args:
        question: What was asked.
        spans: What the reader found.
        hits: The passages that may be quoted, best first.
        model: Gives the confidence.
    """
    ranked = []
    for span in spans:
        for hit in hits:
            passage = hit.passage
            # A span that runs on into the next passage has no sentence that could be quoted for it.
            if passage.article == span.window.article and passage.start <= span.start and span.end <= passage.end:
                evidence = features(question, span, hit, hits[0])
                ranked.append(Candidate(span, hit, evidence, model.confidence(evidence)))
                break
    return sorted(ranked, key=lambda c: -c.confidence)


def only_asks(question: str, sentences: Iterable[str]) -> bool:
    """Whether a passage only asks, as an interviewer does, and so answers nothing but what was asked or said there."""
    return all(sentence.endswith("?") for sentence in sentences) and not _ASKS_FOR_WORDING.search(question)
