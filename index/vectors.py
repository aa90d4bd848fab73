"""Search by meaning: unit vectors in FAISS."""

from __future__ import annotations

from typing import Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


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
    """An exact FAISS index (inner product of unit vectors: cosine)."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> FaissStore:
        """Index unit vectors of shape (n, dim)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> FaissStore:
        """What `to_bytes` gave."""
        return cls(faiss.deserialize_index(np.frombuffer(data, np.uint8)))

    def nearest(self, vector: Vectors, count: int) -> NDArray[np.int64]:
        """The rows closest to a vector of shape (dim,), closest first, at most `count`."""
        _, rows = self._index.search(vector[None], min(count, self._index.ntotal))
        return np.asarray(rows[0], np.int64)

    def rows(self, start: int, end: int) -> Vectors:
        """The vectors of rows `start` to `end`, shape (end - start, dim)."""
        return np.asarray(self._index.reconstruct_n(start, end - start), np.float32)

    def to_bytes(self) -> bytes:
        """The index in FAISS's own format."""
        return bytes(faiss.serialize_index(self._index))
