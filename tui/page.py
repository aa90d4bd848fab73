"""An article made ready to be shown: the border where its text stops being untrusted."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from assistant import Article, paragraphs, sanitise, sanitise_line


@dataclass(frozen=True, slots=True)
class Page:
    """One article as it is shown. Offsets into `text` are the offsets into the article's own text.

    Attributes:
        article_id: The article's name, exactly; never shown.
        title: The name on one line, fit to be shown.
        text: The article's text without a control character, its tabs as spaces; as long as the article's text.
        paragraphs: Where each paragraph begins, ascending; paragraph 1 is the first.
    """

    article_id: str
    title: str
    text: str
    paragraphs: tuple[int, ...]

    @classmethod
    def of(cls, article: Article) -> Page:
        """Make an article ready. Takes a while for a text of megabytes: call it in a worker."""
        return cls(
            article.id,
            sanitise_line(article.id),
            sanitise(article.text).replace("\t", " "),
            tuple(start for start, _ in paragraphs(article.text)),
        )

    @classmethod
    def placeholder(cls, article: Article) -> Page:
        """Stands for an article that is still being made ready."""
        return cls(article.id, sanitise_line(article.id), "Opening …", ())

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that holds `offset`, from 1; 1 before the first."""
        return max(1, bisect_right(self.paragraphs, offset))
