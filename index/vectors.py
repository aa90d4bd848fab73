"""Search by meaning: unit vectors in FAISS."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# FAISS's format of a flat index: where it says how long and how many its vectors are and how many numbers that makes,
# and how much stands before them.
_DIMENSIONS, _COUNT, _NUMBERS, _HEADER = slice(4, 8), slice(8, 16), slice(37, 45), 45

_AT_ONCE = 4096


class VectorStore(Protocol):
    """Rows of unit vectors, numbered from 0 in the order in which they were given."""

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
    """A flat FAISS index (inner product of unit vectors: cosine), in FAISS's own format.

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

    def rows(self, start: int, end: int) -> Vectors:
        """The vectors of rows `start` to `end`, shape (end - start, dim)."""
        return self._vectors[start:end].copy()

    def at(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of some rows, shape (some, dim)."""
        return self._vectors[rows]

    def to_bytes(self) -> bytes | bytearray:
        """The index in FAISS's own format."""
        return self._data


class Compact:
    """Copies of very many unit vectors in 8 bits, to find the closest nearly as exactly.

    What a search among many waits for is memory, and these are a quarter of it. FAISS is imported only here and
    where an index is made: that takes as long as answering about a short article, whose rows are compared without it.

    Args:
        vectors: The vectors, shape (n, dim).
    """

    def __init__(self, vectors: NDArray[np.floating[Any]]) -> None:
        import faiss

        count, dimensions = vectors.shape
        bits = faiss.ScalarQuantizer.QT_8bit_direct_signed
        self._index = faiss.IndexScalarQuantizer(dimensions, bits, faiss.METRIC_INNER_PRODUCT)
        self._steps = _steps(vectors)
        for start in range(0, count, _AT_ONCE):
            self._index.add(np.rint(vectors[start : start + _AT_ONCE].astype(np.float32) * self._steps))

    def nearest(
        self, vector: Vectors, count: int, alive: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The numbers of the vectors closest to one of shape (dim,), closest first, and roughly how close they are.

        Args:
            vector: What they are compared with.
            count: How many at most.
            alive: Which of them are compared, shape (n,); None for all.
        """
        import faiss

        # Several threads take three times as long for one question. OpenMP keeps the number for each of our threads.
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        steps = _steps(vector)
        parameters: Any = faiss.SearchParameters
        search: Any = self._index.search
        try:
            query, most = np.rint(vector[None] * steps), min(count, self._index.ntotal)
            only = None if alive is None else parameters(sel=selector(alive))
            products, numbers = search(query, most, params=only)
        finally:
            faiss.omp_set_num_threads(threads)
        kept = numbers[0] >= 0
        return np.asarray(numbers[0][kept], np.int64), np.asarray(products[0][kept] / (steps * self._steps), np.float32)


def selector(alive: NDArray[np.bool_]) -> object:
    """What lets FAISS compare only these."""
    import faiss

    bitmap: Any = faiss.IDSelectorBitmap  # its stubs know C's arguments alone
    return bitmap(np.packbits(alive, bitorder="little"))


def _steps(vectors: NDArray[np.floating[Any]]) -> np.float32:
    """How many steps make one, so that the largest value is the last that a byte with a sign holds."""
    return np.float32(127 / max(vectors.max(), -vectors.min()))
