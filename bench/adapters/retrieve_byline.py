"""Byline's retrieval alone: what it does before it reads. Every sentence is embedded beside its passage."""

from __future__ import annotations

from pathlib import Path

from measure import retrieve

from index import Article
from index.encoder import load_encoder
from index.open import open_index
from index.search import ArticleIndex
from index.storage import IndexStore, cache_folder


class Byline:
    def __init__(self) -> None:
        self._encoder = load_encoder(cache=cache_folder())

    def index(self, passages: list[str], folder: Path) -> ArticleIndex:
        (folder / "passages.txt").parent.mkdir(parents=True, exist_ok=True)
        (folder / "passages.txt").write_text("\n\n".join(passages), encoding="utf-8")
        return self.load(folder)

    def load(self, folder: Path) -> ArticleIndex:
        text = (folder / "passages.txt").read_text(encoding="utf-8")
        return open_index([Article("passages", text)], self._encoder, IndexStore(folder))

    def search(self, index: ArticleIndex, question: str) -> list[str]:
        return [index.text(hit.passage) for hit in index.search(question, 3)]


if __name__ == "__main__":
    retrieve(Byline)
