"""Choose what a follow-up means: of the questions that it may be short for, the one that the articles answer best."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from assistant.answer import Citation, Found, NotFound
from assistant.conversation import Conversation
from assistant.decide import Candidate

if TYPE_CHECKING:
    from index.search import Hit

# In logits of the confidence, chosen on the dialogues about the seed and news articles.
NEARBY = 1.0
AGAIN = 2.0
LATER = 0.2
NOT_REWRITTEN = 2.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, as asked or rewritten, and what was found for it.

    Attributes:
        question: The question.
        hits: Every passage that may be quoted, by its position in the index.
        candidates: Every span worth weighing, best first.
        together: Whether they do not compete: each of them is an answer.
    """

    question: str
    hits: Mapping[int, Hit]
    candidates: tuple[Candidate, ...]
    together: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Where the answers so far stand.

    Attributes:
        paragraphs: Article and number of each paragraph that the last one quotes, and of those before and after it.
        spans: Article, start and end of the own words of each.
    """

    paragraphs: frozenset[tuple[int, int]] = frozenset()
    spans: frozenset[tuple[int, int, int]] = frozenset()

    @classmethod
    def of(cls, conversation: Conversation, positions: Mapping[str, int]) -> Said:
        """In a conversation about articles at these positions."""
        cited = [_cited(turn.answer, positions) for turn in conversation.turns]
        last = cited[-1] if cited else []
        return cls(
            frozenset((article, c.paragraph + step) for article, c in last for step in (-1, 0, 1)),
            frozenset((article, c.answer_start or c.start, c.answer_end or c.end) for article, c in chain(*cited)),
        )


def _cited(answer: Found | NotFound, positions: Mapping[str, int]) -> list[tuple[int, Citation]]:
    citations = answer.answers[0].citations if isinstance(answer, Found) else ()
    return [(positions[c.article_id], c) for c in citations if c.article_id in positions]


def best_reading(question: str, readings: Sequence[Reading], said: Said) -> Reading:
    """Of what a follow-up may mean, in the order of `meanings`, the reading that is answered best.

    What stands near the last answer counts for more, the very words of an earlier one for less, and meanings that come
    first for more than those that come later.
    """
    if len(readings) == 1:
        return readings[0]
    lifted = [_lifted(reading, said) for reading in readings]
    handicaps = [
        NOT_REWRITTEN if reading.question == question else LATER * place for place, reading in enumerate(readings)
    ]
    worth = [_top(reading) - handicap for reading, handicap in zip(lifted, handicaps, strict=True)]
    return lifted[worth.index(max(worth))]


def _lifted(reading: Reading, said: Said) -> Reading:
    def lifted(candidate: Candidate) -> Candidate:
        passage, span = candidate.hit.passage, candidate.span
        near = (passage.article, passage.paragraph) in said.paragraphs
        again = any(a == passage.article and span.start < end and start < span.end for a, start, end in said.spans)
        value = _logit(candidate.confidence) + NEARBY * near - AGAIN * again
        return replace(candidate, confidence=_sigmoid(value))

    return replace(reading, candidates=tuple(sorted(map(lifted, reading.candidates), key=lambda c: -c.confidence)))


def _top(reading: Reading) -> float:
    return _logit(reading.candidates[0].confidence) if reading.candidates else -math.inf


def _logit(share: float) -> float:
    return math.log(share / (1 - share)) if share else -math.inf


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))
