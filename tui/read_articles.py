"""Read the articles that the command line names."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

from assistant import Article, CannotOpen, decode, load_article, sanitise_line
from index import IndexingError

STANDARD_INPUT = "-"


def read_articles(paths: Sequence[str]) -> tuple[Article, ...]:
    """The articles, each with a name of its own: the file's, or the path where two files share one.

    Raises:
        AssistantError: One of them is missing, empty or not text.
    """
    articles = [_read(path) for path in paths]
    names = Counter(article.id for article in articles)
    return tuple(
        Article(sanitise_line(article.id if names[article.id] == 1 else f"{path} #{number}"), article.text)
        for number, (path, article) in enumerate(zip(paths, articles, strict=True), 1)
    )


def _read(path: str) -> Article:
    if path == STANDARD_INPUT:
        return _read_standard_input()
    return load_article(path)


def _read_standard_input() -> Article:
    name = "standard input"
    try:
        return Article(name, decode(sys.stdin.buffer.read(), name))
    except IndexingError as error:
        raise CannotOpen(str(error)) from error
