"""Search by meaning among very many passages: FAISS's inverted lists, on the disk until they are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.sealed import SealedFile, damage
from index.vectors import Vectors, selector

# Passages in a list, how many lists there are at most, how many are searched, and how many passages each is found by.
_LIST, _MOST_LISTS, _PROBED, _TRAINED_ON = 128, 1024, 16, 64
_AT_ONCE = 1 << 14
_NUMBER = 8  # bytes; each passage's number stands beside its vector


class Neighbours:
    """The vectors of passages in 8 bits, in lists of such as are close to each other.

    FAISS believes whatever a file says, so it is shown nothing that was not compared with its checksum.

    Args:
        file: What `write` wrote.
        count: How many passages it holds.
        dimensions: How long a vector is.

    Raises:
        ArchiveUnusable: The file is damaged. `nearest` may raise it too.
    """

    def __init__(self, file: SealedFile, count: int, dimensions: int) -> None:
        import faiss

        self._file, self._row = file, dimensions + _NUMBER
        self._seen: set[int] = set()  # lists
        file.see(0, file.size - count * self._row)  # what is before the lists is loaded
        try:
            index: Any = faiss.read_index(str(file.path), faiss.IO_FLAG_MMAP)
        except RuntimeError as error:  # of FAISS, whatever is wrong
            raise damage(file.path) from error
        index.nprobe = min(_PROBED, index.nlist)
        self._index = index
        lists: Any = faiss.downcast_InvertedLists(index.invlists)
        # Fetching ahead starts 32 threads for each question, which takes six times as long as the search itself.
        lists.prefetch_nthread = 0
        self._places = lists.lists

    @staticmethod
    def write(vectors: NDArray[np.float16], path: Path) -> None:
        """Put vectors, shape (passages, dimensions), into lists; little of them is held in memory."""
        import faiss

        passages, width = vectors.shape
        lists = max(1, min(passages // _LIST, _MOST_LISTS))
        bits = faiss.ScalarQuantizer.QT_8bit
        index = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(width), width, lists, bits, faiss.METRIC_INNER_PRODUCT)
        step = max(1, passages // (_TRAINED_ON * lists))
        index.train(vectors[::step].astype(np.float32))
        for begin in range(0, passages, _AT_ONCE):
            index.add(vectors[begin : begin + _AT_ONCE].astype(np.float32))
        with path.open("wb") as file:  # FAISS itself would print what goes wrong when it closes a file
            writer: Any = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]  # its stubs leave this out
            faiss.write_index(index, writer)

    def nearest(
        self, vector: Vectors, count: int, alive: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The closest passages of those alive, numbered from 0, and roughly how close they are."""
        import faiss

        close, lists = self._index.quantizer.search(vector[None], self._index.nprobe)
        for number in set(lists[0].tolist()) - self._seen:
            place = self._places.at(number)
            self._file.see(place.offset, place.offset + place.capacity * self._row)
            self._seen.add(number)
        if alive is None:
            found, passages = self._index.search_preassigned(vector[None], count, lists, close)
        else:  # which the former cannot be told
            parameters: Any = faiss.SearchParametersIVF
            only = parameters(sel=selector(alive), nprobe=self._index.nprobe)
            found, passages = self._index.search(vector[None], count, params=only)
        kept = passages[0] >= 0
        return passages[0][kept], found[0][kept]
