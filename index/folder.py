"""An archive in a folder: articles in SQLite, vectors in two growing files, and blocks of passages made searchable."""

from __future__ import annotations

import contextlib
import math
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import FileIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.archive import Entry, best_passages
from index.article import Article
from index.encoder import Encoder
from index.errors import ArchiveUnusable
from index.neighbours import Neighbours
from index.postings import Postings, WordCounts, term
from index.sealed import checksum, damage, seal, unseal
from index.search import row_spans
from index.split import split
from index.vectors import Compact, Vectors
from index.words import RECIPE, stems

VERSION = 2
# So many passages are compared one by one in less time than a person notices; as soon as there are more, they become
# a block, with an approximate index of its own. Measured by `bench/scale.py`.
BLOCK = 1 << 14
# So many blocks of about the same size become one, which never holds more passages than memory likes to give.
_MERGED, _LARGEST = 4, 1 << 19
# How many passages each search puts forward, by meaning and by words.
_CANDIDATES = 96
# How many entries of postings a question reads; beyond it frequent words only weigh where a rarer one stands.
_MOST_ENTRIES = 200_000

_DATABASE, _PASSAGES, _ROWS = "articles.sqlite", "passages.f16", "rows.f16"
_NEIGHBOURS, _PLACES = "vectors.faiss", "places.npy"
_HALF = np.dtype("<f2")
# Of a passage: which of all rows is its first, how many it has, and the checksum of their vectors.
PLACE = np.dtype([("first", "<i8"), ("count", "<i4"), ("sum", "<u4")])
Halves = NDArray[np.float16]
Places = NDArray[np.void]
_ARTICLE = "SELECT text, articles.* FROM articles LEFT JOIN texts USING (first_passage) WHERE name = ?"
_ARTICLE_OF = "SELECT * FROM articles WHERE first_passage <= ? ORDER BY first_passage DESC LIMIT 1"
_REMOVED_OF = "SELECT * FROM removed WHERE first_passage <= ? ORDER BY first_passage DESC LIMIT 1"
# SQLite finds damage only where it no longer finds its way, so a row ends in its own checksum. Vectors have theirs here
# too, in `fresh` and later in `blocks`: those of a passage's rows, and those of passages themselves.
_SCHEMA = """
CREATE TABLE about (version INTEGER, encoder TEXT, words INTEGER, passages INTEGER, rows INTEGER, seal INTEGER);
CREATE TABLE articles (
    first_passage INTEGER PRIMARY KEY, passages INTEGER, name TEXT UNIQUE, sha256 TEXT, seal INTEGER
);
CREATE TABLE removed (first_passage INTEGER PRIMARY KEY, passages INTEGER, seal INTEGER);
CREATE TABLE texts (first_passage INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE fresh (first_passage INTEGER PRIMARY KEY, words BLOB, places BLOB, vectors INTEGER, seal INTEGER);
CREATE TABLE blocks (first_passage INTEGER PRIMARY KEY, passages INTEGER, vectors INTEGER, files INTEGER, seal INTEGER);
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Section:
    """Passages one after the other, searched together: a block, or what is not yet one.

    Attributes:
        first: Number of the first passage.
        postings: Their words.
        places: Where their rows are.
        vectors: Their vectors.
    """

    first: int
    postings: Postings
    places: Places
    vectors: Neighbours | Compact


class _Block(NamedTuple):
    """A row of `blocks`: so many passages from the first on, and the checksums of their vectors and of its files."""

    first: int
    passages: int
    vectors: int
    files: int


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
        self._folder = folder
        self._dimensions = encoder.dimensions
        self._sections: list[_Section] = []
        self._most_outside = block
        self._seen = (-1, -1)
        if create:
            self._create(encoder)
        elif not (folder / _DATABASE).exists():
            raise ArchiveUnusable(f"{folder}: no archive here; byline add makes one")
        with self._reading() as db:
            if db.execute("SELECT version FROM about").fetchone() not in (None, (VERSION,)):
                raise self._of_another_version()
            about = self._about(db)
        if about.words != RECIPE:
            raise self._of_another_version()
        if about.encoder != encoder.fingerprint:
            raise ArchiveUnusable(f"{folder}: made with another embedding model ({about.encoder})")

    def __len__(self) -> int:
        with self._reading() as db:
            return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def names(self) -> Iterator[str]:
        """Their names, in alphabetical order."""
        page, last = "SELECT name FROM articles WHERE name > ? ORDER BY name LIMIT 1000", ""
        while True:
            with self._reading() as db:  # a few at a time: nobody can write meanwhile
                names = [name for (name,) in db.execute(page, [last])]
            yield from names
            if not names:
                return
            last = names[-1]

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
            rows = [entry.vectors.astype(_HALF) for entry in entries]
            heads = [each[starts[:-1]] for each, starts in zip(rows, first_rows, strict=True)]
            self._append(_ROWS, row, rows)
            self._append(_PASSAGES, passage, heads)
            for entry, starts, its_rows, its_heads in zip(entries, first_rows, rows, heads, strict=True):
                article, passages = entry.article, len(entry.passages)
                words = WordCounts.of(article.text[p.start : p.end] for p in entry.passages).to_bytes()
                places = [(row + a, b - a, checksum(its_rows[a:b].data)) for a, b in pairwise(starts)]
                _forget(db, article.id)
                kept = _sealed(passage, passages, article.id, article.sha256)
                db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", kept)
                db.execute("INSERT INTO texts VALUES (?, ?)", [passage, article.text])
                fresh = _sealed(passage, words, np.array(places, PLACE).tobytes(), checksum(its_heads.data))
                db.execute("INSERT INTO fresh VALUES (?, ?, ?, ?, ?)", fresh)
                passage, row = passage + passages, row + int(starts[-1])
            counted = _sealed(*about._replace(passages=passage, rows=row))[-3:]
            db.execute("UPDATE about SET passages = ?, rows = ?, seal = ?", counted)
            first = _end(self._blocks(db))
            full = passage - first >= self._most_outside
            if full:
                self._make_block(db, first, passage - first)
        if full:
            self._sweep()

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
            terms = [term(stem) for stem in dict.fromkeys(stems(question))]
            entries = [section.postings.find(terms) for section in sections]
            passages = sum(section.postings.count for section in sections)
            rareness = _rareness(entries, passages)
            most = _MOST_ENTRIES / passages
            each = list(zip(sections, entries, strict=True))
            by_meaning = _best([section.vectors.nearest(vector, _CANDIDATES) for section in sections])
            by_words = _best([s.postings.best(e, rareness, _CANDIDATES, int(most * s.postings.count)) for s, e in each])
            chosen = [np.union1d(*some) for some in zip(by_meaning, by_words, strict=True)]
            lexical = [s.postings.scores(some, e, rareness) for (s, e), some in zip(each, chosen, strict=True)]
            numbers = np.concatenate([some + section.first for section, some in zip(sections, chosen, strict=True)])
            places = np.concatenate([section.places[some] for section, some in zip(sections, chosen, strict=True)])
            dense = _dense(self._read(db, numbers, places), places["count"], vector)
            best = best_passages(dense, np.concatenate(lexical), len(numbers))
            return self._articles_of(db, numbers[best].tolist(), count)

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
        terms = [term(stem) for stem in stems(text)]
        with self._reading() as db:
            found = [section.postings.find(terms) for section in self._current(db)]
        return all(any(each[i].stop > each[i].start for each in found) for i in range(len(terms)))

    def _places(self, db: sqlite3.Connection, kept: _Kept) -> Places:
        """Where the rows of an article's passages are."""
        for section in self._current(db):
            first = kept.first - section.first
            if 0 <= first < len(section.places):
                return section.places[first : first + kept.passages]
        raise damage(self._folder / _DATABASE)

    def _read(self, db: sqlite3.Connection, numbers: NDArray[np.int64], places: Places) -> Halves:
        """The vectors of some passages' rows, one passage after the other; a damaged one that was removed is zeros."""
        data, done = memoryview(bytearray(int(places["count"].sum()) * self._width)), 0
        with self._file(_ROWS) as file:
            for number, (first, count, wanted) in zip(numbers.tolist(), places.tolist(), strict=True):
                part = data[done : done + count * self._width]
                done += len(part)
                file.seek(first * self._width)
                if file.readinto(part) < len(part):
                    raise self._cut_short()
                if checksum(part) != wanted:
                    if kept := self._article_of(db, number):
                        raise self._damaged(kept.name)
                    part[:] = bytes(len(part))
        return self._vectors(data)

    def _articles_of(self, db: sqlite3.Connection, numbers: Iterable[int], count: int) -> list[str]:
        """The names of the first few articles to which passages belong."""
        chosen: dict[str, None] = {}
        for number in numbers:
            if len(chosen) == count:
                break
            if kept := self._article_of(db, number):
                chosen[kept.name] = None
        for name in chosen:
            if db.execute("SELECT 1 FROM articles WHERE name = ?", [name]).fetchone() is None:
                raise damage(self._folder / _DATABASE)  # by its name it would be passed over
        return list(chosen)

    def _article_of(self, db: sqlite3.Connection, number: int) -> _Kept | None:
        """The article of a passage; None where it was removed, which is looked up, since damage hides articles, too."""
        row = db.execute(_ARTICLE_OF, [number]).fetchone()
        if row is not None:
            kept = self._kept(row)
            if number < kept.first + kept.passages:
                return kept
        first, passages = self._unsealed(db.execute(_REMOVED_OF, [number]).fetchone())
        if number >= first + passages:
            raise damage(self._folder / _DATABASE)
        return None

    def _current(self, db: sqlite3.Connection) -> list[_Section]:
        """What is searched: every block, and the passages that are in none."""
        about = self._about(db)
        if (about.passages, about.rows) == self._seen:
            return self._sections
        known = {(s.first, s.postings.count): s for s in self._sections if isinstance(s.vectors, Neighbours)}
        blocks = self._blocks(db)
        sections = [known.get((block.first, block.passages)) or self._open_block(block) for block in blocks]
        first = _end(blocks)
        if about.passages > first:
            words, places, vectors = self._outside_blocks(db, first, about.passages - first)
            sections.append(_Section(first, Postings.build(words), places, Compact(vectors)))
        self._sections, self._seen = sections, (about.passages, about.rows)
        return sections

    def _outside_blocks(self, db: sqlite3.Connection, first: int, passages: int) -> tuple[WordCounts, Places, Halves]:
        """The words, the places of the rows, and the vectors of the passages that are in no block."""
        with self._file(_PASSAGES) as file:
            file.seek(first * self._width)
            data = file.read(passages * self._width)
        if len(data) < passages * self._width:
            raise self._cut_short()
        vectors = self._vectors(data)
        words, places, done = [], [], 0
        for row in db.execute("SELECT * FROM fresh ORDER BY first_passage"):
            first_passage, counts, its_places, wanted = self._unsealed(row)
            words.append(WordCounts.from_bytes(counts))
            places.append(np.frombuffer(its_places, PLACE))
            end = done + len(places[-1])
            if first_passage != first + done:
                raise damage(self._folder / _DATABASE)
            if checksum(vectors[done:end].data) != wanted:
                raise damage(self._folder / _PASSAGES)
            done = end
        if done != passages:
            raise damage(self._folder / _DATABASE)
        return WordCounts.joined(words), np.concatenate(places), vectors

    def _make_block(self, db: sqlite3.Connection, first: int, passages: int) -> None:
        """Make a block of the passages that are in none; as soon as there are enough of a size, make one of them."""
        words, places, vectors = self._outside_blocks(db, first, passages)
        folder = self._new_folder(first, passages)
        Postings.build(words).save(folder)
        np.save(folder / _PLACES, places, allow_pickle=False)
        self._add_block(db, folder, _Block(first, passages, checksum(vectors.data), 0), vectors)
        db.execute("DELETE FROM fresh")
        while True:
            last = self._blocks(db)[-_MERGED:]
            if len(last) < _MERGED or last[0].passages >= _MERGED * last[-1].passages:
                return
            first, passages = last[0].first, sum(block.passages for block in last)
            if passages > _LARGEST:
                return
            shape = (passages, self._dimensions)
            vectors = np.memmap(self._folder / _PASSAGES, _HALF, "r", first * self._width, shape).view(np.ndarray)
            for block in last:
                place = block.first - first
                if checksum(vectors[place : place + block.passages].data) != block.vectors:
                    raise damage(self._folder / _PASSAGES)
            folder, opened = self._new_folder(first, passages), [self._open_block(block) for block in last]
            Postings.merge([section.postings for section in opened], folder)
            np.save(folder / _PLACES, np.concatenate([section.places for section in opened]), allow_pickle=False)
            db.execute("DELETE FROM blocks WHERE first_passage >= ?", [first])
            self._add_block(db, folder, _Block(first, passages, checksum(vectors.data), 0), vectors)

    def _add_block(self, db: sqlite3.Connection, folder: Path, block: _Block, vectors: Halves) -> None:
        """Keep a block whose postings and places are in its folder."""
        Neighbours.write(vectors, folder / _NEIGHBOURS)
        sealed = _sealed(*block._replace(files=seal(folder)))
        db.execute("INSERT INTO blocks VALUES (?, ?, ?, ?, ?)", sealed)

    def _open_block(self, block: _Block) -> _Section:
        files = unseal(self._block(block.first, block.passages), block.files)
        vectors = Neighbours(files[_NEIGHBOURS], block.passages, self._dimensions)
        return _Section(block.first, Postings.open(files, block.passages), files[_PLACES].column()[:], vectors)

    def _new_folder(self, first: int, passages: int) -> Path:
        folder = self._block(first, passages)
        shutil.rmtree(folder, ignore_errors=True)  # of a program that was stopped just here
        folder.mkdir()
        return folder

    def _sweep(self) -> None:
        """Delete the blocks that others were made of. Nobody reads them: SQLite let the writer wait for that."""
        with self._writing() as db:
            kept = {self._block(block.first, block.passages) for block in self._blocks(db)}
            for folder in self._folder.glob("block-*"):
                if folder not in kept:
                    shutil.rmtree(folder, ignore_errors=True)

    def _block(self, first: int, passages: int) -> Path:
        return self._folder / f"block-{first}-{passages}"

    def _append(self, name: str, at: int, parts: Sequence[Halves]) -> None:
        """Write vectors behind the first `at` of a file; what an interrupted program left there is overwritten."""
        with (self._folder / name).open("r+b") as file:
            end = at * self._width
            if file.seek(0, os.SEEK_END) < end:
                raise self._cut_short()
            file.truncate(end)
            file.seek(end)
            for part in parts:
                file.write(part.data)
            file.flush()
            os.fsync(file.fileno())

    @property
    def _width(self) -> int:
        """How many bytes a vector takes."""
        return self._dimensions * _HALF.itemsize

    def _vectors(self, data: bytes | memoryview) -> Halves:
        return np.frombuffer(data, _HALF).reshape(-1, self._dimensions)

    def _file(self, name: str) -> FileIO:
        try:
            return (self._folder / name).open("rb", buffering=0)
        except OSError as error:
            raise ArchiveUnusable(f"{self._folder / name}: {error.strerror}") from error

    def _about(self, db: sqlite3.Connection) -> _About:
        return _About(*self._unsealed(db.execute("SELECT * FROM about").fetchone()))

    def _blocks(self, db: sqlite3.Connection) -> list[_Block]:
        """The blocks in order, one after the other."""
        blocks = [_Block(*self._unsealed(row)) for row in db.execute("SELECT * FROM blocks ORDER BY first_passage")]
        if [block.first for block in blocks] != [_end(blocks[:place]) for place in range(len(blocks))]:
            raise damage(self._folder / _DATABASE)
        return blocks

    def _unsealed(self, row: Sequence[Any] | None) -> Sequence[Any]:
        """What a row says, if it is as it was written."""
        if row is None or checksum(*row[:-1]) != row[-1]:
            raise damage(self._folder / _DATABASE)
        return row[:-1]

    def _kept(self, row: Sequence[Any]) -> _Kept:
        """The same of an article, which can be added anew."""
        if checksum(*row[:-1]) != row[-1]:
            raise self._damaged(str(row[2]))
        return _Kept(*row[:-1])

    def _damaged(self, name: str) -> ArchiveUnusable:
        return ArchiveUnusable(
            f"{self._folder}: {name} is damaged or was cut by another Byline; remove it and add it again"
        )

    def _cut_short(self) -> ArchiveUnusable:
        return ArchiveUnusable(f"{self._folder}: damaged; its vectors are cut short")

    def _of_another_version(self) -> ArchiveUnusable:
        return ArchiveUnusable(f"{self._folder}: written by another version of Byline; add its articles to a new one")

    def _create(self, encoder: Encoder) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for name in (_PASSAGES, _ROWS):
                (self._folder / name).touch()
        except OSError as error:
            raise ArchiveUnusable(f"{self._folder}: {error.strerror}") from error
        with self._writing() as db:
            if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
                return
            for statement in _SCHEMA.split(";"):
                db.execute(statement)
            if any((self._folder / name).stat().st_size for name in (_PASSAGES, _ROWS)):
                raise damage(self._folder / _DATABASE)
            about = _sealed(*_About(VERSION, encoder.fingerprint, RECIPE, 0, 0))
            db.execute("INSERT INTO about VALUES (?, ?, ?, ?, ?, ?)", about)

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
            with closing(sqlite3.connect(self._folder / _DATABASE, timeout=60, isolation_level=None)) as db:
                db.execute(begin)
                yield db
        except sqlite3.Error as error:
            reason = " ".join(str(error).split())[:100]  # it may quote a whole text
            raise ArchiveUnusable(f"{self._folder / _DATABASE}: {reason}") from error
        except OSError as error:
            raise ArchiveUnusable(f"{error.filename or self._folder}: {error.strerror or error}") from error


