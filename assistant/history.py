"""Conversations that are kept: one SQLite file of the user's, one transaction a turn."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from assistant.conversation import Conversation, Turn
from assistant.errors import NotKept
from assistant.history_file import HistoryFile
from assistant.saved import SavedArticle, SavedConversation


class History:
    """The kept conversations in one file. Safe from several threads and programs at once; every call opens it anew.

    Every method raises `HistoryUnusable` when the file is damaged, is not Byline's, was written by a newer Byline, or
    cannot be read or written. The file then stays as it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = HistoryFile(path)

    def begin(self, articles: Sequence[SavedArticle], turn: Turn) -> int:
        """Keep a new conversation with its first turn, whose question is the title; its id, never used again."""
        with self._file.transaction(write=True) as connection:
            now = _now()
            added = connection.execute(
                "INSERT INTO conversations (title, created, used) VALUES (?, ?, ?)", (turn.question, now, now)
            )
            conversation = int(added.lastrowid or 0)
            connection.executemany(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?)",
                [(conversation, at, each.name, each.path, each.sha256) for at, each in enumerate(articles, 1)],
            )
            _insert(connection, conversation, turn)
        return conversation

    def add(self, conversation: int, turn: Turn) -> None:
        """Keep one more turn.

        Raises:
            NotKept: There is no such conversation, or no more.
        """
        self._change("UPDATE conversations SET used = ? WHERE id = ?", _now(), conversation, turn=turn)

    def rename(self, conversation: int, title: str) -> None:
        """Call a conversation something else. Raises `NotKept`."""
        self._change("UPDATE conversations SET title = ? WHERE id = ?", _storable(title), conversation)

    def delete(self, conversation: int) -> None:
        """Forget a conversation; its bytes are overwritten. Raises `NotKept`."""
        self._change("DELETE FROM conversations WHERE id = ?", conversation)

    def conversations(self, words: str = "") -> list[SavedConversation]:
        """Those whose title, questions and answers together hold all of these words or parts of words; last used first.

        Upper and lower case are the same, and no character in `words` has a meaning of its own.
        """
        with self._file.transaction() as connection:
            articles: dict[int, list[SavedArticle]] = {}
            for row in connection.execute("SELECT * FROM articles ORDER BY conversation, position"):
                articles.setdefault(row[0], []).append(SavedArticle(name=row[2], path=row[3], sha256=row[4]))
            rows = connection.execute(
                "SELECT id, title, created, used, count(*), group_concat(words, ' ') FROM conversations "
                "JOIN turns ON conversation = id GROUP BY id ORDER BY used DESC, id DESC"
            )
            found = [
                (
                    SavedConversation(
                        id=conversation,
                        title=title,
                        created=created,
                        used=used,
                        turns=turns,
                        articles=tuple(articles.get(conversation, ())),
                    ),
                    said,
                )
                for conversation, title, created, used, turns, said in rows
            ]
        wanted = _folded(words).split()
        return [saved for saved, said in found if all(word in f"{_folded(saved.title)} {said}" for word in wanted)]

    def find(self, conversation: int) -> SavedConversation:
        """What is known of one conversation. Raises `NotKept`."""
        for saved in self.conversations():
            if saved.id == conversation:
                return saved
        raise NotKept(f"there is no conversation {conversation}")

    def last(self, articles: Sequence[SavedArticle] = ()) -> SavedConversation:
        """The last one, or the last about just these articles. Raises `NotKept`."""
        for saved in self.conversations():
            if not articles or saved.is_about(articles):
                return saved
        names = ", ".join(article.name for article in articles)
        raise NotKept(f"no conversation about {names} is kept" if articles else "no conversation is kept yet")

    def load(self, conversation: int) -> Conversation:
        """All turns of a conversation. Raises `NotKept`."""
        with self._file.transaction() as connection:
            rows = connection.execute(
                "SELECT record FROM turns WHERE conversation = ? ORDER BY position", (conversation,)
            )
            turns = tuple(Turn.model_validate_json(record) for (record,) in rows)
        if not turns:
            raise NotKept(f"there is no conversation {conversation}")
        return Conversation(turns=turns)

    def _change(self, statement: str, *values: str | int, turn: Turn | None = None) -> None:
        conversation = int(values[-1])
        with self._file.transaction(write=True) as connection:
            if connection.execute(statement, values).rowcount == 0:
                raise NotKept(f"there is no conversation {conversation}")
            if turn is not None:
                _insert(connection, conversation, turn)


def history_file() -> Path:
    """Where conversations are kept: in `BYLINE_HISTORY`, or the user's data folder. It may not exist yet."""
    chosen = os.environ.get("BYLINE_HISTORY")
    return (Path(chosen) if chosen else user_data_path("byline")) / "conversations.sqlite3"


def _insert(connection: sqlite3.Connection, conversation: int, turn: Turn) -> None:
    connection.execute(
        "INSERT INTO turns SELECT ?1, coalesce(max(position), 0) + 1, ?2, ?3 FROM turns WHERE conversation = ?1",
        (conversation, turn.model_dump_json(), _said(turn)),
    )


def _said(turn: Turn) -> str:
    """What a search looks through."""
    answers = [found.text for found in turn.answer.answers] if turn.answer.kind == "found" else []
    return _folded(" ".join([turn.question, turn.answer.understood_as or "", *answers]))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", _storable(text)).casefold()


def _storable(text: str) -> str:
    """Without what UTF-8 cannot hold; a command line can bring it."""
    return text.encode(errors="surrogatepass").decode(errors="replace")


def _now() -> str:
    return datetime.now(UTC).isoformat()
