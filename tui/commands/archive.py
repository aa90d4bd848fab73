"""`byline add`, `byline remove`, `byline list`: what is in an archive."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from assistant import ArchiveAssistant, Article, AssistantError, CannotOpen, Settings, load_article, sanitise_line
from tui.arguments import BadInput
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
    """Add what can be read; each file or folder that cannot is told, and makes the exit code 2.

    Without anything to add no archive is made.
    """
    refused: list[AssistantError] = []
    paths = [path for given in command.paths for path in _files(Path(given), refused)]
    is_new = not command.archive.startswith("milvus+") and not Path(command.archive).exists()
    if is_new and not paths and not refused:
        raise BadInput(f"{', '.join(command.paths)}: no text files there ({', '.join(sorted(_KINDS))})")
    articles = _articles(paths, refused)
    first = next(articles, None)
    if first is None and refused:
        return _told(refused)
    try:
        with ProgressLine(sys.stderr) as progress:
            opened = ArchiveAssistant.open(
                command.archive, create=first is not None, settings=settings, progress=progress
            )
            known = () if first is None else (first,)
            added = opened.add(chain(known, articles), len(paths), progress, refused.append)
    except KeyboardInterrupt:
        print("byline: interrupted; the same command goes on where it was", file=sys.stderr)
        raise
    code = _told(refused)
    print(f"{added:,} added, {len(opened):,} in the archive")
    return code


def _told(refused: list[AssistantError]) -> Exit:
    for error in refused:
        print(f"byline: {sanitise_line(str(error))}", file=sys.stderr)
    return Exit.BAD_INPUT if refused else Exit.YES


def _remove(command: Remove, settings: Settings) -> Exit:
    """Forget articles, each by its name or by what `byline list` shows of it."""
    opened = ArchiveAssistant.open(command.archive, settings=settings)
    missing = []
    for name in map(_text, command.names):
        if opened.remove(name):
            continue
        listed = [each for each in opened.names() if sanitise_line(each) == name]
        if len(listed) == 1:
            opened.remove(listed[0])
            continue
        missing.append(name)
        reason = "several articles are listed so" if listed else "not in the archive"
        print(f"byline: {sanitise_line(name)}: {reason}", file=sys.stderr)
    print(f"{len(command.names) - len(missing):,} removed, {len(opened):,} in the archive")
    return Exit.BAD_INPUT if missing else Exit.YES


def _files(path: Path, refused: list[AssistantError]) -> list[Path]:
    """A file, or the text files of a folder and of those in it."""
    if not path.is_dir():
        return [path]

    def refuse(error: OSError) -> None:
        refused.append(CannotOpen(f"{error.filename}: {error.strerror}"))

    found = (Path(folder, name) for folder, _, names in os.walk(path, onerror=refuse) for name in names)
    return sorted(file for file in found if file.suffix.lower() in _KINDS)


def _articles(paths: list[Path], refused: list[AssistantError]) -> Iterator[Article]:
    """The articles, each called by its path as it was given, so that two of the same file name stay apart."""
    for path in paths:
        try:
            yield Article(_text(path.as_posix()), load_article(path).text)
        except AssistantError as error:
            refused.append(error)


def _text(name: str) -> str:
    """A file's name with its bytes that are no text written out, so that names that differ still do."""
    return os.fsencode(name).decode(errors="backslashreplace")
