"""What can go wrong between a question and its answer.

AssistantError
├── CannotOpen        an article or the embedding model cannot be read
├── QuestionUnusable  the question has no word in it, is too long or is not text
├── ReaderUnavailable the reader's weights are missing or damaged
├── HistoryUnusable   the kept conversations are damaged, of a newer Byline, or cannot be read or written
│   └── NotKept       there is no such conversation
└── RecordUnusable    a record or a file of questions cannot be understood, or its article is not there
"""

from __future__ import annotations


class AssistantError(Exception):
    """The root of what `assistant` raises on purpose. Its text is one line that a user can act on."""


class CannotOpen(AssistantError):
    """The articles cannot be opened."""


class QuestionUnusable(AssistantError):
    """The question cannot be asked."""


class ReaderUnavailable(AssistantError):
    """The reader cannot be loaded."""


class HistoryUnusable(AssistantError):
    """The kept conversations cannot be used; their file is left as it is."""


class NotKept(HistoryUnusable):
    """There is no such conversation."""


class RecordUnusable(AssistantError):
    """What is to be checked or measured cannot be."""
