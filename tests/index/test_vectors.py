"""Vectors in FAISS's own format."""

from __future__ import annotations

import faiss
import numpy as np
import pytest

from index.vectors import Compact, FaissStore, Vectors

RANDOM = np.random.default_rng(0)


def unit_vectors(count: int, dimensions: int) -> Vectors:
    vectors = RANDOM.normal(size=(count, dimensions)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def test_what_is_built_part_by_part_is_what_faiss_would_write() -> None:
    """To the byte, so that FAISS opens it."""
    vectors = unit_vectors(7, 12)
    index = faiss.IndexFlatIP(12)
    index.add(vectors)
    built = FaissStore.build([vectors[:3], vectors[3:4], vectors[4:]], 7, 12)
    assert bytes(built.to_bytes()) == bytes(faiss.serialize_index(index))


def test_rows_are_the_vectors_that_were_given() -> None:
    """From the bytes, one after the other or some of them."""
    vectors = unit_vectors(7, 12)
    store = FaissStore(FaissStore.build([vectors], 7, 12).to_bytes())
    assert np.array_equal(store.rows(2, 5), vectors[2:5])
    assert np.array_equal(store.at(np.array([6, 0])), vectors[[6, 0]])


def test_the_nearest_come_first() -> None:
    """By cosine, which is told to a hundredth, and never more than there are."""
    vectors = unit_vectors(7, 12)
    cosines = vectors @ vectors[2]
    expected = np.argsort(-cosines)
    for count in (3, 100):
        numbers, close = Compact(vectors).nearest(vectors[2], count)
        assert numbers.tolist() == expected[:count].tolist()
        assert close == pytest.approx(cosines[numbers], abs=0.01)


def test_eight_bits_find_what_exact_vectors_do() -> None:
    """The ten closest of ten thousand are among the twenty found."""
    vectors = unit_vectors(10_000, 64)
    compact = Compact(vectors)
    for vector in unit_vectors(20, 64):
        assert set(np.argsort(-(vectors @ vector))[:10]) <= set(compact.nearest(vector, 20)[0])
