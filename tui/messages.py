"""What has happened, from workers and widgets to whoever owns the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tui.answering import Answering
from tui.find import Span
from tui.page import Page

if TYPE_CHECKING:
    from assistant import Article, Citation, Found, NotFound
    from tui.resume import Resumed


@dataclass
class PagesPrepared(Message):
    """The articles are ready to be shown."""

    articles: tuple[Article, ...]
    """Which."""
    pages: tuple[Page, ...]
    """In the same order."""


@dataclass
class OpeningProgressed(Message):
    """The assistant has come a step further in getting ready."""

    label: str
    """What is being done, already sanitised."""
    done: int
    """How much of it is done."""
    total: int
    """How much there is, 0 when that is not known."""


@dataclass
class AssistantOpened(Message):
    """The models are loaded and the articles are indexed."""

    articles: tuple[Article, ...]
    """Which."""
    assistant: Answering
    """Ready to be asked."""


@dataclass
class OpeningFailed(Message):
    """There will be no answers until it is tried again; the articles can still be read."""

    reason: str
    """One line, already sanitised."""


@dataclass
class QuestionAsked(Message):
    """The reader has asked a question."""

    question: str
    """One line, already sanitised, never empty."""


@dataclass
class AnswerReady(Message):
    """A question has been answered."""

    turn: int
    """Which question."""
    answer: Found | NotFound
    """As the assistant gave it."""
    verified: frozenset[Citation]
    """The citations that were found to stand in the article when they were checked, just now."""
    seconds: float
    """How long it took."""


@dataclass
class AnswerFailed(Message):
    """A question could not be answered."""

    turn: int
    """Which question."""
    reason: str
    """One line, already sanitised."""


@dataclass
class CitationOpened(Message):
    """The reader wants to see a citation in the article."""

    citation: Citation
    """The one to show."""


@dataclass
class FindChanged(Message):
    """The reader has typed into the find bar."""

    words: str
    """What to find; empty for nothing."""


@dataclass
class FindMoved(Message):
    """The reader wants the next or the previous place."""

    step: int
    """1 for the next, -1 for the previous."""


@dataclass
class HitsFound(Message):
    """The article has been searched for words."""

    words: str
    """What was searched for."""
    page: Page
    """Where."""
    hits: list[Span]
    """Every place, in order."""
    moves: bool
    """Whether to go to the first of them."""


@dataclass
class TurnsNotKept(Message):
    """What was asked could not be written to the disk; it is tried again with the next question."""

    reason: str
    """One line, already sanitised."""


@dataclass
class ConversationResumed(Message):
    """A kept conversation has been loaded."""

    resumed: Resumed
    """With its articles as they are now."""


@dataclass
class ConversationDeleted(Message):
    """A kept conversation is kept no more."""

    conversation: int
    """Its id."""


@dataclass
class ResumingFailed(Message):
    """A kept conversation cannot be gone on with."""

    reason: str
    """One line, already sanitised."""


@dataclass
class PreferenceNotKept(Message):
    """What the reader prefers could not be written down."""

    reason: str
    """One line, already sanitised."""
