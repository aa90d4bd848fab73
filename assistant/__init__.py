"""Ask questions of articles: a short answer with the exact quotes that it rests on, or a plain "it does not say".

from assistant import Assistant

assistant = Assistant.open("article.txt")
answer = assistant.ask("Who denied involvement?")
"""

from importlib import import_module
from typing import TYPE_CHECKING

from assistant.articles import load_article, named_apart, parse_article
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
from index import Article, Progress, paragraphs
from index.version import __version__

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Found, FoundAnswer, NotFound, Scores
    from assistant.archive import ArchiveAssistant
    from assistant.assistant import Assistant
    from assistant.conversation import Conversation, Turn
    from assistant.settings import Settings

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
    "__version__",
    "load_article",
    "named_apart",
    "paragraphs",
    "parse_article",
    "sanitise",
    "sanitise_line",
]


# Imported when first used: pydantic, and what the assistants know of English, would hold up the chat's first frame.
_LATER = {
    "Answer": "answer",
    "ArchiveAssistant": "archive",
    "Assistant": "assistant",
    "Citation": "answer",
    "Conversation": "conversation",
    "Found": "answer",
    "FoundAnswer": "answer",
    "NotFound": "answer",
    "Scores": "answer",
    "Settings": "settings",
    "Turn": "conversation",
}


def __getattr__(name: str) -> object:
    """What takes time to import, imported now."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"assistant.{_LATER[name]}"), name)
