"""What kind of question is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_QUESTION = 1_000  # characters
_YES_NO = re.compile(
    r"(?:is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?\s",
    re.IGNORECASE,
)
_ASKS_FOR_WORDS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how|or)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[^\W\d_][\w’'-]*\w")
_POSSESSIVE = re.compile(r"['’]s?$")


def is_yes_no(question: str) -> bool:
    """Whether a yes or a no would answer it: "Was anyone hurt?", but not "Was it red or blue?"."""
    return bool(_YES_NO.match(question)) and not _ASKS_FOR_WORDS.search(question)


def names(question: str) -> list[str]:
    """The words with a capital, but for the first and what asks: "Biden" in "Tell me: What did Biden's aide say?"."""
    found = (_POSSESSIVE.sub("", name) for name in _NAME.findall(question) if name[0].isupper())
    return [name for name in found if not _ASKS_FOR_WORDS.fullmatch(name)]


def side_by_side(question: str, words: Sequence[str]) -> list[str]:
    """Words of a question, in their order, those that stand together as one: "Joe Biden"."""
    joined: list[str] = []
    for word in words:
        if joined and f"{joined[-1]} {word}" in question:
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return list(dict.fromkeys(joined))
