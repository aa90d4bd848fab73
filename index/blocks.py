"""Passages of an archive made searchable on the disk, in blocks that never change."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.halves import Halves, VectorFile
from index.neighbours import Neighbours
from index.postings import Postings, WordCounts
from index.sealed import checksum, damage, seal, sealed_row, unseal, unsealed_row
from index.sections import Places, Section

# So many passages are compared one by one in less time than a person notices; as soon as there are more, they become
# a block, with an approximate index of its own. Measured by `bench/scale.py`.
BLOCK = 1 << 14
# So many blocks of about the same size become one, which never holds more passages than memory likes to give.
_MERGED, _LARGEST = 4, 1 << 19

SCHEMA = (
    "CREATE TABLE blocks (first_passage INTEGER PRIMARY KEY, passages INTEGER, vectors INTEGER, files INTEGER, "
    "seal INTEGER)"
)
_NEIGHBOURS, _PLACES = "vectors.faiss", "places.npy"


class Block(NamedTuple):
    """A row of `blocks`: so many passages from the first on, and the checksums of their vectors and of its files."""

    first: int
    passages: int
    vectors: int
    files: int


class Blocks:
    """The blocks of an archive, a folder each; its database says which of them count.

    Args:
        folder: The archive's folder.
        database: The file of its database.
        vectors: Every passage's own vector.
        dimensions: How long a vector is.

    Raises:
        ArchiveUnusable: A block or what the database says of it is damaged. Every method may raise it.
    """

    def __init__(self, folder: Path, database: Path, vectors: VectorFile, dimensions: int) -> None:
        self._folder, self._database, self._vectors, self._dimensions = folder, database, vectors, dimensions

    def all(self, db: sqlite3.Connection) -> list[Block]:
        """The blocks in order, one after the other."""
        rows = db.execute("SELECT * FROM blocks ORDER BY first_passage")
        blocks = [Block(*unsealed_row(row, self._database)) for row in rows]
        if [block.first for block in blocks] != [end(blocks[:place]) for place in range(len(blocks))]:
            raise damage(self._database)
        return blocks

    def open(self, block: Block) -> Section:
        """A block, searchable."""
        files = unseal(self._path(block.first, block.passages), block.files)
        vectors = Neighbours(files[_NEIGHBOURS], block.passages, self._dimensions)
        return Section(block.first, Postings.open(files, block.passages), files[_PLACES].column()[:], vectors)

    def add(self, db: sqlite3.Connection, first: int, words: WordCounts, places: Places, vectors: Halves) -> None:
        """Make a block of the passages behind all blocks; as soon as there are enough of a size, make one of them."""
        folder = self._new(first, len(places))
        Postings.build(words).save(folder)
        self._keep(db, folder, first, places, vectors)
        while last := self._of_a_size(db):
            first, passages = last[0].first, sum(block.passages for block in last)
            vectors = self._vectors.mapped(first, passages)
            for block in last:
                place = block.first - first
                if checksum(vectors[place : place + block.passages].data) != block.vectors:
                    raise damage(self._vectors.path)
            folder, opened = self._new(first, passages), [self.open(block) for block in last]
            Postings.merge([section.postings for section in opened], folder)
            db.execute("DELETE FROM blocks WHERE first_passage >= ?", [first])
            self._keep(db, folder, first, np.concatenate([section.places for section in opened]), vectors)

    def sweep(self, db: sqlite3.Connection) -> None:
        """Delete the blocks that others were made of, while nobody reads them."""
        kept = {self._path(block.first, block.passages) for block in self.all(db)}
        for folder in self._folder.glob("block-*"):
            if folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def _of_a_size(self, db: sqlite3.Connection) -> Sequence[Block]:
        """The last few blocks, where they are to become one."""
        last = self.all(db)[-_MERGED:]
        of_a_size = len(last) == _MERGED and last[0].passages < _MERGED * last[-1].passages
        return last if of_a_size and sum(block.passages for block in last) <= _LARGEST else []

    def _keep(self, db: sqlite3.Connection, folder: Path, first: int, places: Places, vectors: Halves) -> None:
        """Count a block whose postings are in its folder."""
        np.save(folder / _PLACES, places, allow_pickle=False)
        Neighbours.write(vectors, folder / _NEIGHBOURS)
        row = sealed_row(*Block(first, len(places), checksum(vectors.data), seal(folder)))
        db.execute("INSERT INTO blocks VALUES (?, ?, ?, ?, ?)", row)

    def _new(self, first: int, passages: int) -> Path:
        folder = self._path(first, passages)
        shutil.rmtree(folder, ignore_errors=True)  # of a program that was stopped just here
        folder.mkdir()
        return folder

    def _path(self, first: int, passages: int) -> Path:
        return self._folder / f"block-{first}-{passages}"


def end(blocks: Sequence[Block]) -> int:
    """The number of the first passage behind all blocks."""
    return sum(block.passages for block in blocks)
