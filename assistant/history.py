"""Conversations that are kept: one SQLite file of the user's, one transaction a turn."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_data_path

from assistant.conversation import Conversation, Turn
from assistant.errors import HistoryUnusable, NotKept
from assistant.history_file import HistoryFile, checksum
from assistant.saved import SavedArticle, SavedConversation

_LAST = 2**63 - 1  # that SQLite can count to


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
                "INSERT INTO conversations (title, created, used, articles) VALUES (?, ?, ?, ?)",
                (turn.question, now, now, len(articles)),
            )
            conversation = int(added.lastrowid or 0)
            connection.executemany(
                "INSERT INTO articles VALUES (?1, ?2, ?3, ?4, ?5, checksum(?1, ?2, ?3, ?4, ?5))",
                [(conversation, at, each.name, each.path, each.sha256) for at, each in enumerate(articles, 1)],
            )
            _add(connection, conversation, turn)
        return conversation

    def add(self, conversation: int, turn: Turn) -> None:
        """Keep one more turn.

        Raises:
            NotKept: There is no such conversation, or no more.
        """
        with self._changing(conversation) as connection:
            connection.execute("UPDATE conversations SET used = ? WHERE id = ?", (_now(), conversation))
            _add(connection, conversation, turn)

    def rename(self, conversation: int, title: str) -> None:
        """Call a conversation something else. Raises `NotKept`."""
        with self._changing(conversation) as connection:
            connection.execute("UPDATE conversations SET title = ? WHERE id = ?", (_storable(title), conversation))
            _seal(connection, conversation)

    def delete(self, conversation: int) -> None:
        """Forget a conversation; its bytes are overwritten. Raises `NotKept`."""
        with self._file.transaction(write=True) as connection:
            forget = "DELETE FROM conversations WHERE id = ?"
            if not _is_number(conversation) or connection.execute(forget, (conversation,)).rowcount == 0:
                raise _not_kept(conversation)

    def conversations(self, words: str = "") -> list[SavedConversation]:
        """Those whose title, questions and answers together hold all of these words or parts of words; last used first.

        Upper and lower case are the same, and no character in `words` has a meaning of its own.
        """
        with self._file.transaction() as connection:
            kept = _read(connection)
        wanted = _folded(words).split()
        return [
            each.saved for each in kept if all(word in f"{_folded(each.saved.title)} {each.words}" for word in wanted)
        ]

    def find(self, conversation: int) -> SavedConversation:
        """What is known of one conversation. Raises `NotKept`."""
        with self._file.transaction() as connection:
            return _one(connection, conversation).saved

    def last(self, articles: Sequence[SavedArticle] = ()) -> SavedConversation:
        """The last one, or the last about just these articles. Raises `NotKept`."""
        for saved in self.conversations():
            if not articles or saved.is_about(articles):
                return saved
        names = ", ".join(article.name for article in articles)
        raise NotKept(f"no conversation about {names} is kept" if articles else "no conversation is kept yet")

    def load(self, conversation: int) -> Conversation:
        """All turns of a conversation. Raises `NotKept`, and `HistoryUnusable` where only this one is damaged."""
        with self._file.transaction() as connection:
            kept = _one(connection, conversation)
            if kept.saved.damaged:
                raise self._damaged(conversation)
            return Conversation(turns=tuple(Turn.model_validate_json(record) for record in kept.records))

    @contextmanager
    def _changing(self, conversation: int) -> Iterator[sqlite3.Connection]:
        with self._file.transaction(write=True) as connection:
            if _one(connection, conversation).saved.damaged:
                raise self._damaged(conversation)
            yield connection

    def _damaged(self, conversation: int) -> HistoryUnusable:
        return HistoryUnusable(f"{self.path}: conversation {conversation} is damaged")


def history_file() -> Path:
    """Where conversations are kept: in `BYLINE_HISTORY`, or the user's data folder. It may not exist yet."""
    chosen = os.environ.get("BYLINE_HISTORY")
    return (Path(chosen) if chosen else user_data_path("byline")) / "conversations.sqlite3"


_CONVERSATIONS = (
    "SELECT id, title, created, used, turns, articles, checksum FROM conversations WHERE id BETWEEN ? AND ?"
)
_ARTICLES = "SELECT * FROM articles WHERE conversation BETWEEN ? AND ? ORDER BY conversation, position"
_TURNS = "SELECT * FROM turns WHERE conversation BETWEEN ? AND ? ORDER BY conversation, position"
_Row = tuple[Any, ...]
_LONG_AGO = datetime.fromtimestamp(0, UTC)


class _Kept(NamedTuple):
    saved: SavedConversation
    words: str
    records: list[str]


def _read(connection: sqlite3.Connection, first: int = 0, last: int = _LAST) -> list[_Kept]:
    """The conversations of these ids, last used first."""
    articles, turns = (_by_conversation(connection.execute(rows, (first, last))) for rows in (_ARTICLES, _TURNS))
    kept = [_checked(row, articles[row[0]], turns[row[0]]) for row in connection.execute(_CONVERSATIONS, (first, last))]
    return sorted(kept, key=lambda each: (each.saved.used, each.saved.id), reverse=True)


def _is_number(conversation: int) -> bool:
    """Whether a conversation may be called so."""
    return 0 < conversation <= _LAST


def _one(connection: sqlite3.Connection, conversation: int) -> _Kept:
    if not _is_number(conversation):
        raise _not_kept(conversation)
    for kept in _read(connection, conversation, conversation):
        return kept
    raise _not_kept(conversation)


def _checked(row: _Row, articles: list[_Row], turns: list[_Row]) -> _Kept:
    conversation, title, created, used, turn_count, article_count, _ = row
    counted = (len(turns), len(articles)) == (turn_count, article_count)
    if not counted or not all(map(_sound, [row, *articles, *turns])):
        # Anything may stand in a damaged row, bytes and numbers too.
        saved = SavedConversation(
            id=conversation,
            title=str(title),
            created=_LONG_AGO,
            used=_LONG_AGO,
            turns=len(turns),
            articles=(),
            damaged=True,
        )
        return _Kept(saved, "", [])
    saved = SavedConversation(
        id=conversation,
        title=title,
        created=created,
        used=used,
        turns=turn_count,
        articles=tuple(SavedArticle(name=name, path=path, sha256=sha256) for _, _, name, path, sha256, _ in articles),
    )
    return _Kept(saved, " ".join(words for *_, words, _ in turns), [record for _, _, record, *_ in turns])


def _by_conversation(rows: Iterable[_Row]) -> defaultdict[int, list[_Row]]:
    found: defaultdict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _sound(row: _Row) -> bool:
    return bool(checksum(*row[:-1]) == row[-1])


def _add(connection: sqlite3.Connection, conversation: int, turn: Turn) -> None:
    connection.execute("UPDATE conversations SET turns = turns + 1 WHERE id = ?", (conversation,))
    _seal(connection, conversation)
    connection.execute(
        "INSERT INTO turns SELECT ?1, turns, ?2, ?3, checksum(?1, turns, ?2, ?3) FROM conversations WHERE id = ?1",
        (conversation, turn.model_dump_json(), _said(turn)),
    )


def _seal(connection: sqlite3.Connection, conversation: int) -> None:
    connection.execute(
        "UPDATE conversations SET checksum = checksum(id, title, created, used, turns, articles) WHERE id = ?",
        (conversation,),
    )


def _not_kept(conversation: int) -> NotKept:
    return NotKept(f"there is no conversation {conversation}")


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
