"""Haystack: the ten closest paragraphs, and its extractive reader with the weights in BYLINE_BENCH_READER."""

from __future__ import annotations

import os

from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.readers.transformers import TransformersExtractiveReader
from measure import read
from retrieve_haystack import Haystack


class Reading:
    def __init__(self) -> None:
        self._retrieval = Haystack()
        device = ComponentDevice.from_str("cpu")
        self._reader = TransformersExtractiveReader(os.environ["BYLINE_BENCH_READER"], device=device)
        self._reader.warm_up()

    def open(self, text: str) -> InMemoryDocumentStore:
        return self._retrieval.embedded([part.strip() for part in text.split("\n\n") if part.strip()])

    def ask(self, article: InMemoryDocumentStore, question: str) -> str:
        found = InMemoryEmbeddingRetriever(article, top_k=10).run(self._retrieval.embedding(question))["documents"]
        answers = self._reader.run(question, found)["answers"]
        return max(answers, key=lambda answer: answer.score).data or ""


if __name__ == "__main__":
    read(Reading)
