"""Very many articles, of which a question needs a few: choose those, then search them as if they had been opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Protocol

import numpy as np

from index.article import Article
from index.encoder import Encoder
from index.errors import ArticleUnreadable
from index.lexical import LexicalIndex
from index.open import cut, embed
from index.progress import Progress, silent
from index.search import LEXICAL_WEIGHT, ArticleIndex, row_spans
from index.split import Passage
from index.vectors import FaissStore, Vectors
from index.words import is_text

# How many articles a question chooses at most.
CHOSEN = 8
# Rows that are embedded and kept at a time: what is lost when adding is interrupted, a few seconds' work.
_BATCH = 1_024


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An article as it is kept.

    Attributes:
        article: The article.
        passages: Its passages, in order, all of article 0.
        vectors: Of each row, as `index.search.row_spans` orders them, shape (rows, dim).
    """

    article: Article
    passages: Sequence[Passage]
    vectors: Vectors


class Shelf(Protocol):
    """Where the articles of an archive are kept. Several programs may use one at once."""

    def __len__(self) -> int:
        """How many articles there are."""

    def names(self) -> Iterator[str]:
        """Their names, in alphabetical order."""

    def sha256(self, name: str) -> str | None:
        """Of the text of the article of this name, or None where there is none."""

    def put(self, entries: Sequence[Entry]) -> None:
        """Keep articles, in place of those of the same names: all of them, or none when interrupted."""

    def drop(self, name: str) -> bool:
        """Forget an article; False where there is none of this name."""

    def closest(self, question: str, vector: Vectors, count: int) -> list[str]:
        """The names of the articles that hold the passages closest to a question, closest first, at most `count`."""

    def fetch(self, names: Iterable[str]) -> list[Entry]:
        """The articles of these names, in order; those that are gone are left out."""

    def knows(self, text: str) -> bool:
        """Whether each word of `text` stands in some article, in whatever form."""


class Archive:
    """Articles to which others can be added, and from which they can be removed.

    Args:
        shelf: Where they are kept.
        encoder: Embeds passages and questions, always the same for one shelf.
    """

    def __init__(self, shelf: Shelf, encoder: Encoder) -> None:
        self._shelf = shelf
        self._encoder = encoder

    def __len__(self) -> int:
        return len(self._shelf)

    def names(self) -> Iterator[str]:
        """The articles' names, in alphabetical order."""
        return self._shelf.names()

    def add(
        self,
        articles: Iterable[Article],
        total: int,
        progress: Progress | None = None,
        refuse: Callable[[ArticleUnreadable], None] | None = None,
    ) -> int:
        """Keep articles, in place of those of the same names. What is there already costs nothing.

        They are kept a few at a time: after an interruption, adding the same again goes on where it stopped.

        Args:
            articles: The articles; only a few are held in memory.
            total: How many there are, for the progress; 0 when nobody knows.
            progress: Told how far it is, and how long it will take.
            refuse: Told of each article that has nothing to read, too many sentences, or a name that is not text; the
                others are kept.

        Returns:
            How many were not there before.

        Raises:
            ArticleUnreadable: Such a one came, and nobody is told of it; those long before it are kept.
        """
        tell = progress or silent
        added, done, rows, seconds = 0, 0, 0, 0.0
        batch: list[tuple[Article, list[Passage]]] = []
        for done, article in enumerate(articles, 1):
            try:
                if not is_text(article.id):
                    raise ArticleUnreadable(f"{article.id}: its name is not text")
                if self._shelf.sha256(article.id) == article.sha256:
                    batch = [each for each in batch if each[0].id != article.id]  # an older text of it
                    tell("Passing over what is there", done, max(done, total))
                    continue
                batch.append((article, _cut(article)))
            except ArticleUnreadable as error:
                if refuse is None:
                    raise
                refuse(error)
                continue
            rows += sum(1 + len(p.sentences) for p in batch[-1][1])
            if rows >= _BATCH:
                start = monotonic()
                added += self._put(batch)
                seconds += monotonic() - start
                batch, rows = [], 0
                tell(f"Adding articles, {_pace(added / seconds, total - done)}", done, max(done, total))
        if batch:
            added += self._put(batch)
        tell("Adding articles", max(done, 1), max(done, 1))
        return added

    def remove(self, name: str) -> bool:
        """Forget an article; False where there is none of this name."""
        return is_text(name) and self._shelf.drop(name)

    def article(self, name: str) -> Article | None:
        """The article of this name, or None."""
        return next((entry.article for entry in self._shelf.fetch([name] if is_text(name) else [])), None)

    def choose(self, questions: Sequence[str], also: Iterable[str] = ()) -> ArticleIndex | None:
        """The articles that hold the passages closest to the questions, searchable as if only they had been opened.

        Args:
            questions: The questions; each chooses at most eight articles.
            also: Names of articles that are chosen in any case.

        Returns:
            Their index, or None where the archive holds nothing.
        """
        chosen = dict.fromkeys(also)
        for question, vector in zip(questions, self._encoder.encode(questions), strict=True):
            chosen.update(dict.fromkeys(self._shelf.closest(question, vector, CHOSEN)))
        entries = self._shelf.fetch(chosen)
        return _Chosen(entries, self._encoder, self._shelf) if entries else None

    def _put(self, batch: Sequence[tuple[Article, list[Passage]]]) -> int:
        last = {article.id: (article, passages) for article, passages in batch}
        vectors = embed(
            [(article, passage) for article, passages in last.values() for passage in passages], self._encoder
        )
        entries, first = [], 0
        for article, passages in last.values():
            count = len(row_spans(passages))
            entries.append(Entry(article, passages, vectors[first : first + count]))
            first += count
        self._shelf.put(entries)
        return len(entries)


class _Chosen(ArticleIndex):
    """An index of a few of the shelf's articles, that knows of all of them what is never mentioned."""

    def __init__(self, entries: Sequence[Entry], encoder: Encoder, shelf: Shelf) -> None:
        passages = [replace(p, article=number) for number, entry in enumerate(entries) for p in entry.passages]
        articles = [entry.article for entry in entries]
        spans = row_spans(passages)
        vectors = FaissStore.build((entry.vectors for entry in entries), len(spans), encoder.dimensions)
        lexical = LexicalIndex.build([articles[article].text[start:end] for article, start, end in spans])
        super().__init__(articles, passages, vectors, lexical, encoder)
        self._shelf = shelf

    def mentions(self, text: str) -> bool:
        """Whether each word of `text` stands somewhere on the shelf, in whatever form."""
        return self._shelf.knows(text)


def _cut(article: Article) -> list[Passage]:
    passages = list(cut(article))
    if not passages:
        raise ArticleUnreadable(f"{article.id}: empty, nothing to read")
    return passages


def best_passages(dense: Vectors, lexical: Vectors, count: int) -> list[int]:
    """Which of some passages are closest to a question, closest first, by the formula of `index.search`.

    Args:
        dense: Cosine of each passage and its best sentence together, shape (n,).
        lexical: BM25 of each, shape (n,); its best sentence's is taken to be the same.
        count: How many at most.
    """
    return [int(i) for i in np.argsort(-(dense + 2 * LEXICAL_WEIGHT * lexical), kind="stable")[:count]]


def _pace(pace: float, left: int) -> str:
    """So many a second, and how long the rest takes if all of it is new."""
    told = f"{pace:,.0f} a second" if pace >= 1 else f"{60 * pace:,.0f} a minute"
    if left <= 0:
        return told
    minutes, seconds = divmod(round(left / pace), 60)
    return f"{told}, {minutes}:{seconds:02} left,"
