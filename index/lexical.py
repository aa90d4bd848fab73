"""Search by words: BM25 over stemmed words."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.words import stems

# How soon more of the same word says nothing new, and how much a long text pays.
K1, B = 1.5, 0.75


class LexicalIndex:
    """BM25 scores of a question against every text of a fixed list (Robertson et al., 1994).

    Every word of every text is weighed once, when the list is indexed; a question only adds up its words' columns.
    The weights are Lucene's, as in bm25s (Lù, 2024), which takes longer to be imported than the article to be indexed.

    Args:
        vocabulary: The column of each stemmed word.
        data: BM25 weights, column by column, shape (entries,).
        indices: The text that each weight belongs to, shape (entries,).
        indptr: Where each column begins in `data`, shape (words + 1,).
        count: Number of texts.
    """

    def __init__(
        self,
        vocabulary: dict[str, int],
        data: NDArray[np.float32],
        indices: NDArray[np.int32],
        indptr: NDArray[np.int32],
        count: int,
    ) -> None:
        self._vocabulary = vocabulary
        self._data, self._indices, self._indptr = data, indices, indptr
        self._count = count

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Weigh the words of every text."""
        vocabulary: dict[str, int] = {}
        counted = [Counter(vocabulary.setdefault(word, len(vocabulary)) for word in stems(text)) for text in texts]
        columns = np.fromiter(chain.from_iterable(counted), np.int32)
        counts = np.fromiter(chain.from_iterable(each.values() for each in counted), np.float32)
        indices = np.repeat(np.arange(len(texts), dtype=np.int32), [len(each) for each in counted])
        lengths = np.array([each.total() for each in counted], np.float32)
        penalty = K1 * (1 - B + B * lengths * len(texts) / max(1, lengths.sum()))
        holding = np.bincount(columns, minlength=len(vocabulary))
        rare = np.array([rareness(texts_with_it, len(texts)) for texts_with_it in holding.tolist()])
        data = rare[columns] * counts / (counts + penalty[indices])
        order = np.argsort(columns, kind="stable")
        indptr = np.concatenate([[0], np.cumsum(holding)]).astype(np.int32)
        return cls(vocabulary, data[order].astype(np.float32), indices[order], indptr, len(texts))

    def scores(self, question: str) -> NDArray[np.float32]:
        """The BM25 score of every text, shape (n,), 0 where no word is shared; higher is closer."""
        total = np.zeros(self._count, np.float32)
        for stem in dict.fromkeys(stems(question)):
            column = self._vocabulary.get(stem)
            if column is not None:
                entries = slice(self._indptr[column], self._indptr[column + 1])
                total[self._indices[entries]] += self._data[entries]
        return total

    def knows(self, text: str) -> bool:
        """Whether each word of `text` stands somewhere in the texts, in whatever form."""
        return all(stem in self._vocabulary for stem in stems(text))

    def to_bytes(self) -> bytes:
        """The index as one NumPy archive; no pickle in it."""
        out = io.BytesIO()
        names = np.frombuffer("\n".join(self._vocabulary).encode("utf-8"), np.uint8)
        count = np.array(self._count)
        np.savez(out, names=names, data=self._data, indices=self._indices, indptr=self._indptr, count=count)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> LexicalIndex:
        """What `to_bytes` gave."""
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            names = stored["names"].tobytes().decode("utf-8").split("\n")
            vocabulary = {name: column for column, name in enumerate(names) if name}
            return cls(vocabulary, stored["data"], stored["indices"], stored["indptr"], int(stored["count"]))


def rareness(holding: int, count: int) -> float:
    """What a word weighs that so many of `count` texts hold: its inverse document frequency."""
    return math.log(1 + (count - holding + 0.5) / (holding + 0.5))
