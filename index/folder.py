"""An archive in a folder: articles in SQLite, vectors in two growing files, and blocks of passages made searchable."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.archive import Entry, best_passages
from index.article import Article
from index.blocks import BLOCK, SCHEMA, Blocks, end
from index.encoder import Encoder
from index.errors import ArchiveUnusable
from index.halves import HALF, Halves, VectorFile
from index.neighbours import Neighbours
from index.postings import Postings, WordCounts
from index.sealed import checksum, damage, sealed_row, unsealed_row
from index.search import row_spans
from index.sections import PLACE, Places, Section, candidates, known
from index.split import RECIPE as CUT
from index.split import split
from index.vectors import Compact, Vectors
from index.words import RECIPE as WORDS

VERSION = 4
_APPLICATION = 0x62796C61  # "byla", in the database's header
_DATABASE, _PASSAGES, _ROWS = "articles.sqlite", "passages.f16", "rows.f16"
_ARTICLE = "SELECT text, articles.* FROM articles LEFT JOIN texts USING (first_passage) WHERE name = ?"
_NAMED = "SELECT count(*) FROM articles WHERE name IN (SELECT value FROM json_each(?))"
_NOT_LISTED = (
    "SELECT (SELECT count(*) FROM articles NOT INDEXED) - "
    "(SELECT count(*) FROM articles INDEXED BY sqlite_autoindex_articles_1 WHERE name >= '')"
)
_ARTICLE_OF = "SELECT * FROM articles WHERE first_passage <= ? ORDER BY first_passage DESC LIMIT 1"
_REMOVED_OF = "SELECT * FROM removed WHERE first_passage <= ? ORDER BY first_passage DESC LIMIT 1"
# SQLite finds damage only where it no longer finds its way, so a row ends in its own checksum. Vectors have theirs here
# too, in `fresh` and later in `blocks`: those of a passage's rows, and those of passages themselves.
_SCHEMA = """
CREATE TABLE about (
    version INTEGER, encoder TEXT, words INTEGER, cut INTEGER, passages INTEGER, rows INTEGER, seal INTEGER
);
CREATE TABLE articles (
    first_passage INTEGER PRIMARY KEY, passages INTEGER, name TEXT UNIQUE, sha256 TEXT, seal INTEGER
);
CREATE TABLE removed (first_passage INTEGER PRIMARY KEY, passages INTEGER, seal INTEGER);
CREATE TABLE texts (first_passage INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE fresh (first_passage INTEGER PRIMARY KEY, words BLOB, places BLOB, vectors INTEGER, seal INTEGER);
"""


class _Kept(NamedTuple):
    """A row of `articles`: so many passages from the first on."""

    first: int
    passages: int
    name: str
    sha256: str


class _About(NamedTuple):
    """The row of `about`."""

    version: int
    encoder: str
    words: int
    cut: int
    passages: int
    rows: int


class FolderShelf:
    """Articles in a folder. What a program adds is there for all others at its next question.

    Passages get numbers in the order in which they come, and keep them. A removed article's are left out of what is
    found; their room is not used again.

    Args:
        folder: The folder; made when it is not there and `create` is set.
        encoder: What makes the vectors.
        create: Whether there may be nothing yet.
        block: How many passages become a block.

    Raises:
        ArchiveUnusable: There is no archive, it is damaged, of another version, made with another encoder, or the
            disk refuses. Every method may raise it.
    """

    def __init__(self, folder: Path, encoder: Encoder, *, create: bool = False, block: int = BLOCK) -> None:
        self._folder, self._database = folder, folder / _DATABASE
        self._heads = VectorFile(folder / _PASSAGES, encoder.dimensions)
        self._rows = VectorFile(folder / _ROWS, encoder.dimensions)
        self._blocks = Blocks(folder, self._database, self._heads, encoder.dimensions)
        self._sections: list[Section] = []
        self._most_outside = block
        self._seen = (-1, -1, -1)
        if create:
            self._create(encoder)
        elif not self._database.exists():
            raise self._nothing_here()
        with self._reading() as db:
            if self._is_new(db):
                raise self._nothing_here()
            if db.execute("SELECT version FROM about").fetchone() not in (None, (VERSION,)):
                raise self._of_another_version()
            about = self._about(db)
        if (about.words, about.cut) != (WORDS, CUT):
            raise self._of_another_version()
        if about.encoder != encoder.fingerprint:
            raise ArchiveUnusable(f"{folder}: made with another embedding model ({about.encoder})")

    def __len__(self) -> int:
        with self._reading() as db:
            return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def names(self) -> Iterator[str]:
        """Their names, in alphabetical order."""
        page, first = "SELECT * FROM articles WHERE name >= ? ORDER BY name LIMIT 1000", ""
        with self._reading() as db:
            if db.execute(_NOT_LISTED).fetchone() != (0,):
                raise damage(self._database)
        while True:
            with self._reading() as db:  # a few at a time: nobody can write meanwhile
                names = [self._kept(row).name for row in db.execute(page, [first])]
            yield from names
            if not names:
                return
            first = names[-1] + "\0"  # the next one in order

    def sha256(self, name: str) -> str | None:
        """Of the text of the article of this name, or None where there is none."""
        with self._reading() as db:
            row = db.execute("SELECT sha256 FROM articles WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])

    def put(self, entries: Sequence[Entry]) -> None:
        """Keep articles, in place of those of the same names: all of them, or none when interrupted."""
        with self._writing() as db:
            about = self._about(db)
            passage, row = about.passages, about.rows
            first_rows = [np.cumsum([0, *(len(row_spans([p])) for p in entry.passages)]) for entry in entries]
            rows = [entry.vectors.astype(HALF) for entry in entries]
            heads = [each[starts[:-1]] for each, starts in zip(rows, first_rows, strict=True)]
            self._rows.append(row, rows)
            self._heads.append(passage, heads)
            for entry, starts, its_rows, its_heads in zip(entries, first_rows, rows, heads, strict=True):
                article, passages = entry.article, len(entry.passages)
                words = WordCounts.of(article.text[p.start : p.end] for p in entry.passages).to_bytes()
                places = [(row + a, b - a, checksum(its_rows[a:b].data)) for a, b in pairwise(starts)]
                _forget(db, article.id)
                kept = sealed_row(passage, passages, article.id, article.sha256)
                db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", kept)
                db.execute("INSERT INTO texts VALUES (?, ?)", [passage, article.text])
                fresh = sealed_row(passage, words, np.array(places, PLACE).tobytes(), checksum(its_heads.data))
                db.execute("INSERT INTO fresh VALUES (?, ?, ?, ?, ?)", fresh)
                passage, row = passage + passages, row + int(starts[-1])
            counted = sealed_row(*about._replace(passages=passage, rows=row))[-3:]
            db.execute("UPDATE about SET passages = ?, rows = ?, seal = ?", counted)
            first = end(self._blocks.all(db))
            full = passage - first >= self._most_outside
            if full:
                self._blocks.add(db, first, *self._outside_blocks(db, first, passage - first))
                db.execute("DELETE FROM fresh")
        if full:
            with self._writing() as db:  # SQLite lets a writer wait until nobody reads
                self._blocks.sweep(db)

    def drop(self, name: str) -> bool:
        """Forget an article; False where there is none of this name."""
        with self._writing() as db:
            return _forget(db, name)

    def closest(self, question: str, vector: Vectors, count: int) -> list[str]:
        """The names of the articles that hold the passages closest to a question, closest first, at most `count`."""
        with self._reading() as db:
            sections = self._current(db)
            if not sections:
                return []
            found = candidates(sections, question, vector)
            if not len(found.numbers):
                return []
            vectors = self._read(db, found.numbers, found.places)
            best = best_passages(_dense(vectors, found.places["count"], vector), found.lexical, len(found.numbers))
            return self._articles_of(db, found.numbers[best].tolist(), count)

    def fetch(self, names: Iterable[str]) -> list[Entry]:
        """The articles of these names, in order; those that are gone are left out."""
        found = []
        with self._reading() as db:
            for name in names:
                row = db.execute(_ARTICLE, [name]).fetchone()
                if row is None:
                    continue
                kept = self._kept(row[1:])
                article = Article(name, str(row[0]))
                passages = split(article.text)
                numbers, places = np.arange(kept.first, kept.first + kept.passages), self._places(db, kept)
                cut = [len(row_spans([passage])) for passage in passages]
                if article.sha256 != kept.sha256 or cut != places["count"].tolist():
                    raise self._damaged(name)
                found.append(Entry(article, passages, self._read(db, numbers, places).astype(np.float32)))
        return found

    def knows(self, text: str) -> bool:
        """Whether each word of `text` stands in some article, in whatever form."""
        with self._reading() as db:
            return known(self._current(db), text)

    def _places(self, db: sqlite3.Connection, kept: _Kept) -> Places:
        """Where the rows of an article's passages are."""
        for section in self._current(db):
            first = kept.first - section.first
            if 0 <= first < len(section.places):
                return section.places[first : first + kept.passages]
        raise damage(self._database)

    def _read(self, db: sqlite3.Connection, numbers: NDArray[np.int64], places: Places) -> Halves:
        """The vectors of some passages' rows, one passage after the other; a damaged one that was removed is zeros."""
        vectors, done = self._rows.read(zip(places["first"].tolist(), places["count"].tolist(), strict=True)), 0
        for number, (_, count, wanted) in zip(numbers.tolist(), places.tolist(), strict=True):
            part = vectors[done : done + count]
            done += count
            if checksum(part.data) != wanted:
                if kept := self._article_of(db, number):
                    raise self._damaged(kept.name)
                part[:] = 0
        return vectors

    def _articles_of(self, db: sqlite3.Connection, numbers: Iterable[int], count: int) -> list[str]:
        """The names of the first few articles to which passages belong."""
        chosen: dict[str, None] = {}
        for number in numbers:
            if len(chosen) == count:
                break
            if kept := self._article_of(db, number):
                chosen[kept.name] = None
        if db.execute(_NAMED, [json.dumps(list(chosen))]).fetchone() != (len(chosen),):
            raise damage(self._database)  # by its name one would be passed over
        return list(chosen)

    def _article_of(self, db: sqlite3.Connection, number: int) -> _Kept | None:
        """The article of a passage; None where it was removed, which is looked up, since damage hides articles, too."""
        row = db.execute(_ARTICLE_OF, [number]).fetchone()
        if row is not None:
            kept = self._kept(row)
            if number < kept.first + kept.passages:
                return kept
        first, passages = unsealed_row(db.execute(_REMOVED_OF, [number]).fetchone(), self._database)
        if number >= first + passages:
            raise damage(self._database)
        return None

    def _current(self, db: sqlite3.Connection) -> list[Section]:
        """What is searched: every block, and the passages that are in none."""
        about = self._about(db)
        removed = int(db.execute("SELECT count(*) FROM removed").fetchone()[0])
        seen = (about.passages, about.rows, removed)
        if seen == self._seen:
            return self._sections
        opened = {(s.first, s.postings.count): s for s in self._sections if isinstance(s.vectors, Neighbours)}
        blocks = self._blocks.all(db)
        sections = [opened.get((block.first, block.passages)) or self._blocks.open(block) for block in blocks]
        first = end(blocks)
        if about.passages > first:
            words, places, vectors = self._outside_blocks(db, first, about.passages - first)
            sections.append(Section(first, Postings.build(words), places, Compact(vectors)))
        if removed:
            alive = np.ones(about.passages, bool)
            for row in db.execute("SELECT * FROM removed"):
                gone, passages = unsealed_row(row, self._database)
                alive[gone : gone + passages] = False
            sections = [replace(s, alive=alive[s.first : s.first + s.postings.count]) for s in sections]
        self._sections, self._seen = sections, seen
        return sections

    def _outside_blocks(self, db: sqlite3.Connection, first: int, passages: int) -> tuple[WordCounts, Places, Halves]:
        """The words, the places of the rows, and the vectors of the passages that are in no block."""
        vectors = self._heads.read([(first, passages)])
        words, places, done = [], [], 0
        for row in db.execute("SELECT * FROM fresh ORDER BY first_passage"):
            first_passage, counts, its_places, wanted = unsealed_row(row, self._database)
            words.append(WordCounts.from_bytes(counts))
            places.append(np.frombuffer(its_places, PLACE))
            after = done + len(places[-1])
            if first_passage != first + done:
                raise damage(self._database)
            if checksum(vectors[done:after].data) != wanted:
                raise damage(self._heads.path)
            done = after
        if done != passages:
            raise damage(self._database)
        return WordCounts.joined(words), np.concatenate(places), vectors

    def _about(self, db: sqlite3.Connection) -> _About:
        return _About(*unsealed_row(db.execute("SELECT * FROM about").fetchone(), self._database))

    def _kept(self, row: Sequence[Any]) -> _Kept:
        """The same of an article, which can be added anew."""
        if checksum(*row[:-1]) != row[-1]:
            raise self._damaged(str(row[2]))
        return _Kept(*row[:-1])

    def _damaged(self, name: str) -> ArchiveUnusable:
        return ArchiveUnusable(
            f"{self._folder}: {name} is damaged or was cut by another Byline; remove it and add it again"
        )

    def _of_another_version(self) -> ArchiveUnusable:
        return ArchiveUnusable(f"{self._folder}: written by another version of Byline; add its articles to a new one")

    def _nothing_here(self) -> ArchiveUnusable:
        return ArchiveUnusable(f"{self._folder}: no archive here; byline add makes one")

    def _no_archive(self) -> ArchiveUnusable:
        return ArchiveUnusable(f"{self._folder}: not an archive; another folder can be one")

    def _is_new(self, db: sqlite3.Connection) -> bool:
        """Whether the database holds nothing yet; what it holds must be Byline's."""
        ((application,),) = db.execute("PRAGMA application_id")
        ((tables,),) = db.execute("SELECT count(*) FROM sqlite_master")
        if (application, tables) == (0, 0):
            return True
        columns = {column for (column,) in db.execute("SELECT name FROM pragma_table_info('about')")}
        # The first archives had no number of the application.
        if application not in (0, _APPLICATION) or not columns >= {"version", "encoder"}:
            raise self._no_archive()
        return False

    def _create(self, encoder: Encoder) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveUnusable(f"{self._folder}: {error.strerror}") from error
        with self._writing() as db:
            if not self._is_new(db):
                return
            for file in (self._heads, self._rows):
                file.path.touch()
            for statement in (*_SCHEMA.split(";"), SCHEMA, f"PRAGMA application_id = {_APPLICATION}"):
                db.execute(statement)
            if any(file.path.stat().st_size for file in (self._heads, self._rows)):
                raise damage(self._database)
            about = sealed_row(*_About(VERSION, encoder.fingerprint, WORDS, CUT, 0, 0))
            db.execute("INSERT INTO about VALUES (?, ?, ?, ?, ?, ?, ?)", about)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._connected("BEGIN") as db:
            yield db

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connected("BEGIN IMMEDIATE") as db:
            yield db
            db.execute("COMMIT")

    @contextlib.contextmanager
    def _connected(self, begin: str) -> Iterator[sqlite3.Connection]:
        """A connection; what is not committed when it closes has never been."""
        try:
            with closing(sqlite3.connect(self._database, timeout=60, isolation_level=None)) as db:
                db.execute(begin)
                yield db
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
                raise self._no_archive() from error
            reason = " ".join(str(error).split())[:100]  # it may quote a whole text
            raise ArchiveUnusable(f"{self._database}: {reason}") from error
        except OSError as error:
            raise ArchiveUnusable(f"{error.filename or self._folder}: {error.strerror or error}") from error


def _forget(db: sqlite3.Connection, name: str) -> bool:
    """Delete an article; False where there is none of this name."""
    forget = "DELETE FROM articles WHERE name = ? RETURNING first_passage, passages"
    row = db.execute(forget, [name]).fetchone()
    if row is not None:
        db.execute("DELETE FROM texts WHERE first_passage = ?", row[:1])
        db.execute("INSERT INTO removed VALUES (?, ?, ?)", sealed_row(*row))
    return row is not None


def _dense(vectors: Halves, sizes: NDArray[np.int32], vector: Vectors) -> Vectors:
    """Cosine of each passage and its best sentence together, shape (passages,); vectors are so many of each."""
    cosines = vectors.astype(np.float32) @ vector
    heads = np.cumsum(sizes) - sizes
    wholes = cosines[heads]
    cosines[heads[sizes > 1]] = -1  # a passage is not one of its sentences, unless it has but one
    return np.asarray(wholes + np.maximum.reduceat(cosines, heads), np.float32)
