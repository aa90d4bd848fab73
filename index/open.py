"""Open articles for searching: from the stored index where there is one, else by indexing and storing it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import Stemmer

from index.ahead import ahead
from index.article import Article
from index.encoder import Encoder
from index.errors import ArticleUnreadable, StoredIndexAbsent, StoredIndexUnreadable, StoreUnwritable
from index.lexical import LexicalIndex
from index.progress import Progress, silent
from index.search import ArticleIndex, row_spans, rows_of
from index.split import Passage, passages
from index.storage import IndexStore
from index.vectors import FaissStore, Vectors
from index.words import RECIPE

_BATCH = 256
_MOST_SENTENCES = 100_000  # of one article: vectors of 150 MB and those of its passages


def open_index(
    articles: Sequence[Article],
    encoder: Encoder,
    store: IndexStore | None = None,
    progress: Progress | None = None,
) -> ArticleIndex:
    """Make articles searchable; nothing is embedded when the same texts were stored before.

    The passages are cut anew each time, and the stored index is found by their exact spans, so that it can
    never be used for other text.

    Args:
        articles: The articles, each with its own id.
        encoder: Embeds passages now and questions later.
        store: Where indexes are kept, or None to keep none.
        progress: Told how far embedding is, and one line when a stored index is damaged or cannot be written.

    Raises:
        ArticleUnreadable: One has too many sentences.
    """
    tell = progress or silent
    found = [passage for number, article in enumerate(articles) for passage in cut(article, number)]
    spans = row_spans(found)
    key = _key(articles, spans, encoder)
    if store is not None:
        try:
            files = store.load(key)
            vectors = FaissStore(files["vectors.faiss"])
            return ArticleIndex(articles, found, vectors, LexicalIndex.from_bytes(files["lexical.npz"]), encoder)
        except StoredIndexAbsent:
            pass
        except StoredIndexUnreadable as damage:
            tell(f"The stored index is rebuilt: {damage}", 0, 0)
    with ThreadPoolExecutor(1) as beside:
        words = beside.submit(LexicalIndex.build, [articles[article].text[start:end] for article, start, end in spans])
        parts = _embedded([(articles[passage.article], passage) for passage in found], encoder, tell)
        vectors = FaissStore.build(parts, len(spans), encoder.dimensions)
        lexical = words.result()
    if store is not None:
        try:
            about = {"articles": ", ".join(a.id for a in articles), "model": encoder.fingerprint}
            store.save(key, {"vectors.faiss": vectors.to_bytes(), "lexical.npz": lexical.to_bytes()}, about=about)
        except StoreUnwritable as refusal:
            tell(f"The index is not kept: {refusal}", 0, 0)
    return ArticleIndex(articles, found, vectors, lexical, encoder)


def cut(article: Article, number: int = 0) -> Iterator[Passage]:
    """The passages of an article that stands at a position.

    Raises:
        ArticleUnreadable: It has too many sentences.
    """
    sentences = 0
    for passage in passages(article.text, number):
        sentences += len(passage.sentences)
        if sentences > _MOST_SENTENCES:
            most = f"{_MOST_SENTENCES:,}"
            raise ArticleUnreadable(f"{article.id}: more than {most} sentences; cut it into several articles")
        yield passage


def embed(passages: Sequence[tuple[Article, Passage]], encoder: Encoder) -> Vectors:
    """The vectors of the passages' rows, as `index.search.row_spans` orders them, shape (rows, dimensions)."""
    texts = [article.text[p.start : p.end] for article, p in passages]
    spans = [[(start - p.start, end - p.start) for start, end in rows_of(p)] for _, p in passages]
    return encoder.encode_spans(texts, spans)


def _embedded(passages: Sequence[tuple[Article, Passage]], encoder: Encoder, tell: Progress) -> Iterator[Vectors]:
    """The vectors of some passages after the other; the next are on their way meanwhile, so that no processor waits."""
    tell("Embedding the article", 0, len(passages))
    batches = [passages[start : start + _BATCH] for start in range(0, len(passages), _BATCH)]
    done = 0
    with ThreadPoolExecutor(2) as beside:
        for batch, vectors in zip(batches, ahead(beside, partial(embed, encoder=encoder), batches, 2), strict=True):
            yield vectors
            done += len(batch)
            tell("Embedding the article", done, len(passages))


def _key(articles: Sequence[Article], spans: Sequence[tuple[int, int, int]], encoder: Encoder) -> str:
    content = {
        "articles": [a.sha256 for a in articles],
        "encoder": encoder.fingerprint,
        "words": [RECIPE, Stemmer.version()],
        "rows": spans,
    }
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
