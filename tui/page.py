"""An article made ready to be shown: the border where its text stops being untrusted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant import Article, paragraphs, sanitise, sanitise_line
from tui.find import Span
from tui.markdown import Mark, fenced, is_markdown, marks_around

_PIECE = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """One article as it is shown. Offsets into `text` are the offsets into the article's own text.

    Attributes:
        article_id: The article's name, exactly; never shown.
        title: The name on one line, fit to be shown.
        text: The article's text without a control character, its tabs as spaces; as long as the article's text.
        paragraphs: Where each paragraph begins, ascending; paragraph 1 is the first.
        code: The blocks of code in Markdown, ascending; None where the article is not Markdown.
    """

    article_id: str
    title: str
    # Textual writes out what its workers are given: megabytes, before a key is answered.
    text: str = field(repr=False)
    paragraphs: tuple[int, ...] = field(repr=False)
    code: tuple[Span, ...] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, article: Article) -> Page:
        """Make an article ready. Takes a while for a text of megabytes: call it in a worker."""
        text = "".join(_clean(article.text))
        return cls(
            article.id,
            sanitise_line(article.id),
            text,
            tuple(start for start, _ in paragraphs(article.text)),
            tuple(fenced(text)) if is_markdown(article.id) else None,
        )

    @classmethod
    def placeholder(cls, article: Article) -> Page:
        """Stands for an article that is still being made ready."""
        return cls(article.id, sanitise_line(article.id), "Opening …", ())

    def paragraph_span(self, offset: int) -> Span:
        """Where the paragraph before or around `offset` begins and ends."""
        number = self.paragraph_at(offset)
        start, *after = self.paragraphs[number - 1 : number + 1] or (0,)
        return start, start + len(self.text[start : after[0] if after else None].rstrip())

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that holds `offset`, from 1; 1 before the first."""
        return max(1, bisect_right(self.paragraphs, offset))

    def marks(self, line: int) -> Iterator[Mark]:
        """What Markdown's signs mark around the line that begins at `line`, the uppermost last."""
        if self.code is None:
            return
        block = bisect_right(self.code, line, key=lambda span: span[0]) - 1
        if block >= 0 and line < self.code[block][1]:
            yield *self.code[block], "code"
            return
        yield from marks_around(self.text, line)


def _clean(text: str) -> Iterator[str]:
    """The text piece by piece, so that other threads get their turn in between."""
    for begin in range(0, len(text), _PIECE):
        yield sanitise(text[begin : begin + _PIECE]).replace("\t", " ")
