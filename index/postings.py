"""Search by words among very many passages: BM25 from postings that stay on the disk until they are asked for."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.lexical import K1, B
from index.sealed import Column, SealedFile
from index.words import stems

# A weight is stored as a byte.
_STEPS = 255
# So many entries tell about which sum is high.
_SAMPLE = 4096

Term = int
_TERM = np.dtype("<u8")


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """How often each stemmed word stands in each of some texts.

    Attributes:
        terms: The words, as numbers, text by text, shape (entries,).
        counts: How often, at most 255, shape (entries,).
        lengths: How many entries each text has, and how many words, shape (texts, 2).
    """

    terms: NDArray[np.uint64]
    counts: NDArray[np.uint8]
    lengths: NDArray[np.int32]

    @classmethod
    def of(cls, texts: Iterable[str]) -> WordCounts:
        """Count the words of texts."""
        terms: list[int] = []
        counts: list[int] = []
        lengths = []
        for text in texts:
            found = Counter(map(term, stems(text)))
            terms += found
            counts += (min(count, 255) for count in found.values())
            lengths.append((len(found), found.total()))
        return cls(
            np.array(terms, _TERM), np.array(counts, np.uint8), np.array(lengths, np.dtype("<i4")).reshape(-1, 2)
        )

    @classmethod
    def joined(cls, parts: Sequence[WordCounts]) -> WordCounts:
        """The texts of all parts, in order."""
        empty = cls.of([])
        return cls(
            np.concatenate([empty.terms, *(p.terms for p in parts)]),
            np.concatenate([empty.counts, *(p.counts for p in parts)]),
            np.concatenate([empty.lengths, *(p.lengths for p in parts)]),
        )

    def to_bytes(self) -> bytes:
        """The counts as plain bytes, smallest first."""
        head = np.array([len(self.terms), len(self.lengths)], "<i8")
        return b"".join(each.tobytes() for each in (head, self.terms, self.counts, self.lengths))

    @classmethod
    def from_bytes(cls, data: bytes) -> WordCounts:
        """What `to_bytes` gave."""
        entries, texts = (int(n) for n in np.frombuffer(data, "<i8", 2))
        counts_at, lengths_at = 16 + 8 * entries, 16 + 9 * entries
        return cls(
            np.frombuffer(data, _TERM, entries, 16),
            np.frombuffer(data, np.uint8, entries, counts_at),
            np.frombuffer(data, "<i4", 2 * texts, lengths_at).reshape(-1, 2),
        )


class Postings:
    """For each word the texts it stands in, and what it weighs there (Robertson et al., 1994).

    A weight is the part of BM25 that does not depend on how rare the word is, so that a word's rareness can be counted
    over many of these. It is kept to a 255th.

    Args:
        terms: The words, ascending, shape (words,).
        starts: Where each word's entries begin, shape (words + 1,).
        texts: The texts that each entry belongs to, ascending within a word, shape (entries,).
        weights: What the word weighs there, in 255ths, shape (entries,).
        count: How many texts there are.
    """

    def __init__(
        self,
        terms: NDArray[np.uint64],
        starts: NDArray[np.int64],
        texts: Column,
        weights: Column,
        count: int,
    ) -> None:
        self._terms, self._starts, self._texts, self._weights = terms, starts, texts, weights
        self.count = count

    @classmethod
    def build(cls, words: WordCounts) -> Postings:
        """Turn the counts round."""
        entries, lengths = words.lengths[:, 0], words.lengths[:, 1].astype(np.float32)
        texts = np.repeat(np.arange(len(lengths), dtype=np.int32), entries)
        order = np.argsort(words.terms, kind="stable")
        ordered = words.terms[order]
        first = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] + 1))  # where a word differs from the one before
        counts = words.counts[order].astype(np.float32)
        average = max(1.0, float(lengths.mean())) if len(lengths) else 1.0
        penalty = K1 * (1 - B + B * lengths / average)
        texts = texts[order]
        weights = np.rint(_STEPS * counts / (counts + penalty[texts])).astype(np.uint8)
        starts = np.append(first, len(texts)).astype(np.int64)
        return cls(ordered[first], starts, texts, weights, len(lengths))

    def save(self, folder: Path) -> None:
        """Write the arrays into a folder."""
        for name in _FILES:
            np.save(folder / f"{name}.npy", getattr(self, f"_{name}")[:], allow_pickle=False)

    @staticmethod
    def merge(parts: Sequence[Postings], folder: Path) -> None:
        """Write the postings of all parts' texts, one part after the other, into a folder; little is held in memory."""
        terms = np.unique(np.concatenate([part._terms for part in parts]))
        places = [np.searchsorted(terms, part._terms) for part in parts]
        sizes = np.zeros(len(terms), np.int64)
        for part, place in zip(parts, places, strict=True):
            sizes[place] += np.diff(part._starts)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        np.save(folder / "terms.npy", terms, allow_pickle=False)
        np.save(folder / "starts.npy", starts, allow_pickle=False)
        texts = _room(folder / "texts.npy", np.dtype(np.int32), int(starts[-1]))
        weights = _room(folder / "weights.npy", np.dtype(np.uint8), int(starts[-1]))
        free, before = starts[:-1].copy(), 0
        for part, place in zip(parts, places, strict=True):
            runs = np.diff(part._starts)
            target = np.repeat(free[place] - part._starts[:-1], runs) + np.arange(len(part._texts))
            texts[target] = part._texts[:] + np.int32(before)
            weights[target] = part._weights[:]
            free[place] += runs
            before += part.count
        texts.flush()
        weights.flush()

    @classmethod
    def open(cls, files: Mapping[str, SealedFile], count: int) -> Postings:
        """What `save` wrote and `seal` sealed, mapped into memory.

        Raises:
            ArchiveUnusable: A file is damaged. Every method may raise it.
        """
        terms, starts, texts, weights = (files[f"{name}.npy"].column() for name in _FILES)
        return cls(terms[:], starts[:], texts, weights, count)

    def find(self, terms: Sequence[Term]) -> list[slice]:
        """Where the entries of each word are; an empty slice where it stands nowhere."""
        wanted = np.array(terms, _TERM)
        places = np.searchsorted(self._terms, wanted)
        found = []
        for term_, place in zip(terms, places.tolist(), strict=True):
            known = place < len(self._terms) and int(self._terms[place]) == term_
            found.append(slice(int(self._starts[place]), int(self._starts[place + 1])) if known else slice(0, 0))
        return found

    def stand(self, entries: slice, alive: NDArray[np.bool_] | None) -> bool:
        """Whether a word whose entries these are stands in a text that is alive; in any where all are."""
        if alive is None or entries.stop == entries.start:
            return bool(entries.stop > entries.start)
        return bool(alive[self._texts[entries]].any())

    def weigh(self, entries: Sequence[slice], rareness: Sequence[float], most: float = math.inf) -> Weighed:
        """What some words weigh in each text.

        Words whose entries would come to more than `most` only weigh in texts that hold a rarer one.

        Args:
            entries: What `find` gave.
            rareness: What each word weighs.
            most: How many entries are read, those of the rarest word in any case.
        """
        order = sorted((i for i, e in enumerate(entries) if e.stop > e.start), key=lambda i: -rareness[i])
        if not order:
            return Weighed(np.zeros(self.count), np.empty(0, np.int32), ())
        read = np.cumsum([entries[i].stop - entries[i].start for i in order])
        rare = max(1, int(np.searchsorted(read, most, "right")))
        held = np.concatenate([self._texts[entries[i]] for i in order[:rare]])
        weights = [self._weights[entries[i]] * np.float32(rareness[i] / _STEPS) for i in order[:rare]]
        sums = np.bincount(held, np.concatenate(weights), self.count).astype(float, copy=False)
        frequent = [(self._texts[entries[i]], self._weights[entries[i]], rareness[i] / _STEPS) for i in order[rare:]]
        return Weighed(sums, held, frequent)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """BM25 of all texts for one question, as far as it was worth reading.

    Attributes:
        sums: What the rarer words weigh in each text, shape (texts,).
        held: The texts that hold one of these, in no order, shape (entries,).
        frequent: The texts and weights of each of the others, and what a step of a weight counts.
    """

    sums: NDArray[np.float64]
    held: NDArray[np.int32]
    frequent: Sequence[tuple[NDArray[np.int32], NDArray[np.uint8], float]]

    def among(self, alive: NDArray[np.bool_]) -> Weighed:
        """The same without the other texts, which are likely no more."""
        return replace(self, sums=np.where(alive, self.sums, 0), held=self.held[alive[self.held]])

    def likely(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The texts in which the rarer words weigh most, ascending, at most `count`, and what these weigh."""
        if not len(self.held):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        texts = _likely(self.held, self.sums, count)
        if len(texts) > count:
            texts = np.sort(texts[np.argpartition(-self.sums[texts], count)[:count]])
        return texts, self.sums[texts].astype(np.float32)

    def of(self, texts: NDArray[np.int64]) -> NDArray[np.float32]:
        """BM25 of some texts, shape (texts,)."""
        total = self.sums[texts].astype(np.float32)
        wanted = texts.astype(np.int32)  # of another type, NumPy would convert the whole column
        for column, weights, step in self.frequent:
            places = np.minimum(np.searchsorted(column, wanted), len(column) - 1)
            total += np.where(column[places] == wanted, weights[places] * np.float32(step), 0)
        return total


@lru_cache(maxsize=1 << 16)
def term(stem: str) -> Term:
    """The number of a stemmed word: the first 64 bits of its BLAKE2b, so that no list of words need be kept."""
    return int.from_bytes(hashlib.blake2b(stem.encode(), digest_size=8).digest(), "little")


def _room(path: Path, kind: np.dtype[Any], count: int) -> np.memmap[Any, np.dtype[Any]]:
    """A file for an array, mapped to be filled. Where a disk has no room for it, that is found out before."""
    header = {"descr": np.lib.format.dtype_to_descr(kind), "fortran_order": False, "shape": (count,)}
    left = count * kind.itemsize
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        while left:  # a mapped page that finds no room ends the program
            left -= file.write(bytes(min(left, 1 << 20)))
    array: np.memmap[Any, np.dtype[Any]] = np.lib.format.open_memmap(path, "r+")
    return array


def _likely(texts: NDArray[np.int32], sums: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Some of the texts, among them those of the `count` highest sums: what these come to is guessed from a few."""
    some = sums[texts[:: 1 + len(texts) // _SAMPLE]]
    place = 1 + 4 * count * len(some) // len(texts)
    if place < len(some):
        likely = np.flatnonzero(sums >= np.partition(some, -place)[-place])
        if len(likely) >= count:
            return likely
    return np.flatnonzero(sums)


_FILES = ("terms", "starts", "texts", "weights")
