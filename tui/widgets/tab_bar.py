"""Which of article and conversation is shown, where there is room for one only."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

_ARTICLE, _CONVERSATION, _NEWS = " Article ", " Conversation ", "• "


class TabBar(Static):
    """Hidden on wide screens by the stylesheet."""

    @dataclass
    class Chosen(Message):
        """The reader has clicked on a tab."""

        article: bool
        """Whether on the article's."""

    def __init__(self) -> None:
        super().__init__("", id="tabs", markup=False)
        self._news = False

    def on_mount(self) -> None:
        """The conversation comes first: there one asks."""
        self.point(article=False)

    def point(self, *, article: bool) -> None:
        """Mark the tab that is shown; once that is the conversation, nothing of it is new."""
        self._news = self._news and article
        on_style, off_style = "bold reverse", ""
        self.update(
            Content.assemble(
                (_ARTICLE, on_style if article else off_style),
                " ",
                (_CONVERSATION, off_style if article else on_style),
                (_NEWS if self._news else "", "bold $accent"),
                ("   ^t changes", "$foreground 35%"),
            ),
            layout=False,
        )

    def announce(self) -> None:
        """While the article is shown, say that there is something new in the conversation."""
        self._news = True
        self.point(article=True)

    @on(Click)
    def clicked(self, event: Click) -> None:
        """Left is the article."""
        event.stop()
        self.post_message(self.Chosen(event.get_content_offset_capture(self).x <= len(_ARTICLE)))
