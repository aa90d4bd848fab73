"""The questions that are waiting or being answered. Knows nothing of threads or screens."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its turn, which tells it from the same question asked before."""

    turn: int
    question: str


class Questions:
    """One question is answered at a time, in the order in which they were asked."""

    def __init__(self) -> None:
        self.running: Asked | None = None
        self._waiting: deque[Asked] = deque()
        self._turns = 0

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    def ask(self, question: str) -> Asked:
        """Put a question at the end of the queue."""
        self._turns += 1
        asked = Asked(self._turns, question)
        self._waiting.append(asked)
        return asked

    def begin(self) -> Asked | None:
        """Take the next question, unless one is being answered or none waits."""
        if self.running is not None or not self._waiting:
            return None
        self.running = self._waiting.popleft()
        return self.running

    def finish(self, turn: int) -> Asked | None:
        """The question whose answer has come, or None when it was cancelled meanwhile and nobody waits for it."""
        if self.running is None or self.running.turn != turn:
            return None
        asked, self.running = self.running, None
        return asked

    def cancel(self) -> Asked | None:
        """Give up the running question, else the one asked last; its answer, if one comes, is dropped."""
        if self.running is not None:
            asked, self.running = self.running, None
            return asked
        return self._waiting.pop() if self._waiting else None

    def clear(self) -> tuple[Asked, ...]:
        """Give up all of them."""
        given_up = (*([self.running] if self.running else []), *self._waiting)
        self.running = None
        self._waiting.clear()
        return given_up