def _forget(db: sqlite3.Connection, name: str) -> bool:
    """Delete an article; False where there is none of this name."""
    forget = "DELETE FROM articles WHERE name = ? RETURNING first_passage, passages"
    row = db.execute(forget, [name]).fetchone()
    if row is not None:
        db.execute("DELETE FROM texts WHERE first_passage = ?", row[:1])
        db.execute("INSERT INTO removed VALUES (?, ?, ?)", _sealed(*row))
    return row is not None


def _end(blocks: Sequence[_Block]) -> int:
    """The number of the first passage behind all blocks."""
    return sum(block.passages for block in blocks)


def _sealed(*values: object) -> tuple[object, ...]:
    """A row with its checksum."""
    return (*values, checksum(*values))


def _dense(vectors: Halves, sizes: NDArray[np.int32], vector: Vectors) -> Vectors:
    """Cosine of each passage and its best sentence together, shape (passages,); vectors are so many of each."""
    cosines = vectors.astype(np.float32) @ vector
    heads = np.cumsum(sizes) - sizes
    wholes = cosines[heads]
    cosines[heads[sizes > 1]] = -1  # a passage is not one of its sentences, unless it has but one
    return np.asarray(wholes + np.maximum.reduceat(cosines, heads), np.float32)


def _rareness(entries: Sequence[Sequence[slice]], texts: int) -> list[float]:
    """The inverse document frequency of each word over all sections."""
    totals = [sum(e.stop - e.start for e in each) for each in zip(*entries, strict=True)]
    return [math.log(1 + (texts - total + 0.5) / (total + 0.5)) if total else 0.0 for total in totals]


def _best(found: Sequence[tuple[NDArray[np.int64], Vectors]]) -> list[NDArray[np.int64]]:
    """The best few of all sections' passages, section by section."""
    scores = np.concatenate([score for _, score in found])
    least = -np.partition(-scores, _CANDIDATES - 1)[_CANDIDATES - 1] if len(scores) > _CANDIDATES else -math.inf
    return [passages[score >= least] for passages, score in found]
