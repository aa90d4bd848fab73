"""`byline add`, `byline remove`, `byline list`: what is in an archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from assistant import ArchiveAssistant, Article, AssistantError, Settings, load_article, sanitise_line
from tui.command import Add, ListArchive, Remove
from tui.exit import Exit
from tui.progress import ProgressLine

_KINDS = {".txt", ".text", ".md", ".markdown"}


def archive(command: Add | Remove | ListArchive, settings: Settings) -> Exit:
    """Do it, and say in a line what was done."""
    match command:
        case Add():
            return _add(command, settings)
        case Remove():
            return _remove(command, settings)
        case ListArchive():
            for name in ArchiveAssistant.open(command.archive, settings=settings).names():
                print(sanitise_line(name))
            return Exit.YES


def _add(command: Add, settings: Settings) -> Exit:
    """Add what can be read; each file that cannot is told, and makes the exit code 2."""
    paths = [path for given in command.paths for path in _files(Path(given))]
    refused: list[AssistantError] = []
    try:
        with ProgressLine(sys.stderr) as progress:
            opened = ArchiveAssistant.open(command.archive, create=True, settings=settings, progress=progress)
            added = opened.add(_articles(paths, refused), len(paths), progress, refused.append)
    except KeyboardInterrupt:
        print("byline: interrupted; the same command goes on where it was", file=sys.stderr)
        raise
    for error in refused:
        print(f"byline: {sanitise_line(str(error))}", file=sys.stderr)
    print(f"{added:,} added, {len(opened):,} in the archive")
    return Exit.BAD_INPUT if refused else Exit.YES


def _remove(command: Remove, settings: Settings) -> Exit:
    opened = ArchiveAssistant.open(command.archive, settings=settings)
    missing = [name for name in command.names if not opened.remove(name)]
    for name in missing:
        print(f"byline: {sanitise_line(name)}: not in the archive", file=sys.stderr)
    print(f"{len(command.names) - len(missing):,} removed, {len(opened):,} in the archive")
    return Exit.BAD_INPUT if missing else Exit.YES


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in _KINDS and file.is_file())


def _articles(paths: list[Path], refused: list[AssistantError]) -> Iterator[Article]:
    """The articles, each called by its path as it was given, so that two of the same file name stay apart."""
    for path in paths:
        try:
            name = path.as_posix().encode(errors="replace").decode()
            yield Article(name, load_article(path).text)
        except AssistantError as error:
            refused.append(error)
