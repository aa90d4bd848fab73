"""What has been asked and answered so far. Adding a turn returns a new conversation."""

from __future__ import annotations

from assistant.answer import Answer, Found, NotFound
from index.record import Record


class Turn(Record):
    """One question and its answer."""

    question: str
    answer: Answer


class Conversation(Record):
    """The turns of a conversation, oldest first."""

    turns: tuple[Turn, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether any of its questions was."""
        return any(isinstance(turn.answer, Found) for turn in self.turns)

    def add(self, question: str, answer: Found | NotFound) -> Conversation:
        """A new conversation with one more turn; this one stays as it is."""
        return Conversation(turns=(*self.turns, Turn(question=question, answer=answer)))
