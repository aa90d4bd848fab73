"""Files that never change once they are written: what is read of them is compared with its checksum before."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ArchiveUnusable

# So many bytes have one checksum: about as many as a question reads in one place.
_PART = 1 << 16
_SUMS = "sums.json"


class Column(Protocol):
    """A one-dimensional array of which slices are taken."""

    def __len__(self) -> int: ...

    def __getitem__(self, some: slice) -> NDArray[Any]: ...


class SealedFile:
    """A file of which only what is needed is read and compared, once, so that a very large one opens at once.

    Args:
        path: Where it is.
        size: How long it was when it was sealed.
        sums: The checksum of each part.

    Raises:
        ArchiveUnusable: It is missing or has another length. Every method raises it where what it reads is damaged.
    """

    def __init__(self, path: Path, size: int, sums: list[int]) -> None:
        self.path, self.size = path, size
        self._sums = sums
        self._seen: set[int] = set()
        try:
            found = path.stat().st_size
        except OSError as error:
            raise damage(path) from error
        if found != size:  # reading behind the end of a mapped file would end the process
            raise damage(path)

    def see(self, start: int, end: int) -> None:
        """Compare the bytes from `start` to `end`; what was compared before costs nothing."""
        new = [part for part in range(start // _PART, -(-end // _PART)) if part not in self._seen]
        if not new:
            return
        with self.path.open("rb", buffering=0) as file:  # mapped once more, it would count twice as memory
            for part in new:
                file.seek(part * _PART)
                if checksum(file.read(_PART)) != self._sums[part]:
                    raise damage(self.path)
                self._seen.add(part)

    def column(self) -> SealedColumn:
        """The array that it holds in NumPy's format, mapped into memory."""
        return SealedColumn(self)


class SealedColumn:
    """An array in a sealed file, compared as it is read."""

    def __init__(self, file: SealedFile) -> None:
        file.see(0, 1)  # NumPy believes what the header says
        mapped = np.load(file.path, mmap_mode="r", allow_pickle=False)
        self._file, self._offset, self._array = file, mapped.offset, mapped.view(np.ndarray)

    def __len__(self) -> int:
        return len(self._array)

    def __getitem__(self, some: slice) -> NDArray[Any]:
        start, end, _ = some.indices(len(self._array))
        width = self._array.itemsize
        self._file.see(self._offset + start * width, self._offset + end * width)
        part: NDArray[Any] = self._array[some]
        return part


def seal(folder: Path) -> int:
    """Bring a folder's files to the disk, and write their checksums beside them; gives the checksum of these."""
    sums = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            parts = [checksum(part) for part in iter(partial(file.read, _PART), b"")]
            os.fsync(file.fileno())
        sums[path.name] = {"size": path.stat().st_size, "sums": parts}
    data = json.dumps(sums).encode()
    with (folder / _SUMS).open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return checksum(data)


def unseal(folder: Path, sealed: int) -> Mapping[str, SealedFile]:
    """The files of a folder by name.

    Args:
        folder: The folder.
        sealed: What `seal` gave.

    Raises:
        ArchiveUnusable: A file is missing, or is not as long as it was.
    """
    try:
        data = (folder / _SUMS).read_bytes()
    except OSError as error:
        raise damage(folder / _SUMS) from error
    if checksum(data) != sealed:
        raise damage(folder / _SUMS)
    return {name: SealedFile(folder / name, **about) for name, about in json.loads(data).items()}


def checksum(*values: object) -> int:
    """A number that tells these values from what damage makes of them, also of another type; not from a forgery."""
    total = 0
    for value in values:
        total = zlib.crc32(value if isinstance(value, bytes | memoryview) else f"{value!r},".encode(), total)
    return total


def sealed_row(*values: object) -> tuple[object, ...]:
    """A row of a database with its checksum at the end."""
    return (*values, checksum(*values))


def unsealed_row(row: Sequence[Any] | None, path: Path) -> Sequence[Any]:
    """What a row says, if it is as it was written.

    Raises:
        ArchiveUnusable: It is not, or there is none; the database at `path` is damaged.
    """
    if row is None or checksum(*row[:-1]) != row[-1]:
        raise damage(path)
    return row[:-1]


def damage(path: Path) -> ArchiveUnusable:
    """What to say of a damaged part of an archive."""
    return ArchiveUnusable(f"{path}: damaged; add the articles to a new archive")
