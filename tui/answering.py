"""What the terminal needs of an assistant, and nothing more, so that a test can bring its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from assistant import Article, Citation, Conversation, Found, NotFound, Progress, Settings


class Answering(Protocol):
    """`assistant.Assistant` as the terminal sees it. Every method may be called from any thread."""

    @property
    def passage_count(self) -> int:
        """How many passages are searched."""

    @property
    def threshold(self) -> float:
        """The confidence from which on an answer is given, 0..1."""

    def with_threshold(self, threshold: float | None) -> Answering:
        """The same with another threshold, 0..1; None for the measured best."""

    def ask(self, question: str, conversation: Conversation = ...) -> Found | NotFound:
        """Answer a question. Raises `AssistantError` with a line for the user."""

    def verify(self, citation: Citation) -> bool:
        """Whether the quote stands in the article where the citation says."""


# Loads the models and indexes the articles, which takes seconds: call it in a worker.
Build: TypeAlias = "Callable[[Sequence[Article], Settings, Progress], Answering]"
