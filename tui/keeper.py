"""Keep the turns of a chat as they are answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from assistant import NotKept, Turn
from assistant.history import History
from assistant.saved import SavedArticle


@dataclass(slots=True)
class _Kept:
    """A conversation that is being kept; it has no id before its first turn is on the disk."""

    articles: tuple[SavedArticle, ...]
    id: int | None


class Keeper:
    """Turns wait in order until they are written; one that cannot be written goes on waiting, so that none is lost.

    `write` may be called from any thread; the rest belongs to one.
    """

    def __init__(self, history: History) -> None:
        self.history = history
        self._current = _Kept((), None)
        self._waiting: deque[tuple[_Kept, Turn]] = deque()
        self._writing = Lock()

    @property
    def conversation(self) -> int | None:
        """The one that the next turn goes into; None before its first turn is on the disk."""
        return self._current.id

    def begin(self, articles: Sequence[SavedArticle], conversation: int | None = None) -> None:
        """Put the next turns into a new conversation, or into one that is kept already."""
        self._current = _Kept(tuple(articles), conversation)

    def begin_anew(self) -> None:
        """Put the next turns into a new conversation about the same articles."""
        self.begin(self._current.articles)

    def add(self, turn: Turn) -> None:
        """Let a turn wait to be written."""
        self._waiting.append((self._current, turn))

    def write(self) -> None:
        """Write what waits. A conversation that was deleted meanwhile begins anew.

        Raises:
            HistoryUnusable: It cannot be written now; call again.
        """
        with self._writing:
            while self._waiting:
                kept, turn = self._waiting[0]
                self._write(kept, turn)
                self._waiting.popleft()

    def _write(self, kept: _Kept, turn: Turn) -> None:
        if kept.id is not None:
            try:
                self.history.add(kept.id, turn)
            except NotKept:
                kept.id = None
        if kept.id is None:
            kept.id = self.history.begin(kept.articles, turn)
