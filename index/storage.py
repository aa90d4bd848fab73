"""Folders of named files on disk, each whole or absent: written aside, flushed, renamed, checksummed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path
from pydantic import StringConstraints, ValidationError

from index.errors import StoredIndexAbsent, StoredIndexUnreadable, StoreUnwritable
from index.record import Record
from index.version import __version__

VERSION = 1
MANIFEST = "manifest.json"
# A folder that is still being written is touched every few seconds; one this old has lost its process. Process
# ids are no help: a cache may be shared between containers.
STALE_SECONDS = 3600.0
# Under one root; beyond it the least recently used folders go.
MOST_BYTES = 1 << 30

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_SWAP_TRIES, _SWAP_SECONDS = 5, 0.02


class StoredFile(Record):
    """Size in bytes and SHA-256, in lower-case hexadecimal, of one file."""

    size: int
    sha256: str


class Manifest(Record):
    """What one folder holds. `about` is for people who look into the cache; nothing is decided by it."""

    version: int
    key: str
    created_by: str
    about: dict[str, str | int | float]
    files: dict[Annotated[str, StringConstraints(pattern=rf"^{_NAME.pattern}\z")], StoredFile]


class SealedManifest(Record):
    """A manifest with the SHA-256 of its own JSON. On disk it is exactly `model_dump_json()`, so every bit counts."""

    sha256: str
    manifest: Manifest


class IndexStore:
    """Whole folders of files under one root, each named by its key.

    A reader gets exactly what one writer stored, or an error, also while other processes write the same key.
    """

    def __init__(self, root: Path, most_bytes: int = MOST_BYTES) -> None:
        self.root = root
        self._most_bytes = most_bytes

    def save(self, key: str, files: Mapping[str, bytes | bytearray], *, about: Mapping[str, str | int | float]) -> None:
        """Store `files` under `key`, in place of what was there. A folder that already holds them is left alone.

        Raises:
            StoreUnwritable: The disk is full, read-only or otherwise refuses.
            ValueError: The key or a file's name is not a plain name.
        """
        for name in (key, *files):
            if not _NAME.fullmatch(name) or name == MANIFEST:
                raise ValueError(f"not a name for a stored file: {name!r}")
        manifest = Manifest(
            version=VERSION,
            key=key,
            created_by=f"byline {__version__}",
            about=dict(about),
            files={name: StoredFile(size=len(data), sha256=_sha256(data)) for name, data in files.items()},
        )
        if self._holds(key, manifest.files):
            return
        sealed = SealedManifest(sha256=_sha256(manifest.model_dump_json().encode()), manifest=manifest)
        temporary = self.root / f".{key}.{secrets.token_hex(8)}.tmp"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._sweep()
            temporary.mkdir()
            for name, data in files.items():
                _write_flushed(temporary / name, data)
            _write_flushed(temporary / MANIFEST, sealed.model_dump_json().encode())
            _flush_folder(temporary)
            self._swap_in(temporary, self.root / key, manifest.files)
            _flush_folder(self.root)
            self._make_room(key)
        except OSError as error:
            shutil.rmtree(temporary, ignore_errors=True)
            raise StoreUnwritable(f"{self.root}: cannot be written ({error.strerror or error})") from error

    def load(self, key: str) -> dict[str, bytes]:
        """The files stored under `key`, by name, as they were saved.

        Raises:
            StoredIndexAbsent: Nothing is stored under this key.
            StoredIndexUnreadable: What is stored is damaged, incomplete, of another version or not readable.
        """
        folder = self.root / key
        manifest = self._manifest(key)
        files = {}
        for name, expected in manifest.files.items():
            try:
                data = (folder / name).read_bytes()
            except OSError as error:
                raise StoredIndexUnreadable(f"{folder / name}: {error.strerror or error}") from error
            if len(data) != expected.size or _sha256(data) != expected.sha256:
                raise StoredIndexUnreadable(f"{folder / name}: damaged")
            files[name] = data
        with contextlib.suppress(OSError):  # a cache that may only be read
            os.utime(folder)
        return files

    def _manifest(self, key: str) -> Manifest:
        path = self.root / key / MANIFEST
        try:
            data = self._read_manifest(path)
        except OSError as error:
            raise StoredIndexUnreadable(f"{path}: {error.strerror or error}") from error
        try:
            sealed = SealedManifest.model_validate_json(data)
        except ValidationError as error:
            raise StoredIndexUnreadable(f"{path}: damaged, or written by another version of Byline") from error
        manifest = sealed.manifest
        if sealed.model_dump_json().encode() != data or _sha256(manifest.model_dump_json().encode()) != sealed.sha256:
            raise StoredIndexUnreadable(f"{path}: damaged")
        if manifest.version != VERSION:
            raise StoredIndexUnreadable(f"{path}: written by another version of Byline")
        if manifest.key != key:
            raise StoredIndexUnreadable(f"{path}: belongs to another index")
        return manifest

    def _read_manifest(self, path: Path) -> bytes:
        """Its bytes; where a writer is just swapping the folder, wait for it."""
        for _ in range(_SWAP_TRIES):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                return path.read_bytes()
            there = path.parent.exists()
            if not there and not any(self.root.glob(f".{path.parent.name}.*.old")):
                break
            time.sleep(_SWAP_SECONDS)
        if there:
            raise StoredIndexUnreadable(f"{path}: missing")
        raise StoredIndexAbsent(f"{path.parent}: nothing stored")

    def _holds(self, key: str, files: Mapping[str, StoredFile]) -> bool:
        try:
            return self._manifest(key).files == files and bool(self.load(key))
        except StoredIndexUnreadable:
            return False

    def _swap_in(self, temporary: Path, target: Path, files: Mapping[str, StoredFile]) -> None:
        """Rename into place; no operating system's rename replaces a folder that holds files, so go by the side."""
        for _ in range(_SWAP_TRIES):
            with contextlib.suppress(OSError):  # something stands there
                temporary.rename(target)
                return
            if self._holds(target.name, files):  # another writer came first
                shutil.rmtree(temporary, ignore_errors=True)
                return
            aside = _aside(target)
            with contextlib.suppress(FileNotFoundError):
                target.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)
        temporary.rename(target)

    def _sweep(self) -> None:
        """Delete what writers that died left behind."""
        for pattern in (".*.tmp", ".*.old"):
            for left in self.root.glob(pattern):
                try:
                    age = time.time() - left.stat().st_mtime
                except FileNotFoundError:
                    continue
                if age > STALE_SECONDS:
                    shutil.rmtree(left, ignore_errors=True)

    def _make_room(self, saved: str) -> None:
        """Delete the least recently used folders, never the one just saved, until the rest is small enough."""
        sizes: list[tuple[float, int, Path]] = []
        for folder in self.root.glob("[!.]*"):
            with contextlib.suppress(OSError):  # another writer is making room too
                sizes.append((folder.stat().st_mtime, sum(file.stat().st_size for file in folder.iterdir()), folder))
        excess = sum(size for _, size, _ in sizes) - self._most_bytes
        for _, size, folder in sorted(sizes):
            if excess > 0 and folder.name != saved:
                with contextlib.suppress(OSError):
                    shutil.rmtree(folder.rename(_aside(folder)), ignore_errors=True)  # absent at once, never in part
                excess -= size


def cache_folder() -> Path:
    """Where Byline keeps what it can make again: `BYLINE_CACHE`, or the user's cache folder. It may not exist yet."""
    chosen = os.environ.get("BYLINE_CACHE")
    return Path(chosen) if chosen else user_cache_path("byline")


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.{secrets.token_hex(8)}.old")


def _write_flushed(path: Path, data: bytes | bytearray) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(data: bytes | bytearray) -> str:
    return hashlib.sha256(data).hexdigest()
