"""How sure an answer is: what speaks for a span, and the logistic model that weighs it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import ReaderUnavailable
from assistant.question import names
from assistant.reader.span import SHIPPED, Span
from index.words import stems

if TYPE_CHECKING:
    from index.search import Hit

# Words that every question has, or that ask for an answer rather than name what it is about.
_COMMON = frozenset(
    stems(
        "a about according after all also an and any are article as at be been before being both but by can could did "
        "do does during each for from had has have how in into is it its kind many much most name of on one or other "
        "s said say says she he that the their them there they these this those to type under was were what when "
        "where which who whom whose why will with would you your not no t happen happened"
    )
)
# Characters on either side of a span that count as its surroundings: a sentence or so.
_NEAR = 150


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "this span is right", fitted on development data by `training.calibrate`.

    Attributes:
        weights: Of the features that `Evidence` gives, in its order.
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


class Evidence:
    """What speaks for and against each span that answers one question.

    Args:
        question: The question.
        hits: The passages that were found for it, best first.
    """

    def __init__(self, question: str, hits: Sequence[Hit]) -> None:
        self._asked = set(stems(question)) - _COMMON
        self._names = {stem for name in names(question) for stem in stems(name)} - _COMMON
        self._best_hit = max((hit.score for hit in hits), default=0.0)

    def features(self, span: Span, hit: Hit) -> tuple[float, ...]:
        """The reader's two scores; the passage's, alone and against the best; and what of the question is there.

        The last three are the shares of the question's words that stand in the window that was read and in the
        span's own surroundings, and of its names that stand nowhere in the window.
        """
        text = span.window.text
        begin, end = span.start - span.window.start, span.end - span.window.start
        read = set(stems(text))
        near = set(stems(text[max(0, begin - _NEAR) : end + _NEAR]))
        missing = len(self._names - read) / len(self._names) if self._names else 0.0
        return (
            span.score,
            span.answerable,
            hit.score,
            hit.score - self._best_hit,
            self._share(read),
            self._share(near),
            missing,
        )

    def _share(self, there: set[str]) -> float:
        return len(self._asked & there) / len(self._asked) if self._asked else 0.5
