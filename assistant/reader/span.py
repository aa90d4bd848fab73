"""What a reader is given and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one article that is read at once.

    Attributes:
        article: Position of the article in its index.
        start: Where the stretch begins in the article's text.
        text: Its words.
    """

    article: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Words that may answer the question.

    Attributes:
        window: Where they were found.
        start: Character offset into the article's text, inclusive.
        end: Character offset into the article's text, exclusive.
        score: How much better the span fits than "no answer here", in logits.
        answerable: How sure the reader is that the window answers the question at all, in logits.
    """

    window: Window
    start: int
    end: int
    score: float
    answerable: float

    def overlaps(self, other: Span) -> bool:
        """Whether both have a character of the same article in common."""
        same_article = self.window.article == other.window.article
        return same_article and self.start < other.end and other.start < self.end


class Reader(Protocol):
    """Finds answers."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Span]:
        """Every span worth considering, in no particular order; windows without one are left out."""
        ...
