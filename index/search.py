"""Find the passages closest to a question, by meaning and by words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.article import Article
from index.encoder import Encoder
from index.lexical import LexicalIndex
from index.split import Passage, Span
from index.vectors import Vectors, VectorStore

# What a point of BM25 weighs against a point of cosine; chosen on squad2_dev, see `make eval`.
LEXICAL_WEIGHT = 0.07
# How many rows each of the two searches puts forward in an index of many passages.
CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and why it was found.

    Attributes:
        passage: The passage.
        score: Of the whole, higher is closer; comparable within one search only.
        dense: Cosine of the question and the passage or its best sentence, whichever is closer, -1..1.
        lexical: BM25, 0 and up, higher is closer.
    """

    passage: Passage
    score: float
    dense: float
    lexical: float


class ArticleIndex:
    """One or many articles, searchable.

    A row is a span that is embedded and indexed by its words: each passage, followed by each of its sentences
    if it has several. A row's score is its cosine plus 0.07 of its BM25; a passage's score is its own row's and
    its best sentence's together.

    Args:
        articles: The articles, in the order that `Passage.article` counts.
        passages: Every passage of every article, in order.
        vectors: The rows' vectors.
        lexical: BM25 over the rows' texts.
        encoder: What made the vectors.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        passages: Sequence[Passage],
        vectors: VectorStore,
        lexical: LexicalIndex,
        encoder: Encoder,
    ) -> None:
        self.articles = tuple(articles)
        self.passages = tuple(passages)
        self._vectors = vectors
        self._lexical = lexical
        self._encoder = encoder
        counts = [len(_rows_of(p)) for p in self.passages]
        self._first_row = np.concatenate([[0], np.cumsum(counts)])

    def search(self, question: str, count: int = 10) -> list[Hit]:
        """The closest passages, best first, at most `count`."""
        vector = self._encoder.encode([question])[0]
        lexical = self._lexical.scores(question)
        hits = [self._hit(int(passage), vector, lexical) for passage in self._candidates(vector, lexical)]
        return sorted(hits, key=lambda hit: -hit.score)[:count]

    def text(self, passage: Passage) -> str:
        """The passage's words."""
        return self.articles[passage.article].text[passage.start : passage.end]

    def _candidates(self, vector: Vectors, lexical: Vectors) -> Iterable[int]:
        """Positions of the passages worth scoring: all of a short article, the best rows' of a long one."""
        if len(lexical) <= 2 * CANDIDATES:
            return range(len(self.passages))
        by_meaning = self._vectors.nearest(vector, CANDIDATES)
        by_words = np.argpartition(-lexical, CANDIDATES)[:CANDIDATES]
        rows = np.concatenate([by_meaning, by_words[lexical[by_words] > 0]])
        return [int(p) for p in np.unique(np.searchsorted(self._first_row, rows, side="right") - 1)]

    def _hit(self, passage: int, vector: Vectors, lexical: Vectors) -> Hit:
        start, end = int(self._first_row[passage]), int(self._first_row[passage + 1])
        dense = self._vectors.rows(start, end) @ vector
        words = lexical[start:end]
        rows = dense + LEXICAL_WEIGHT * words
        sentences = rows[1:] if len(rows) > 1 else rows
        return Hit(self.passages[passage], float(rows[0] + sentences.max()), float(dense.max()), float(words[0]))


def row_spans(passages: Iterable[Passage]) -> list[tuple[int, int, int]]:
    """Article, start and end of every row, in order."""
    return [(p.article, start, end) for p in passages for start, end in _rows_of(p)]


def _rows_of(passage: Passage) -> list[Span]:
    whole = (passage.start, passage.end)
    return [whole, *passage.sentences] if len(passage.sentences) > 1 else [whole]
