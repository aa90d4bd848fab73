"""Ask questions of articles: a short answer with the exact quotes that it rests on, or a plain "it does not say".

from assistant import Assistant

assistant = Assistant.open("article.txt")
answer = assistant.ask("Who denied involvement?")
"""

from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation, Found, FoundAnswer, NotFound, Scores
from assistant.articles import load_article, named_apart, parse_article
from assistant.conversation import Conversation, Turn
from assistant.errors import (
    AssistantError,
    CannotOpen,
    HistoryUnusable,
    NotKept,
    QuestionUnusable,
    ReaderUnavailable,
    RecordUnusable,
)
from assistant.sanitise import sanitise, sanitise_line
from assistant.settings import Settings
from index import Article, Progress, paragraphs

if TYPE_CHECKING:
    from assistant.archive import ArchiveAssistant
    from assistant.assistant import Assistant

__all__ = [
    "Answer",
    "ArchiveAssistant",
    "Article",
    "Assistant",
    "AssistantError",
    "CannotOpen",
    "Citation",
    "Conversation",
    "Found",
    "FoundAnswer",
    "HistoryUnusable",
    "NotFound",
    "NotKept",
    "Progress",
    "QuestionUnusable",
    "ReaderUnavailable",
    "RecordUnusable",
    "Scores",
    "Settings",
    "Turn",
    "load_article",
    "named_apart",
    "paragraphs",
    "parse_article",
    "sanitise",
    "sanitise_line",
]


def __getattr__(name: str) -> object:
    """The assistants are imported when first used: what they know of English holds up the chat's first frame."""
    if name == "Assistant":
        from assistant.assistant import Assistant

        return Assistant
    if name == "ArchiveAssistant":
        from assistant.archive import ArchiveAssistant

        return ArchiveAssistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
