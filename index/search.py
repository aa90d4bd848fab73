"""Find the passages closest to a question, by meaning and by words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.encoder import Encoder
from index.lexical import LexicalIndex
from index.split import Passage, Span
from index.vectors import Compact, Vectors, VectorStore

# What a point of BM25 weighs against a point of cosine; chosen on squad2_dev, see `make eval`.
LEXICAL_WEIGHT = 0.07
# How many passages each of the two searches puts forward where there are many. Of the ten best for each of 300
# questions to 5,323 passages of squad, one in all was not among them (and ten with 64).
CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and why it was found.

    Attributes:
        passage: The passage.
        position: Where it stands in the index's `passages`.
        score: Of the whole, higher is closer; comparable within one search only.
        dense: Cosine of the question and the passage or its best sentence, whichever is closer, -1..1.
        lexical: BM25, 0 and up, higher is closer.
        sentences: Score of each of the passage's sentences, in order; comparable within one search only.
    """

    passage: Passage
    position: int
    score: float
    dense: float
    lexical: float
    sentences: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A question made ready.

    Attributes:
        vector: Its unit vector, shape (dim,).
        lexical: BM25 of every row, shape (rows,).
    """

    vector: Vectors
    lexical: Vectors


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
        counts = [len(rows_of(p)) for p in self.passages]
        self._first_row = np.concatenate([[0], np.cumsum(counts)])

    def search(self, question: str, count: int = 10) -> list[Hit]:
        """The closest passages, best first, at most `count`."""
        return self.best(self.query(question), count)

    def query(self, question: str) -> Query:
        """Make a question ready to be compared with passages."""
        return Query(self._encoder.encode([question])[0], self._lexical.scores(question))

    def best(self, query: Query, count: int) -> list[Hit]:
        """The closest passages, best first, at most `count`."""
        positions = self._candidates(query)
        best = positions[np.argsort(-self._scores(query, positions), kind="stable")[:count]]
        return sorted((self.hit(query, int(position)) for position in best), key=lambda hit: -hit.score)

    def hit(self, query: Query, position: int) -> Hit:
        """The passage at a position of `passages`, with its scores."""
        start, end = int(self._first_row[position]), int(self._first_row[position + 1])
        dense = self._vectors.rows(start, end) @ query.vector
        words = query.lexical[start:end]
        rows = dense + LEXICAL_WEIGHT * words
        sentences = rows[1:] if len(rows) > 1 else rows
        return Hit(
            passage=self.passages[position],
            position=position,
            score=float(rows[0] + sentences.max()),
            dense=float(dense.max()),
            lexical=float(words[0]),
            sentences=tuple(sentences.tolist()),
        )

    def mentions(self, text: str) -> bool:
        """Whether each word of `text` stands somewhere in the articles, in whatever form."""
        return self._lexical.knows(text)

    def text(self, passage: Passage) -> str:
        """The passage's words."""
        return self.articles[passage.article].text[passage.start : passage.end]

    def _candidates(self, query: Query) -> NDArray[np.int64]:
        """Positions of the passages worth scoring: all of a few, else those that are closest as a whole."""
        if len(self.passages) <= 2 * CANDIDATES:
            return np.arange(len(self.passages))
        lexical = query.lexical[self._first_row[:-1]]
        by_words = np.argpartition(-lexical, CANDIDATES)[:CANDIDATES]
        by_meaning, _ = self._wholes.nearest(query.vector, CANDIDATES)
        return np.union1d(by_meaning, by_words[lexical[by_words] > 0])

    @cached_property
    def _wholes(self) -> Compact:
        """The passages' own vectors."""
        return Compact(self._vectors.at(self._first_row[:-1]))

    def _scores(self, query: Query, positions: NDArray[np.int64]) -> Vectors:
        """What `hit` scores each passage with, of all at once."""
        first = self._first_row[positions]
        counts = self._first_row[positions + 1] - first
        heads = np.cumsum(counts) - counts
        rows = np.repeat(first - heads, counts) + np.arange(counts.sum())
        scores = self._vectors.at(rows) @ query.vector + LEXICAL_WEIGHT * query.lexical[rows]
        whole = scores[heads]
        scores[heads[counts > 1]] = -np.inf  # a passage is not one of its sentences, unless it has but one
        return np.asarray(whole + np.maximum.reduceat(scores, heads), np.float32)


def row_spans(passages: Iterable[Passage]) -> list[tuple[int, int, int]]:
    """Article, start and end of every row, in order."""
    return [(p.article, start, end) for p in passages for start, end in rows_of(p)]


def rows_of(passage: Passage) -> list[Span]:
    """The spans of a passage's rows: its own, and its sentences' if it has several."""
    whole = (passage.start, passage.end)
    return [whole, *passage.sentences] if len(passage.sentences) > 1 else [whole]
