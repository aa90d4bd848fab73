"""Search by words: BM25 over stemmed words, by bm25s."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.words import stems


class LexicalIndex:
    """BM25 scores of a question against every text of a fixed list (Robertson et al., 1994).

    bm25s weighs every word of every text once, when the list is indexed; a question only adds up the columns
    of its words, so that opening a stored index does not import it.

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
        import bm25s

        vocabulary: dict[str, int] = {}
        tokens = [[vocabulary.setdefault(w, len(vocabulary)) for w in stems(t)] for t in texts]
        bm25 = bm25s.BM25(method="lucene")
        bm25.index((tokens, vocabulary), create_empty_token=False, show_progress=False)
        scores = bm25.scores
        return cls(vocabulary, scores["data"], scores["indices"], scores["indptr"], len(texts))

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
