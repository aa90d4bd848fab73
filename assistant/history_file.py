"""The SQLite file of the kept conversations, opened for one transaction at a time.

SQLite's rollback journal is used, not its write-ahead log: one file holds everything once a turn is kept, also in a
home folder on a network, where the log's shared memory does not work. With `synchronous = EXTRA` what a transaction
wrote is on the disk before it ends, whatever then happens to the program or the power.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Lock

from pydantic import ValidationError

from assistant.errors import HistoryUnusable

_APPLICATION = 0x62796C6E  # "byln", in the file's header
_VERSION = 2
_SCHEMA = (
    "CREATE TABLE conversations (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, created TEXT NOT NULL, "
    "used TEXT NOT NULL)",
    "CREATE TABLE articles (conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE, "
    "position INTEGER NOT NULL, name TEXT NOT NULL, path TEXT, sha256 TEXT NOT NULL, "
    "PRIMARY KEY (conversation, position)) WITHOUT ROWID",
    "CREATE TABLE turns (conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE, "
    "position INTEGER NOT NULL, record TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (conversation, position))",
    f"PRAGMA application_id = {_APPLICATION}",
)
# What version 1 did not have. SQLite itself has no checksums, and a flipped bit is another word.
_CHECKSUMS = (
    "ALTER TABLE conversations ADD COLUMN turns INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE conversations ADD COLUMN articles INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE conversations ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE articles ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE turns ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "UPDATE conversations SET turns = (SELECT count(*) FROM turns WHERE conversation = id), "
    "articles = (SELECT count(*) FROM articles WHERE conversation = id)",
    "UPDATE conversations SET checksum = checksum(id, title, created, used, turns, articles)",
    "UPDATE articles SET checksum = checksum(conversation, position, name, path, sha256)",
    "UPDATE turns SET checksum = checksum(conversation, position, record, words)",
    f"PRAGMA user_version = {_VERSION}",
)
_PATIENCE = 10.0  # seconds to wait while another program writes


class HistoryFile:
    """One file, made for its user alone when something is first written. What is not Byline's is left as it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._creating = Lock()

    @contextmanager
    def transaction(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction: kept when the block ends, as if it had never been when it raises."""
        try:
            with closing(self._connect(write=write)) as connection:
                yield connection
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise HistoryUnusable(f"{self.path}: conversations cannot be kept here ({reason})") from error
        except (ValidationError, UnicodeDecodeError) as error:
            raise HistoryUnusable(f"{self.path}: damaged, or written by another version of Byline") from error

    def _connect(self, *, write: bool) -> sqlite3.Connection:
        with self._creating:
            if write and not self.path.exists():
                self._create()
            nothing_kept = not self.path.exists()
        source = ":memory:" if nothing_kept else f"{self.path.absolute().as_uri()}?mode=rw"
        with ExitStack() as undoing:
            connection = sqlite3.connect(source, uri=True, timeout=_PATIENCE, isolation_level=None)
            undoing.callback(connection.close)
            connection.text_factory = _text
            connection.create_function("checksum", -1, checksum, deterministic=True)
            for setting in ("foreign_keys = ON", "secure_delete = ON", "synchronous = EXTRA"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            missing = self._missing(connection)
            if missing and not write:
                # Whoever begins with reading is not given the time to wait until another has written.
                connection.execute("ROLLBACK")
                connection.execute("BEGIN IMMEDIATE")
                missing = self._missing(connection)
            for statement in missing:
                connection.execute(statement)
            undoing.pop_all()
        return connection

    def _create(self) -> None:
        """Make an empty file. To close a file gives up all locks that this program has on it, so only on a new one."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    def _missing(self, connection: sqlite3.Connection) -> tuple[str, ...]:
        """See that the file is ours; what makes an empty or an older one of this version."""
        ((application,),) = connection.execute("PRAGMA application_id")
        ((version,),) = connection.execute("PRAGMA user_version")
        ((tables,),) = connection.execute("SELECT count(*) FROM sqlite_master")
        if (application, version, tables) == (0, 0, 0):
            return _SCHEMA + _CHECKSUMS
        if application != _APPLICATION:
            raise HistoryUnusable(f"{self.path}: not Byline's conversations")
        if version == 1:
            return _CHECKSUMS
        if version != _VERSION:
            raise HistoryUnusable(f"{self.path}: written by a newer Byline (format {version}); it is left as it is")
        return ()


def checksum(*values: str | int | None) -> int:
    """Of the columns of a row."""
    return zlib.crc32("\0".join(map(str, values)).encode(errors="surrogatepass"))


def _text(stored: bytes) -> str:
    # What is damaged is shown as far as it can be read.
    return stored.decode(errors="replace")
