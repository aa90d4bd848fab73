"""A stored folder is whole or absent, and nobody ever reads wrong content."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from index.errors import StoredIndexAbsent, StoredIndexUnreadable, StoreUnwritable
from index.storage import MANIFEST, STALE_SECONDS, IndexStore, SealedManifest, cache_folder

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
    with pytest.raises(StoredIndexAbsent, match="def456: nothing stored"):
        store.load("def456")
    with pytest.raises(StoredIndexAbsent):
        IndexStore(store.root / "nowhere").load("abc123")
    (store.root / "abc123" / MANIFEST).unlink()
    with pytest.raises(StoredIndexUnreadable, match=r"manifest\.json: missing") as caught:
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
            with pytest.raises(StoredIndexUnreadable, match=r"manifest\.json: damaged"):
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
    with pytest.raises(StoredIndexUnreadable, match=f"{name}: (No such file|missing)"):
        store.load("abc123")


def test_a_folder_of_another_key_is_refused(store: IndexStore) -> None:
    """A folder renamed by hand does not answer for another article."""
    (store.root / "abc123").rename(store.root / "def456")
    with pytest.raises(StoredIndexUnreadable, match="belongs to another index"):
        store.load("def456")


def test_a_folder_of_another_version_is_refused(store: IndexStore) -> None:
    """Though all of it is whole."""
    path = store.root / "abc123" / MANIFEST
    manifest = SealedManifest.model_validate_json(path.read_bytes()).manifest.model_copy(update={"version": 99})
    seal = hashlib.sha256(manifest.model_dump_json().encode()).hexdigest()
    path.write_bytes(SealedManifest(sha256=seal, manifest=manifest).model_dump_json().encode())
    with pytest.raises(StoredIndexUnreadable, match="written by another version of Byline"):
        store.load("abc123")


def test_the_manifest_says_who_wrote_it(store: IndexStore) -> None:
    """For people who look into the cache."""
    data = (store.root / "abc123" / MANIFEST).read_bytes()
    assert SealedManifest.model_validate_json(data).manifest.created_by == f"byline {version('byline')}"


def test_a_manifest_that_cannot_be_read_is_told_from_one_that_is_missing(store: IndexStore) -> None:
    """A folder in its place: the system's own reason is given."""
    path = store.root / "abc123" / MANIFEST
    path.unlink()
    path.mkdir()
    with pytest.raises(StoredIndexUnreadable, match=r"manifest\.json: Is a directory"):
        store.load("abc123")


def test_what_is_stored_already_is_not_written_again(store: IndexStore) -> None:
    """The folder stays the same one, with what was said about it then."""
    before = (store.root / "abc123").stat().st_ino
    store.save("abc123", FILES, about={"article": "renamed.txt"})
    assert (store.root / "abc123").stat().st_ino == before


def test_folders_are_made_where_there_are_none(tmp_path: Path) -> None:
    """As deep as needed."""
    IndexStore(tmp_path / "not" / "there" / "yet").save("abc123", FILES, about={})
    assert IndexStore(tmp_path / "not" / "there" / "yet").load("abc123") == FILES


def test_a_write_that_fails_leaves_nothing_behind(store: IndexStore) -> None:
    """The file system refuses a name of 300 letters; what was stored stays, and no half folder beside it."""
    with pytest.raises(StoreUnwritable, match=r"indexes: cannot be written \(File name too long\)"):
        store.save("abc123", {"first": b"1", "x" * 300: b"2"}, about={})
    assert [path.name for path in store.root.iterdir()] == ["abc123"]
    assert store.load("abc123") == FILES


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
    old, fresh, aside = (store.root / f".def456.{name}" for name in ("0000.tmp", "1111.tmp", "2222.old"))
    for folder in (old, fresh, aside):
        folder.mkdir()
        (folder / "vectors.faiss").write_bytes(b"half")
    long_ago = time.time() - STALE_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    os.utime(aside, (long_ago, long_ago))
    with pytest.raises(StoredIndexAbsent):
        store.load("def456")
    store.save("def456", FILES, about={})
    assert store.load("def456") == FILES
    assert (old.exists(), fresh.exists(), aside.exists()) == (False, True, False)


def test_a_file_in_the_way_hinders_nothing(store: IndexStore) -> None:
    """Beside the folders, in a folder's place, or old and called as what writers leave behind."""
    old = store.root / ".abc123.0000.tmp"
    for path in (store.root / "def456", store.root / "notes.txt", old):
        path.write_text("in the way")
    os.utime(old, (0, 0))
    store.save("def456", FILES, about={})
    assert store.load("def456") == FILES
    assert (store.root / "notes.txt").read_text() == "in the way"


class _Overtaken(IndexStore):
    """Another program stores the same while this one writes."""

    def _sweep(self) -> None:
        super()._sweep()
        IndexStore(self.root).save("def456", FILES, about={"written": "first"})


def test_who_comes_second_leaves_the_first_alone(store: IndexStore) -> None:
    """The folder stays the one that was there, and nothing is left beside it."""
    _Overtaken(store.root).save("def456", FILES, about={"written": "second"})
    assert b'"written":"first"' in (store.root / "def456" / MANIFEST).read_bytes()
    assert {path.name for path in store.root.iterdir()} == {"abc123", "def456"}


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


def test_the_least_recently_used_make_room(tmp_path: Path) -> None:
    """Reading counts as use; what was just saved stays, however large it is."""
    store = IndexStore(tmp_path, most_bytes=3000)
    for age, key in enumerate(["a", "b", "c"]):
        store.save(key, {"data": bytes(500)}, about={})
        os.utime(tmp_path / key, (age, age))
    store.load("a")
    store.save("d", {"data": bytes(500)}, about={})
    assert {path.name for path in tmp_path.iterdir()} == {"a", "c", "d"}
    store.save("e", {"data": bytes(5000)}, about={})
    assert [path.name for path in tmp_path.iterdir()] == ["e"]


@pytest.mark.parametrize(("short", "left"), [(0, {"a", "b"}), (1, {"b"})])
def test_what_just_fits_stays(tmp_path: Path, short: int, left: set[str]) -> None:
    """One byte too many, and the oldest goes."""
    IndexStore(tmp_path).save("a", FILES, about={})
    size = sum(file.stat().st_size for file in (tmp_path / "a").iterdir())
    IndexStore(tmp_path, most_bytes=2 * size - short).save("b", FILES, about={})
    assert {path.name for path in tmp_path.iterdir()} == left


def test_the_cache_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """BYLINE_CACHE wins; without it the folder is called byline."""
    monkeypatch.setenv("BYLINE_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("BYLINE_CACHE")
    assert cache_folder().name == "byline"


def _save_often(root: Path, letter: bytes) -> None:
    for _ in range(25):
        IndexStore(root).save("shared", {"one": letter * 5000, "two": letter}, about={})
    sys.exit(0)


def _flipped(data: bytes, position: int, bit: int = 1) -> bytes:
    return data[:position] + bytes([data[position] ^ bit]) + data[position + 1 :]
