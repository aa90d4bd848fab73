"""Articles from outside: read, named apart, or refused in one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import index
from assistant.errors import CannotOpen
from index import Article, IndexingError


def load_article(path: str | Path) -> Article:
    """Read one article from a file.

    Raises:
        CannotOpen: It is missing, empty, too large, not text, or of a kind that cannot be read.
    """
    try:
        return index.load_article(path)
    except IndexingError as error:
        raise CannotOpen(str(error)) from error


def parse_article(data: bytes, name: str) -> Article:
    """The same from bytes, such as standard input's.

    Raises:
        CannotOpen: They are empty, too many, or not UTF-8 text.
    """
    try:
        return Article(name, index.decode(data, name))
    except IndexingError as error:
        raise CannotOpen(str(error)) from error


def named_apart(articles: Sequence[Article]) -> list[Article]:
    """The articles with " (2)", " (3)" … behind names that came before; named apart again, they stay as they are."""
    taken: set[str] = set()
    apart = []
    for article in articles:
        name, number = article.id, 1
        while name in taken:
            number += 1
            name = f"{article.id} ({number})"
        taken.add(name)
        apart.append(article if name == article.id else Article(name, article.text))
    return apart
