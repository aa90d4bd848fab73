"""An archive in a folder: articles in SQLite, vectors in two growing files, and blocks of passages made searchable."""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from index.archive import Entry, best_passages
from index.article import Article
from index.encoder import Encoder
from index.errors import ArchiveUnusable
from index.postings import Postings, WordCounts, term
from index.search import row_spans
from index.split import split
from index.vectors import Vectors
from index.words import RECIPE, stems

VERSION = 1
# So many passages are compared one by one in less time than a person notices; as soon as there are more, they become
# a block, with an approximate index of its own. Measured by `bench/scale.py`.
BLOCK = 1 << 14
# So many blocks of about the same size become one, which never holds more passages than memory likes to give.
_MERGED, _LARGEST = 4, 1 << 19
# Passages in a list, how many lists there are at most, how many are searched, and how many passages each is found by.
_LIST, _MOST_LISTS, _PROBED, _TRAINED_ON = 128, 1024, 16, 64
# How many passages each search puts forward, by meaning and by words.
_CANDIDATES = 96
# How many entries of postings a question reads; beyond it frequent words only weigh where a rarer one stands.
_MOST_ENTRIES = 200_000

_DATABASE, _PASSAGES, _ROWS = "articles.sqlite", "passages.f16", "rows.f16"
_HALF = np.dtype("<f2")
_ARTICLE = "SELECT sha256, first_row, starts, text FROM articles JOIN texts USING (first_passage) WHERE name = ?"
# For each passage the article that begins at or before it.
_ARTICLES_OF = """
SELECT passage.key, passage.value, name, first_passage, first_row, starts
FROM json_each(?) AS passage
LEFT JOIN articles ON first_passage = (SELECT max(first_passage) FROM articles WHERE first_passage <= passage.value)
"""
_SCHEMA = """
CREATE TABLE about (version INTEGER, encoder TEXT, words INTEGER, passages INTEGER, rows INTEGER);
CREATE TABLE articles (
    first_passage INTEGER PRIMARY KEY, first_row INTEGER, name TEXT UNIQUE, sha256 TEXT, starts BLOB
);
CREATE TABLE texts (first_passage INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE words (first_passage INTEGER PRIMARY KEY, counts BLOB);
CREATE TABLE blocks (first_passage INTEGER PRIMARY KEY, passages INTEGER);
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Section:
    """Passages one after the other, searched together: a block, or what is not yet one.

    Attributes:
        first: Number of the first passage.
        postings: Their words.
        index: Their vectors, approximate, or None.
        vectors: Their vectors, shape (passages, dim), where there is no index.
    """

    first: int
    postings: Postings
    index: Any = None
    vectors: Vectors | None = None

    def nearest(self, vector: Vectors, count: int) -> tuple[NDArray[np.int64], Vectors]:
        """The closest passages, numbered from 0, and roughly how close they are."""
        if self.vectors is not None:
            cosines = self.vectors @ vector
            rows = np.argpartition(-cosines, count)[:count] if len(cosines) > count else np.arange(len(cosines))
            return rows, cosines[rows]
        found, rows = self.index.search(vector[None], count)
        kept = rows[0] >= 0
        return rows[0][kept], found[0][kept]


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
            version, made_with, words = db.execute("SELECT version, encoder, words FROM about").fetchone()
        if version != VERSION or words != RECIPE:
            raise ArchiveUnusable(f"{folder}: written by another version of Byline; add its articles to a new one")
        if made_with != encoder.fingerprint:
            raise ArchiveUnusable(f"{folder}: made with another embedding model ({made_with})")

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
            passage, row = self._counts(db)
            self._append(_ROWS, row, [entry.vectors for entry in entries])
            first_rows = [np.cumsum([0, *(len(row_spans([p])) for p in entry.passages)]) for entry in entries]
            heads = [e.vectors[starts[:-1]] for e, starts in zip(entries, first_rows, strict=True)]
            self._append(_PASSAGES, passage, heads)
            for entry, starts in zip(entries, first_rows, strict=True):
                article = entry.article
                counts = WordCounts.of(article.text[p.start : p.end] for p in entry.passages)
                _forget(db, article.id)
                about = [passage, row, article.id, article.sha256, starts.astype("<i4").tobytes()]
                db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", about)
                db.execute("INSERT INTO texts VALUES (?, ?)", [passage, article.text])
                db.execute("INSERT INTO words VALUES (?, ?)", [passage, counts.to_bytes()])
                passage, row = passage + len(entry.passages), row + int(starts[-1])
            db.execute("UPDATE about SET passages = ?, rows = ?", [passage, row])
            first = _first_outside_blocks(db)
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
            by_meaning = _best([section.nearest(vector, _CANDIDATES) for section in sections])
            by_words = _best([s.postings.best(e, rareness, _CANDIDATES, int(most * s.postings.count)) for s, e in each])
            chosen = [np.union1d(*some) for some in zip(by_meaning, by_words, strict=True)]
            lexical = [s.postings.scores(some, e, rareness) for (s, e), some in zip(each, chosen, strict=True)]
            numbers = [some + section.first for section, some in zip(sections, chosen, strict=True)]
            return self._articles_of(db, np.concatenate(numbers), np.concatenate(lexical), vector, count)

    def fetch(self, names: Iterable[str]) -> list[Entry]:
        """The articles of these names, in order; those that are gone are left out."""
        found = []
        with self._reading() as db, self._file(_ROWS) as rows:
            for name in names:
                row = db.execute(_ARTICLE, [name]).fetchone()
                if row is None:
                    continue
                sha256, first_row, starts, text = row
                article, passages = Article(name, text), split(text)
                cut = np.cumsum([0, *(len(row_spans([p])) for p in passages)])
                if article.sha256 != sha256 or cut.astype("<i4").tobytes() != starts:
                    raise ArchiveUnusable(
                        f"{self._folder}: {name} is damaged or was cut by another Byline; remove it and add it again"
                    )
                found.append(Entry(article, passages, self._vectors(rows, first_row, int(cut[-1]))))
        return found

    def knows(self, text: str) -> bool:
        """Whether each word of `text` stands in some article, in whatever form."""
        terms = [term(stem) for stem in stems(text)]
        with self._reading() as db:
            found = [section.postings.find(terms) for section in self._current(db)]
        return all(any(each[i].stop > each[i].start for each in found) for i in range(len(terms)))

    def _articles_of(
        self, db: sqlite3.Connection, numbers: NDArray[np.int64], lexical: Vectors, vector: Vectors, count: int
    ) -> list[str]:
        """The articles of the best of some passages; their own vectors and those of their sentences are compared."""
        names, kept, ends, parts = [], [], [0], []
        with self._file(_ROWS) as rows:
            found = db.execute(_ARTICLES_OF, [json.dumps(numbers.tolist())])
            for place, number, name, first_passage, first_row, starts in found:
                if name is None or 4 * (number - first_passage) + 8 > len(starts):  # of an article that was removed
                    continue
                low, high = struct.unpack_from("<2i", starts, 4 * (number - first_passage))
                names.append(name)
                kept.append(place)
                ends.append(ends[-1] + high - low)
                parts.append(self._read(rows, first_row + low, high - low))
        cosines = self._unpacked(b"".join(parts)) @ vector
        dense = [cosines[low] + cosines[min(low + 1, high - 1) : high].max() for low, high in pairwise(ends)]
        best = best_passages(np.array(dense, np.float32), lexical[kept], len(names))
        return list(dict.fromkeys(names[i] for i in best))[:count]

    def _current(self, db: sqlite3.Connection) -> list[_Section]:
        """What is searched: every block, and the passages that are in none."""
        counts = self._counts(db)
        if counts == self._seen:
            return self._sections
        known = {(s.first, s.postings.count): s for s in self._sections if s.index is not None}
        sections = [known.get(block) or self._open_block(*block) for block in _blocks(db)]
        first = _first_outside_blocks(db)
        if counts[0] > first:
            stored = db.execute("SELECT counts FROM words WHERE first_passage >= ? ORDER BY first_passage", [first])
            words = WordCounts.joined([WordCounts.from_bytes(data) for (data,) in stored])
            with self._file(_PASSAGES) as file:
                vectors = self._vectors(file, first, counts[0] - first)
            sections.append(_Section(first, Postings.build(words), vectors=vectors))
        self._sections, self._seen = sections, counts
        return sections

    def _make_block(self, db: sqlite3.Connection, first: int, passages: int) -> None:
        """Make a block of the passages that are in none; as soon as there are enough of a size, make one of them."""
        stored = db.execute("SELECT counts FROM words WHERE first_passage >= ? ORDER BY first_passage", [first])
        words = WordCounts.joined([WordCounts.from_bytes(data) for (data,) in stored])
        Postings.build(words).save(self._new_folder(first, passages))
        self._add_vectors(first, passages)
        db.execute("INSERT INTO blocks VALUES (?, ?)", [first, passages])
        db.execute("DELETE FROM words WHERE first_passage >= ?", [first])
        while True:
            last = _blocks(db)[-_MERGED:]
            if len(last) < _MERGED or last[0][1] >= _MERGED * last[-1][1]:
                return
            first, passages = last[0][0], sum(count for _, count in last)
            if passages > _LARGEST:
                return
            Postings.merge([self._open_block(*each).postings for each in last], self._new_folder(first, passages))
            self._add_vectors(first, passages)
            db.execute("DELETE FROM blocks WHERE first_passage >= ?", [first])
            db.execute("INSERT INTO blocks VALUES (?, ?)", [first, passages])

    def _add_vectors(self, first: int, passages: int) -> None:
        import faiss

        width = self._dimensions
        stored = np.memmap(self._folder / _PASSAGES, _HALF, "r", first * width * _HALF.itemsize, (passages, width))
        lists = max(1, min(passages // _LIST, _MOST_LISTS))
        bits = faiss.ScalarQuantizer.QT_8bit
        index = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(width), width, lists, bits, faiss.METRIC_INNER_PRODUCT)
        step = max(1, passages // (_TRAINED_ON * lists))
        index.train(stored[::step].astype(np.float32))
        for begin in range(0, passages, BLOCK):
            index.add(stored[begin : begin + BLOCK].astype(np.float32))
        folder = self._block(first, passages)
        faiss.write_index(index, str(folder / "vectors.faiss"))
        for made in folder.iterdir():
            with made.open("rb") as written:
                os.fsync(written.fileno())

    def _open_block(self, first: int, passages: int) -> _Section:
        import faiss

        folder = self._block(first, passages)
        try:
            postings = Postings.open(folder, passages)
            index: Any = faiss.read_index(str(folder / "vectors.faiss"), faiss.IO_FLAG_MMAP)
            # Fetching ahead starts 32 threads for each question, which takes six times as long as the search itself.
            lists: Any = faiss.downcast_InvertedLists(index.invlists)
            lists.prefetch_nthread = 0
        except (OSError, ValueError, EOFError, RuntimeError) as error:  # FAISS raises RuntimeError whatever is wrong
            raise ArchiveUnusable(f"{folder}: damaged; add the articles to a new archive") from error
        faiss.ParameterSpace().set_index_parameter(index, "nprobe", _PROBED)
        return _Section(first, postings, index=index)

    def _new_folder(self, first: int, passages: int) -> Path:
        folder = self._block(first, passages)
        shutil.rmtree(folder, ignore_errors=True)  # of a program that was stopped just here
        folder.mkdir()
        return folder

    def _sweep(self) -> None:
        """Delete the blocks that others were made of. Nobody reads them: SQLite let the writer wait for that."""
        with self._writing() as db:
            kept = {self._block(*block) for block in _blocks(db)}
            for folder in self._folder.glob("block-*"):
                if folder not in kept:
                    shutil.rmtree(folder, ignore_errors=True)

    def _block(self, first: int, passages: int) -> Path:
        return self._folder / f"block-{first}-{passages}"

    def _append(self, name: str, at: int, parts: Sequence[Vectors]) -> None:
        """Write vectors behind the first `at` of a file; what an interrupted program left there is overwritten."""
        with (self._folder / name).open("r+b") as file:
            end = at * self._dimensions * _HALF.itemsize
            if file.seek(0, os.SEEK_END) < end:
                raise ArchiveUnusable(f"{self._folder}: damaged; its vectors are cut short")
            file.truncate(end)
            file.seek(end)
            for part in parts:
                file.write(part.astype(_HALF).tobytes())
            file.flush()
            os.fsync(file.fileno())

    def _vectors(self, file: BinaryIO, first: int, count: int) -> Vectors:
        return self._unpacked(self._read(file, first, count))

    def _read(self, file: BinaryIO, first: int, count: int) -> bytes:
        width = self._dimensions * _HALF.itemsize
        file.seek(first * width)
        data = file.read(count * width)
        if len(data) < count * width:
            raise ArchiveUnusable(f"{self._folder}: damaged; its vectors are cut short")
        return data

    def _unpacked(self, data: bytes) -> Vectors:
        return np.frombuffer(data, _HALF).reshape(-1, self._dimensions).astype(np.float32)

    def _file(self, name: str) -> BinaryIO:
        try:
            return (self._folder / name).open("rb", buffering=0)
        except OSError as error:
            raise ArchiveUnusable(f"{self._folder / name}: {error.strerror}") from error

    def _counts(self, db: sqlite3.Connection) -> tuple[int, int]:
        passages, rows = db.execute("SELECT passages, rows FROM about").fetchone()
        return int(passages), int(rows)

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
            db.execute("INSERT INTO about VALUES (?, ?, ?, 0, 0)", [VERSION, encoder.fingerprint, RECIPE])

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
            raise ArchiveUnusable(f"{self._folder}: {error}") from error
        except OSError as error:
            raise ArchiveUnusable(f"{error.filename or self._folder}: {error.strerror or error}") from error


def _forget(db: sqlite3.Connection, name: str) -> bool:
    """Delete an article; False where there is none of this name."""
    row = db.execute("DELETE FROM articles WHERE name = ? RETURNING first_passage", [name]).fetchone()
    if row is not None:
        db.execute("DELETE FROM texts WHERE first_passage = ?", row)
    return row is not None


def _blocks(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """First passage and number of passages of each block, in order."""
    return db.execute("SELECT first_passage, passages FROM blocks ORDER BY first_passage").fetchall()


def _first_outside_blocks(db: sqlite3.Connection) -> int:
    return sum(passages for _, passages in _blocks(db))


def _rareness(entries: Sequence[Sequence[slice]], texts: int) -> list[float]:
    """The inverse document frequency of each word over all sections."""
    totals = [sum(e.stop - e.start for e in each) for each in zip(*entries, strict=True)]
    return [math.log(1 + (texts - total + 0.5) / (total + 0.5)) if total else 0.0 for total in totals]


def _best(found: Sequence[tuple[NDArray[np.int64], Vectors]]) -> list[NDArray[np.int64]]:
    """The best few of all sections' passages, section by section."""
    scores = np.concatenate([score for _, score in found])
    least = -np.partition(-scores, _CANDIDATES - 1)[_CANDIDATES - 1] if len(scores) > _CANDIDATES else -math.inf
    return [passages[score >= least] for passages, score in found]
