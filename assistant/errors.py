"""What can go wrong between a question and its answer.

AssistantError
├── CannotOpen        an article or the embedding model cannot be read
├── QuestionUnusable  the question is empty or has no word in it
└── ReaderUnavailable the reader's weights are missing or damaged
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
