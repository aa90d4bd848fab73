"""Archives whose files are damaged, or whose writers are killed."""

from __future__ import annotations

import itertools
import random
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from index import Article
from index.archive import Archive
from index.errors import ArchiveUnusable
from index.folder import FolderShelf
from tests.fakes import FakeEncoder
from tests.torture.damage import spoil
from tests.torture.killed import live_and_die
from tests.torture.parts import article, in_a_process, processes

_COUNT, _BLOCK = 60, 40  # articles, and passages in a block: one made of four, and some passages in none
_MOST_ARTICLES = 400
_ROOM = 1500  # KB that all articles take while blocks are made of them
_MOST_MEMORY = 4 << 30  # bytes of addresses
_QUESTIONS = ("K7yiv denied", "drones over the K31remlin", "who closed the bridge?")

Found = list[tuple[str, str, tuple[tuple[int, int, float], ...]]]
Used = tuple[list[str], Found]


def damaged_archive(count: int, chance: random.Random) -> Iterator[str]:
    """One line and no answer, or the same answers as ever; never a crash, nor memory without end."""
    with tempfile.TemporaryDirectory() as name:
        whole, spoiled = Path(name) / "whole", Path(name) / "spoiled"
        for number in range(_COUNT):
            _open(whole).add([_article(number)], 1)
        _open(whole).remove(_article(3).id)
        shutil.copytree(whole, spoiled)
        expected = _use(spoiled)
        shutil.rmtree(spoiled)
        files = sorted(path.relative_to(whole) for path in whole.rglob("*") if path.is_file())
        for _ in range(count):
            shutil.copytree(whole, spoiled)
            file = chance.choice(files)
            done = spoil(spoiled / file, chance)
            ours, theirs = processes().Pipe(duplex=False)
            process = processes().Process(target=_try, args=(str(spoiled), theirs))
            process.start()
            theirs.close()
            process.join()
            assert process.exitcode == 0, (file, done, process.exitcode)
            found = ours.recv()
            if isinstance(found, str):
                assert "\n" not in found
                outcome = "refused"
            else:
                assert found == expected, (file, done)
                outcome = "harmless"
            shutil.rmtree(spoiled)
            yield f"{file.name} {done}: {outcome}"


def killed_archivist(count: int, chance: random.Random) -> Iterator[str]:
    """Whenever a writer dies, its articles are there whole and are found, and the next one goes on."""
    with tempfile.TemporaryDirectory() as name:
        folder, first = Path(name) / "archive", 0
        for _ in range(count):
            _open(folder)
            confirmed = len(live_and_die(_add_on, f"{folder}\n{first}", chance))
            archive = _open(folder)
            there = len(archive) - first
            assert there in (confirmed, confirmed + 1), (there, confirmed)
            assert sorted(archive.names()) == sorted(_article(n).id for n in range(first + there))
            for number in range(first, first + there, 5):
                index = archive.choose([f"K{number}yiv denied K{number}remlin"])
                assert index is not None
                assert _article(number) in index.articles, number
            first += there
            if first > _MOST_ARTICLES:
                shutil.rmtree(folder)
                first = 0
            yield "kept one more than it could say" if there > confirmed else "kept what it said"


def archive_on_a_full_disk(count: int, chance: random.Random) -> Iterator[str]:
    """One line says so; what was kept before is found, and adding goes on as soon as there is room."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "disk"
        folder.mkdir()
        for _ in range(count):
            size = chance.randrange(100, 2000)
            try:
                mount = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(folder)]
                subprocess.run(mount, check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError):
                yield "not tried, for want of the right to mount"
                continue
            try:
                in_a_process(_fill, folder)
                subprocess.run(["mount", "-o", "remount,size=100m", str(folder)], check=True)
                in_a_process(_go_on, folder)
            finally:
                subprocess.run(["umount", str(folder)], check=True)
            yield "full" if size < _ROOM else "large enough"


def _fill(folder: Path) -> None:
    kept = 0
    try:
        archive = _open(folder / "archive")
        for number in range(_COUNT):
            archive.add([_article(number)], 1)
            kept += 1
    except ArchiveUnusable as refusal:
        assert "\n" not in str(refusal)
    if kept:
        archive = Archive(FolderShelf(folder / "archive", FakeEncoder(), block=_BLOCK), FakeEncoder())
        assert sorted(archive.names()) == sorted(_article(number).id for number in range(kept))
        assert len(_found(archive, _QUESTIONS[:1])) >= 1


def _go_on(folder: Path) -> None:
    archive = _open(folder / "archive")
    archive.add([_article(number) for number in range(_COUNT)], _COUNT)
    assert len(archive) == _COUNT
    assert len(_found(archive, _QUESTIONS)) >= len(_QUESTIONS)


def _add_on(given: str, say: Connection) -> None:
    folder, first = given.split("\n")
    archive = _open(Path(folder))
    say.send_bytes(b"begin")
    for number in itertools.count(int(first)):
        archive.add([_article(number)], 1)
        say.send_bytes(b"kept")


def _try(folder: str, say: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    try:
        say.send(_use(Path(folder)))
    except ArchiveUnusable as refusal:
        say.send(str(refusal))


def _use(folder: Path) -> Used:
    """The articles' names, and what is found for a few questions before and after another article comes."""
    archive = Archive(FolderShelf(folder, FakeEncoder(), block=_BLOCK), FakeEncoder())
    names, found = list(archive.names()), _found(archive, _QUESTIONS)
    archive.add([_article(99)], 1)
    return names, [*found, *_found(archive, [*_QUESTIONS, "K99yiv denied"])]


def _found(archive: Archive, questions: Sequence[str]) -> Found:
    found = []
    for question in questions:
        index = archive.choose([question])
        assert index is not None
        hits = tuple((hit.passage.start, hit.passage.end, hit.score) for hit in index.search(question))
        found += [(article.id, article.text, hits) for article in index.articles]
    return found


def _article(number: int) -> Article:
    return article(number, f"{number}.txt")


def _open(folder: Path) -> Archive:
    return Archive(FolderShelf(folder, FakeEncoder(), create=True, block=_BLOCK), FakeEncoder())
