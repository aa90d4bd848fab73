"""How well passages are found in whole articles: the parts, their fusion and the passage's size, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index import Article
from index.encoder import Encoder
from index.lexical import LexicalIndex
from index.open import embed
from index.search import LEXICAL_WEIGHT, row_spans
from index.split import MAX_PASSAGE, split
from training.whole import Question

Scores = NDArray[np.float32]
# Each takes four arrays of shape (passages,): cosine of the passage, of its best sentence, BM25 of both.
WAYS: dict[str, Callable[[Scores, Scores, Scores, Scores], Scores]] = {
    "dense, passage": lambda dense, _sentence, _words, _sentence_words: dense,
    "dense, best sentence": lambda _dense, sentence, _words, _sentence_words: sentence,
    "BM25, passage": lambda _dense, _sentence, words, _sentence_words: words,
    "BM25, best sentence": lambda _dense, _sentence, _words, sentence_words: sentence_words,
    "reciprocal rank of dense and BM25": lambda dense, _sentence, words, _sentence_words: _rank(dense) + _rank(words),
    "sum of all four": lambda dense, sentence, words, sentence_words: (
        dense + sentence + LEXICAL_WEIGHT * (words + sentence_words)
    ),
}


def table(articles: Sequence[tuple[Article, Sequence[Question]]], encoder: Encoder) -> list[tuple[str, float, float]]:
    """Rows of way, share of answerable questions with the right passage first, and among the first five, in percent.

    A passage is right when it touches the question's evidence (for SQuAD the paragraph).
    """
    rows = []
    for size in (400, 700, MAX_PASSAGE, 1500):
        ranks = _ranks(articles, encoder, size)
        ways = WAYS if size == MAX_PASSAGE else {"sum of all four": WAYS["sum of all four"]}
        rows += [(f"{way}, up to {size:,} characters", _share(ranks[way], 1), _share(ranks[way], 5)) for way in ways]
    return rows


def _ranks(articles: Sequence[tuple[Article, Sequence[Question]]], encoder: Encoder, size: int) -> dict[str, list[int]]:
    """For each way, how many passages come before the first right one, question by question."""
    ranks: dict[str, list[int]] = {way: [] for way in WAYS}
    for article, questions in articles:
        passages = split(article.text, max_passage=size)
        rows = row_spans(passages)
        texts = [article.text[start:end] for _, start, end in rows]
        vectors = embed([(article, passage) for passage in passages], encoder)
        lexical = LexicalIndex.build(texts)
        begins = [p.start for p in passages]
        owner = np.searchsorted(begins, [start for _, start, _ in rows], side="right") - 1
        whole = np.flatnonzero(np.diff(owner, prepend=-1))
        answerable = [q for q in questions if q.golds and q.evidence]
        for question, vector in zip(answerable, encoder.encode([q.text for q in answerable]), strict=True):
            dense, words = vectors @ vector, lexical.scores(question.text)
            parts = dense[whole], _best(dense, owner, whole), words[whole], _best(words, owner, whole)
            right = [p for p, passage in enumerate(passages) if question.is_about(passage.start, passage.end)]
            for way, fuse in WAYS.items():
                order = np.argsort(-fuse(*parts), kind="stable").tolist()
                ranks[way].append(min(order.index(p) for p in right))
    return ranks


def _best(values: Scores, owner: NDArray[np.int64], whole: NDArray[np.int64]) -> Scores:
    """The best sentence of each passage; a passage of one sentence is its own."""
    sentences = values.copy()
    sentences[whole] = -np.inf
    best = np.full(len(whole), -np.inf, np.float32)
    np.maximum.at(best, owner, sentences)
    return np.where(np.isneginf(best), values[whole], best)


def _rank(values: Scores) -> Scores:
    """Reciprocal rank with the usual constant (Cormack et al., 2009)."""
    return (1 / (60 + np.argsort(np.argsort(-values, kind="stable"), kind="stable"))).astype(np.float32)


def _share(ranks: Sequence[int], first: int) -> float:
    return round(100 * float(np.mean(np.array(ranks) < first)), 1)
