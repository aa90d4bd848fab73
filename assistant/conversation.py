"""What has been asked and answered so far. Adding a turn returns a new conversation."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer, Found, NotFound


class Turn(BaseModel):
    """One question and its answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    answer: Answer


class Conversation(BaseModel):
    """The turns of a conversation, oldest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    turns: tuple[Turn, ...] = ()

    def add(self, question: str, answer: Found | NotFound) -> Conversation:
        """A new conversation with one more turn; this one stays as it is."""
        return Conversation(turns=(*self.turns, Turn(question=question, answer=answer)))
