"""A cache that cannot be used."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from index.storage import IndexStore
from tests.torture.parts import article, in_a_process, rankings

_NOBODY = 65534


def refused_cache(count: int, chance: random.Random) -> Iterator[str]:
    """The article is searched all the same, from memory, and one line says that nothing is kept."""
    for number in range(count):
        harm = _HARMS[number % len(_HARMS)]
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            cache = Path(folder) / "cache"
            yield harm(cache) or str(harm.__name__).strip("_").replace("_", " ")


def _missing(cache: Path) -> None:
    found, told = rankings([article()], IndexStore(cache / "not" / "there" / "yet"))
    assert (found, told) == rankings([article()], None)


def _a_file_in_its_place(cache: Path) -> None:
    cache.write_text("in the way")
    _see_that_nothing_is_kept(cache)
    assert cache.read_text() == "in the way"


def _a_file_above_it(cache: Path) -> None:
    cache.write_text("in the way")
    _see_that_nothing_is_kept(cache / "indexes")


def _a_link_to_itself(cache: Path) -> None:
    cache.symlink_to(cache)
    _see_that_nothing_is_kept(cache)


def _read_only(cache: Path) -> None:
    cache.mkdir()
    cache.chmod(0o555)
    in_a_process(_without_rights, cache)


def _another_users(cache: Path) -> str | None:
    if os.geteuid() != 0:
        return "another user's: not tried, for want of another user"
    cache.mkdir(mode=0o700)
    in_a_process(_without_rights, cache)
    return None


def _no_file_may_grow(cache: Path) -> None:
    in_a_process(_with_small_files, cache)


def _full(cache: Path) -> str | None:
    cache.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(cache)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return "full: not tried, for want of the right to mount"
    try:
        _see_that_nothing_is_kept(cache)
        assert [*cache.iterdir()] == []
    finally:
        subprocess.run(["umount", str(cache)], check=True)
    return None


_HARMS: list[Callable[[Path], str | None]] = [
    _missing,
    _a_file_in_its_place,
    _a_file_above_it,
    _a_link_to_itself,
    _read_only,
    _another_users,
    _no_file_may_grow,
    _full,
]


def _without_rights(cache: Path) -> None:
    if os.geteuid() == 0:
        os.setuid(_NOBODY)
    _see_that_nothing_is_kept(cache)


def _with_small_files(cache: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    _see_that_nothing_is_kept(cache)
    assert [*cache.iterdir()] == []


def _see_that_nothing_is_kept(cache: Path) -> None:
    expected, _ = rankings([article()], None)
    for _ in range(2):
        found, told = rankings([article()], IndexStore(cache))
        assert found == expected
        assert [line.partition(":")[0] for line in told] in (
            ["The index is not kept"],
            ["The stored index is rebuilt", "The index is not kept"],
        ), told
