"""Search by meaning: unit vectors in FAISS."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import faiss

Vectors = NDArray[np.float32]

# FAISS's format of a flat index: where the length of its vectors stands, and how much stands before the vectors.
_DIMENSIONS, _HEADER = slice(4, 8), 45


class VectorStore(Protocol):
    """Rows of unit vectors, numbered from 0 in the order in which they were given."""

    def nearest(self, vector: Vectors, count: int) -> NDArray[np.int64]:
        """The rows closest to a vector of shape (dim,), closest first, at most `count`."""
        ...

    def rows(self, start: int, end: int) -> Vectors:
        """The vectors of rows `start` to `end`, shape (end - start, dim)."""
        ...

    def to_bytes(self) -> bytes:
        """The store in its own format."""
        ...


class FaissStore:
    """An exact FAISS index (inner product of unit vectors: cosine), in FAISS's own format.

    FAISS is imported when the index is first searched: that takes as long as answering about a short article, whose
    rows are all compared without it.

    Args:
        data: What `to_bytes` gave.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        dimensions = int.from_bytes(data[_DIMENSIONS], "little")
        self._vectors = np.frombuffer(data, np.float32, offset=_HEADER).reshape(-1, dimensions)

    @classmethod
    def build(cls, vectors: Vectors) -> FaissStore:
        """Index unit vectors of shape (n, dim)."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(bytes(faiss.serialize_index(index)))

    def nearest(self, vector: Vectors, count: int) -> NDArray[np.int64]:
        """The rows closest to a vector of shape (dim,), closest first, at most `count`."""
        _, rows = self._index.search(vector[None], min(count, self._index.ntotal))
        return np.asarray(rows[0], np.int64)

    def rows(self, start: int, end: int) -> Vectors:
        """The vectors of rows `start` to `end`, shape (end - start, dim)."""
        return self._vectors[start:end].copy()

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format."""
        return self._data

    @cached_property
    def _index(self) -> faiss.Index:
        import faiss

        return faiss.deserialize_index(np.frombuffer(self._data, np.uint8))
