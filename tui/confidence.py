"""A word and a number for how likely an answer is to be right."""

from __future__ import annotations

_WORDS = ((0.9, "very likely"), (0.7, "likely"), (0.5, "perhaps"), (0.0, "unsure"))


def word_for(confidence: float) -> str:
    """The plain word for a confidence in 0..1."""
    return next(word for least, word in _WORDS if confidence >= least)


def phrase_for(confidence: float) -> str:
    """The word and the number, such as "likely, 78 %". Never 100 %: nothing here is certain."""
    return f"{word_for(confidence)}, {min(99, round(confidence * 100))} %"
