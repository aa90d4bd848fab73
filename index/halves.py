"""Vectors in half precision, in a file that grows."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ArchiveUnusable

HALF = np.dtype("<f2")
Halves = NDArray[np.float16]


class VectorFile:
    """Vectors one after the other, numbered from 0; who uses it knows how many count.

    Args:
        path: The file.
        dimensions: How long a vector is.

    Raises:
        ArchiveUnusable: The file is shorter than it was. Every method may raise it.
    """

    def __init__(self, path: Path, dimensions: int) -> None:
        self.path = path
        self._dimensions = dimensions
        self._width = dimensions * HALF.itemsize

    def append(self, at: int, parts: Sequence[Halves]) -> None:
        """Write vectors behind the first `at`; what an interrupted program left there is overwritten."""
        with self.path.open("r+b") as file:
            end = at * self._width
            if file.seek(0, os.SEEK_END) < end:
                raise self._cut_short()
            file.truncate(end)
            file.seek(end)
            for part in parts:
                file.write(part.data)
            file.flush()
            os.fsync(file.fileno())

    def read(self, runs: Iterable[tuple[int, int]]) -> Halves:
        """The vectors of some runs, each given by its first and its length, one run after the other."""
        runs, done = list(runs), 0
        data = memoryview(bytearray(sum(count for _, count in runs) * self._width))
        with self.path.open("rb", buffering=0) as file:
            for first, count in runs:
                part = data[done : done + count * self._width]
                file.seek(first * self._width)
                if file.readinto(part) < len(part):
                    raise self._cut_short()
                done += len(part)
        return np.frombuffer(data, HALF).reshape(-1, self._dimensions)

    def mapped(self, first: int, count: int) -> Halves:
        """The vectors of one run, read when they are looked at."""
        shape = (count, self._dimensions)
        return np.memmap(self.path, HALF, "r", first * self._width, shape).view(np.ndarray)

    def _cut_short(self) -> ArchiveUnusable:
        return ArchiveUnusable(f"{self.path.parent}: damaged; its vectors are cut short")
