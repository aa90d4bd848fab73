"""Read the articles that the command line names."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant import Article, load_article, named_apart, parse_article

STANDARD_INPUT = "-"


def read_articles(paths: Sequence[str]) -> tuple[Article, ...]:
    """The articles, each with a name of its own.

    Raises:
        AssistantError: One of them is missing, empty or not text.
    """
    return tuple(named_apart([_read(path) for path in paths]))


def _read(path: str) -> Article:
    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read() if sys.stdin else b""
        return parse_article(data, "standard input")
    return load_article(path)
