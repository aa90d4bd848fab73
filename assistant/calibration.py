"""How sure an answer is: what speaks for a span, and the logistic model that weighs it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ConfigDict, ValidationError

from assistant.errors import ReaderUnavailable
from assistant.question import asks_for_a_clause
from assistant.reader.shipped import CALIBRATION, SHIPPED, read_shipped
from assistant.reader.span import Span
from index.record import Record

if TYPE_CHECKING:
    from index.search import Hit


class Logistic(Record):
    """A logistic model with a threshold.

    Attributes:
        weights: One for each feature.
        bias: Added to their weighted sum.
        threshold: The confidence under which it is better to decline, 0..1.
    """

    model_config = ConfigDict(allow_inf_nan=False)

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def confidence(self, features: Sequence[float]) -> float:
        """How likely what has these features is to be right, 0..1."""
        total = self.bias + sum(w * x for w, x in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


class Calibration(Record):
    """What turns scores into confidence, fitted on development data by `training.calibrate`.

    Attributes:
        article: "This span of the article is right", from what `features` gives.
        paragraph: "This paragraph answers the question", from a span's score and answerability alone.
    """

    article: Logistic
    paragraph: Logistic

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> Calibration:
        """The calibration shipped with the reader.

        Raises:
            ReaderUnavailable: It is missing or damaged.
        """
        try:
            return cls.model_validate_json(read_shipped(folder, CALIBRATION))
        except ValidationError as error:
            raise ReaderUnavailable(f"the reader's {CALIBRATION} is damaged; install Byline again") from error


def features(question: str, span: Span, hit: Hit, best: Hit) -> tuple[float, ...]:
    """What speaks for a span: the reader's two scores, its passage's against the best one's, the question's kind.

    The last, whether a clause answers it, is the same for all spans of a question: of clauses the reader is less sure
    than it need be, since a clause may begin and end in more ways than a name.
    """
    return span.score, span.answerable, hit.score - best.score, float(asks_for_a_clause(question))
