"""Words for how sure an answer is, or that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant import NotFound

_WORDS = ((0.9, "very likely"), (0.7, "likely"), (0.5, "perhaps"), (0.0, "unsure"))


def word_for(confidence: float) -> str:
    """The plain word for a confidence in 0..1."""
    return next(word for least, word in _WORDS if confidence >= least)


def phrase_for(confidence: float) -> str:
    """The word and the number, such as "likely, 78 %". Never 100 %: nothing here is certain."""
    return f"{word_for(confidence)}, {min(99, round(confidence * 100))} %"


def refusal(answer: NotFound) -> str:
    """The sentence that stands where an answer would."""
    return "The article does not say." if answer.withheld is None else "Not sure enough."
