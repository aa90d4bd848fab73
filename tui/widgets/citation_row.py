"""One citation: its number, where it stands, whether it was verified, and the quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from assistant import sanitise, sanitise_line

if TYPE_CHECKING:
    from assistant import Citation


class CitationRow(Static):
    """A quote as it was checked against the article, with the answer's own words brighter."""

    DEFAULT_CSS = """
    CitationRow {
        height: auto;
        margin: 1 0 0 2;
        padding: 0 1;
        border-left: wide $panel;

        &:hover {
            background: $boost;
        }

        &.-chosen {
            border-left: wide $accent;
            background: $accent 10%;
        }

        &.-unverified {
            border-left: wide $error;
            background: $error 15%;
        }
    }
    """

    @dataclass
    class Clicked(Message):
        """The reader has pointed at the citation."""

        row: CitationRow
        """The one pointed at."""

        @property
        def control(self) -> CitationRow:
            """The row that posted it."""
            return self.row

    def __init__(self, citation: Citation, number: int, *, verified: bool, name_article: bool) -> None:
        self.citation = citation
        self.number = number
        self.verified = verified
        self._name_article = name_article
        super().__init__(
            Content("\n").join([self._heading(), self._quote()]),
            markup=False,
            classes="" if verified else "-unverified",
        )

    @on(Click)
    def clicked(self, event: Click) -> None:
        """Show the passage."""
        event.stop()
        self.post_message(self.Clicked(self))

    def _heading(self) -> Content:
        mark = ("✓", "$text-success") if self.verified else ("✗ NOT IN THE ARTICLE", "bold $text-error")
        name = f"  {sanitise_line(self.citation.article_id)}" if self._name_article else ""
        return Content.assemble(
            (f"{self.number}", "bold $text-accent"),
            (f"  ¶ {self.citation.paragraph}  ", "$foreground 60%"),
            mark,
            (name, "$foreground 60%"),
        )

    def _quote(self) -> Content:
        quote = sanitise(self.citation.quote)
        if self.citation.answer_start is None or self.citation.answer_end is None:
            return Content(quote)
        start, end = (at - self.citation.start for at in (self.citation.answer_start, self.citation.answer_end))
        return Content.assemble(quote[:start], (quote[start:end], "bold $text-accent"), quote[end:])
