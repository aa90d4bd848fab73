"""Read the articles and the files that the command line names."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from assistant import Article, load_article, named_apart, parse_article
from tui.command import STANDARD_INPUT


def read_articles(paths: Sequence[str]) -> tuple[Article, ...]:
    """The articles, each with a name of its own.

    Raises:
        AssistantError: One of them is missing, empty or not text.
    """
    return tuple(named_apart([_read(path) for path in paths]))


def read_bytes(path: str) -> bytes:
    """What a file or standard input holds. Raises `OSError`."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read() if sys.stdin else b""
    return Path(path).read_bytes()


def _read(path: str) -> Article:
    if path == STANDARD_INPUT:
        return parse_article(read_bytes(path), "standard input")
    return load_article(path)
