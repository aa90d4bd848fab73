"""Read the articles and the files that the command line names."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from assistant import Article, load_article, named_apart, parse_article
from index.load import MOST_BYTES
from tui.arguments import BadInput
from tui.command import STANDARD_INPUT


def read_articles(paths: Sequence[str]) -> tuple[Article, ...]:
    """The articles, each with a name of its own.

    Raises:
        AssistantError: One of them is missing, empty, too large or not text.
        BadInput: Standard input is too large.
    """
    return tuple(named_apart([_read(path) for path in paths]))


def read_bytes(path: str) -> bytes:
    """What a file or standard input holds.

    Raises:
        OSError: It cannot be read.
        BadInput: It is too large to be an article, a record or a file of questions.
    """
    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)  # it may have no end
    else:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        name = "standard input" if path == STANDARD_INPUT else path
        raise BadInput(f"{name}: larger than {MOST_BYTES // 10**6} MB")
    return data


def _read(path: str) -> Article:
    if path == STANDARD_INPUT:
        return parse_article(read_bytes(path), "standard input")
    return load_article(path)
