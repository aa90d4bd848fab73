"""Bits flipped and ends cut off in everything that is stored."""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from assistant import HistoryUnusable, ReaderUnavailable
from assistant.calibration import Calibration
from assistant.history import History
from assistant.reader.onnx import OnnxReader
from assistant.reader.shipped import SHIPPED
from assistant.saved import SavedArticle
from index.storage import MANIFEST, IndexStore, Manifest, SealedManifest
from tests.torture.damage import spoil
from tests.torture.parts import article, rankings, turn


def damaged_index(count: int, chance: random.Random) -> Iterator[str]:
    """One line says that the index is rebuilt, and what is found is the same as ever."""
    with tempfile.TemporaryDirectory() as folder:
        store = IndexStore(Path(folder))
        expected, _ = rankings([article()], store)
        (stored,) = store.root.iterdir()
        for _ in range(count):
            path = chance.choice(sorted(stored.iterdir()))
            done = spoil(path, chance)
            found, told = rankings([article()], store)
            assert found == expected, (path.name, done)
            assert [line.partition(":")[0] for line in told] == ["The stored index is rebuilt"], (path.name, done, told)
            assert rankings([article()], store) == (expected, []), (path.name, done)
            yield f"{path.name} {done}"


def other_version(count: int, chance: random.Random) -> Iterator[str]:
    """An index with a true seal, but of an older or a newer Byline, is rebuilt with one line."""
    with tempfile.TemporaryDirectory() as folder:
        store = IndexStore(Path(folder))
        expected, _ = rankings([article()], store)
        (stored,) = store.root.iterdir()
        for _ in range(count):
            version = chance.choice([-1, 0, 2, 3, 10**30])
            sealed = SealedManifest.model_validate_json((stored / MANIFEST).read_bytes())
            manifest = Manifest(**(dict(sealed.manifest) | {"version": version}))
            seal = hashlib.sha256(manifest.model_dump_json().encode()).hexdigest()
            other = SealedManifest(sha256=seal, manifest=manifest)
            newer_field = chance.random() < 0.5
            text = (
                other.model_dump_json().replace('"key"', '"later":1,"key"') if newer_field else other.model_dump_json()
            )
            (stored / MANIFEST).write_text(text)
            found, told = rankings([article()], store)
            assert found == expected
            assert len(told) == 1
            assert "another version" in told[0]
            yield f"version {version}{' with a field more' * newer_field}"


def damaged_history(count: int, chance: random.Random) -> Iterator[str]:
    """Every conversation comes back as it was, or one line says that it or the file is damaged; the others go on."""
    with tempfile.TemporaryDirectory() as folder:
        kept = History(Path(folder) / "kept.sqlite3")
        for number in range(3):
            about = [SavedArticle.of(article(), None)] * number
            conversation = kept.begin(about, turn(f"Who denied it, for the {number}. time?"))
            for more in range(6):
                kept.add(conversation, turn(f"And {more}?"))
        expected = {saved.id: (saved, kept.load(saved.id)) for saved in kept.conversations()}
        history = History(Path(folder) / "conversations.sqlite3")
        for _ in range(count):
            shutil.copy(kept.path, history.path)
            done = spoil(history.path, chance)
            before = history.path.read_bytes() if history.path.exists() else b""
            emptied = history.path.exists() and not before  # to SQLite a file that is only begun
            try:
                listed = history.conversations()
                damaged = [saved.id for saved in listed if saved.damaged]
                for saved in listed:
                    if not saved.damaged:
                        assert (saved, history.load(saved.id)) == expected[saved.id], done
                outcome = f"{len(damaged)} damaged" if damaged else "harmless"
                if len(listed) < len(expected):
                    outcome = f"{len(expected) - len(listed)} gone, {outcome}"
            except HistoryUnusable as refusal:
                assert "\n" not in str(refusal)
                outcome = "refused"
            assert emptied or (history.path.read_bytes() if history.path.exists() else b"") == before, done
            yield f"{done}: {outcome}"


def damaged_reader(count: int, chance: random.Random) -> Iterator[str]:
    """A reader whose files are not those that were shipped is refused in one line."""
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / "weights"
        shutil.copytree(SHIPPED, weights)
        names = [path.name for path in weights.iterdir() if path.suffix in {".onnx", ".json"}]
        for _ in range(count):
            name = chance.choice(sorted(names))
            done = spoil(weights / name, chance)
            try:
                OnnxReader.load(weights)
                Calibration.load(weights)
                outcome = "harmless"  # what stands in the manifest for people
                assert name == "manifest.json", (name, done)
            except ReaderUnavailable as refusal:
                assert "\n" not in str(refusal)
                outcome = "refused"
            shutil.copy(SHIPPED / name, weights / name)
            yield f"{name} {done}: {outcome}"
