"""A stored folder is whole or absent, and nobody ever reads wrong content."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from pathlib import Path

import pytest

from index.errors import StoredIndexAbsent, StoredIndexUnreadable, StoreUnwritable
from index.storage import MANIFEST, STALE_SECONDS, IndexStore, cache_folder

FILES = {"vectors.faiss": bytes(range(256)) * 20, "tokens.json": b'["who","denied"]', "empty.bin": b""}


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    store = IndexStore(tmp_path / "indexes")
    store.save("abc123", FILES, about={"article": "kremlin-drones.txt", "passages": 21})
    return store


def test_what_is_saved_is_loaded_byte_for_byte(store: IndexStore) -> None:
    """Loading gives the same names and bytes, and writing leaves one folder and nothing beside it."""
    assert store.load("abc123") == FILES
    assert [path.name for path in store.root.iterdir()] == ["abc123"]


def test_absent_is_told_from_damaged(store: IndexStore) -> None:
    """Another key, or a root that does not exist, is absent; a folder without its manifest is damaged."""
    with pytest.raises(StoredIndexAbsent):
        store.load("def456")
    with pytest.raises(StoredIndexAbsent):
        IndexStore(store.root / "nowhere").load("abc123")
    (store.root / "abc123" / MANIFEST).unlink()
    with pytest.raises(StoredIndexUnreadable) as caught:
        store.load("abc123")
    assert not isinstance(caught.value, StoredIndexAbsent)


@pytest.mark.parametrize("name", ["vectors.faiss", "tokens.json"])
def test_a_flipped_bit_in_any_file_is_noticed(store: IndexStore, name: str) -> None:
    """One bit differs, and the folder is refused with the file's name."""
    path = store.root / "abc123" / name
    for position in (0, path.stat().st_size - 1):
        path.write_bytes(_flipped(FILES[name], position))
        with pytest.raises(StoredIndexUnreadable, match=rf"{name}: damaged"):
            store.load("abc123")


def test_a_flipped_bit_anywhere_in_the_manifest_is_noticed(store: IndexStore) -> None:
    """Every byte of the manifest counts, also those in `about`, which nothing reads."""
    path = store.root / "abc123" / MANIFEST
    data = path.read_bytes()
    for position in range(len(data)):
        for bit in (1, 32):
            path.write_bytes(_flipped(data, position, bit))
            with pytest.raises(StoredIndexUnreadable):
                store.load("abc123")
    path.write_bytes(data)
    assert store.load("abc123") == FILES


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_a_missing_longer_or_truncated_file_is_noticed(store: IndexStore, name: str) -> None:
    """A file that lost its end, grew or vanished makes the whole folder unreadable."""
    path = store.root / "abc123" / name
    data = path.read_bytes()
    for changed in (data[: len(data) // 2], data + b"\0"):
        if changed != data:
            path.write_bytes(changed)
            with pytest.raises(StoredIndexUnreadable):
                store.load("abc123")
    path.unlink()
    with pytest.raises(StoredIndexUnreadable):
        store.load("abc123")


def test_a_folder_of_another_key_is_refused(store: IndexStore) -> None:
    """A folder renamed by hand does not answer for another article."""
    (store.root / "abc123").rename(store.root / "def456")
    with pytest.raises(StoredIndexUnreadable, match="belongs to another index"):
        store.load("def456")


def test_a_damaged_folder_is_replaced(store: IndexStore) -> None:
    """Saving again mends it, though the manifest alone looks right."""
    (store.root / "abc123" / "tokens.json").write_bytes(b"wrong")
    store.save("abc123", FILES, about={})
    assert store.load("abc123") == FILES
    assert [path.name for path in store.root.iterdir()] == ["abc123"]


def test_new_content_takes_the_place_of_old(store: IndexStore) -> None:
    """A file that the new content lacks is gone."""
    store.save("abc123", {"only.txt": b"new"}, about={})
    assert store.load("abc123") == {"only.txt": b"new"}


def test_half_written_folders_are_ignored_and_swept_when_old(store: IndexStore) -> None:
    """A writer's leftovers are never read; those over an hour old are deleted by the next writer, fresh ones stay."""
    old, fresh = store.root / ".def456.0000.tmp", store.root / ".def456.1111.tmp"
    for folder in (old, fresh):
        folder.mkdir()
        (folder / "vectors.faiss").write_bytes(b"half")
    long_ago = time.time() - STALE_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    with pytest.raises(StoredIndexAbsent):
        store.load("def456")
    store.save("def456", FILES, about={})
    assert store.load("def456") == FILES
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_store_that_cannot_be_written_says_so_in_one_line(tmp_path: Path) -> None:
    """Where a folder should be lies a file: the caller gets `StoreUnwritable`, not an OSError."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnwritable) as caught:
        IndexStore(tmp_path / "file" / "indexes").save("abc123", FILES, about={})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", MANIFEST])
def test_names_that_could_leave_the_folder_are_refused(store: IndexStore, name: str) -> None:
    """A key or file name is a plain name."""
    with pytest.raises(ValueError, match="not a name"):
        store.save("abc123", {name: b""}, about={})


def test_processes_that_save_and_load_at_once_read_whole_folders(store: IndexStore) -> None:
    """Two writers replace a folder over and over; a reader sees one writer's content each time, never a mixture."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_save_often, args=(store.root, letter)) for letter in (b"x", b"y")]
    for writer in writers:
        writer.start()
    wholes = {(b"x" * 5000, b"x"), (b"y" * 5000, b"y")}
    seen = 0
    while any(writer.is_alive() for writer in writers):
        try:
            files = store.load("shared")
        except StoredIndexUnreadable:
            continue  # not there yet, or replaced while it was read: an error, never wrong content
        assert (files["one"], files["two"]) in wholes
        seen += 1
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert seen > 0
    assert set(store.load("shared")) == {"one", "two"}
    assert sorted(path.name for path in store.root.iterdir()) == ["abc123", "shared"]


def test_the_cache_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """BYLINE_CACHE wins; without it the folder is called byline."""
    monkeypatch.setenv("BYLINE_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("BYLINE_CACHE")
    assert "byline" in str(cache_folder()).lower()


def _save_often(root: Path, letter: bytes) -> None:
    for _ in range(25):
        IndexStore(root).save("shared", {"one": letter * 5000, "two": letter}, about={})
    sys.exit(0)


def _flipped(data: bytes, position: int, bit: int = 1) -> bytes:
    return data[:position] + bytes([data[position] ^ bit]) + data[position + 1 :]
