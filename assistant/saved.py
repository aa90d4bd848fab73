"""What is known of a conversation that is kept, and of the articles that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from assistant.articles import load_article
from assistant.errors import CannotOpen
from index import Article
from index.record import Record

State = Literal["same", "changed", "gone"]


class SavedArticle(Record):
    """An article that a conversation is about.

    Attributes:
        name: The article's id, as citations name it.
        path: Where its file lay, absolute; None for standard input, or where the path is no text.
        sha256: Of the text that was asked about.
    """

    name: str
    path: str | None
    sha256: str

    @classmethod
    def of(cls, article: Article, path: Path | None) -> SavedArticle:
        """An article that was read from a file, or from elsewhere."""
        where = str(path.resolve()) if path is not None else None
        if where is not None and where.encode(errors="replace").decode() != where:
            where = None
        return cls(name=article.id, path=where, sha256=article.sha256)

    def state(self) -> State:
        """What has become of the file since; "gone" also where it cannot be read, or there was none. Reads it."""
        if self.path is None:
            return "gone"
        try:
            return "same" if load_article(self.path).sha256 == self.sha256 else "changed"
        except CannotOpen:
            return "gone"


class SavedConversation(Record):
    """A conversation that is kept, without its turns.

    Attributes:
        id: A number that is never used again.
        title: Its first question, or what the user called it.
        created: When it began, in UTC.
        used: When its last turn was added, in UTC.
        turns: How many.
        articles: What it is about, in the order in which they were opened.
        damaged: Whether its bytes in the file are other than those that were written. It cannot be gone on with; its
            title may be another, its times are 1970 and its articles none.
    """

    id: int
    title: str
    created: datetime
    used: datetime
    turns: int
    articles: tuple[SavedArticle, ...]
    damaged: bool = False

    def is_about(self, articles: Sequence[SavedArticle]) -> bool:
        """Whether it is about these articles and no other, by their files or by their text."""
        return len(articles) == len(self.articles) and all(
            any(a.sha256 == b.sha256 or (a.path is not None and a.path == b.path) for b in self.articles)
            for a in articles
        )
