"""Search by meaning: unit vectors in FAISS."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# FAISS's format of a flat index: where it says how long and how many its vectors are and how many numbers that makes,
# and how much stands before them.
_DIMENSIONS, _COUNT, _NUMBERS, _HEADER = slice(4, 8), slice(8, 16), slice(37, 45), 45


class VectorStore(Protocol):
    """Rows of unit vectors, numbered from 0 in the order in which they were given."""

    def nearest(self, vector: Vectors, count: int) -> NDArray[np.int64]:
        """The rows closest to a vector of shape (dim,), closest first, at most `count`."""
        ...

    def rows(self, start: int, end: int) -> Vectors:
        """The vectors of rows `start` to `end`, shape (end - start, dim)."""
        ...

    def at(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of some rows, shape (some, dim)."""
        ...

    def to_bytes(self) -> bytes | bytearray:
        """The store in its own format."""
        ...


class FaissStore:
    """An exact FAISS index (inner product of unit vectors: cosine), in FAISS's own format.

    FAISS is imported when the index is first searched: that takes as long as answering about a short article, whose
    rows are all compared without it.

    Args:
        data: What `to_bytes` gave.
    """

    def __init__(self, data: bytes | bytearray) -> None:
        self._data = data
        dimensions = int.from_bytes(data[_DIMENSIONS], "little")
        self._vectors = np.frombuffer(data, np.float32, offset=_HEADER).reshape(-1, dimensions)

    @classmethod
    def build(cls, parts: Iterable[Vectors], count: int, dimensions: int) -> FaissStore:
        """Index unit vectors as they come, each held once, in its place in what is stored.

        Args:
            parts: Some of the vectors at a time, each of shape (some, dimensions), `count` together.
            count: How many there are.
            dimensions: How long each is.
        """
        import faiss

        empty = bytes(faiss.serialize_index(faiss.IndexFlatIP(dimensions)))
        data = bytearray(_HEADER + 4 * count * dimensions)
        data[:_HEADER] = empty
        data[_COUNT] = count.to_bytes(8, "little")
        data[_NUMBERS] = (count * dimensions).to_bytes(8, "little")
        rows = np.frombuffer(data, np.float32, offset=_HEADER).reshape(count, dimensions)
        done = 0
        for part in parts:
            rows[done : done + len(part)] = part
            done += len(part)
        return cls(data)

    def nearest(self, vector: Vectors, count: int) -> NDArray[np.int64]:
        """The rows closest to a vector of shape (dim,), closest first, at most `count`."""
        import faiss

        # Several threads take three times as long for one question. OpenMP keeps the number for each of our threads.
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        try:
            # An index made of the bytes would hold them a second time.
            _, rows = faiss.knn(vector[None], self._vectors, min(count, len(self._vectors)), faiss.METRIC_INNER_PRODUCT)
        finally:
            faiss.omp_set_num_threads(threads)
        return np.asarray(rows[0], np.int64)

    def rows(self, start: int, end: int) -> Vectors:
        """The vectors of rows `start` to `end`, shape (end - start, dim)."""
        return self._vectors[start:end].copy()

    def at(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of some rows, shape (some, dim)."""
        return self._vectors[rows]

    def to_bytes(self) -> bytes | bytearray:
        """The index in FAISS's own format."""
        return self._data
