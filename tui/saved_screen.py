"""The kept conversations: find one as one types, go on with it, rename it, delete it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from assistant import HistoryUnusable, sanitise_line
from assistant.history import History
from assistant.saved import SavedArticle, SavedConversation
from tui.closes_once import ClosesOnce
from tui.messages import ConversationDeleted
from tui.reports_errors import ReportsErrors
from tui.saved_lines import facts
from tui.widgets.safe_input import SafeInput

_TITLE = "Saved conversations"
_SEARCH = "Words in titles, questions and answers"
_TITLE_ASKED = 40  # characters, so that the keys beside it are seen
_HINT = "enter goes on · f2 renames · f8 deletes · esc closes"


class SavedScreen(ClosesOnce[SavedConversation | None], ReportsErrors):
    """Returns the conversation to go on with. The disk is read and written in workers."""

    DEFAULT_CSS = Path(__file__).with_suffix(".tcss").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("enter", "accept", show=False),
        Binding("down", "step('cursor_down')", show=False),
        Binding("up", "step('cursor_up')", show=False),
        Binding("pagedown", "step('page_down')", show=False),
        Binding("pageup", "step('page_up')", show=False),
        Binding("f2", "rename", show=False),
        Binding("f8", "delete", show=False),
    ]

    @dataclass
    class Listed(Message):
        """The conversations have been looked up."""

        words: str
        """What they hold."""
        found: list[tuple[SavedConversation, str]]
        """Each with its line of facts, sanitised; last used first."""

    @dataclass
    class Changed(Message):
        """A conversation has been renamed or deleted."""

    @dataclass
    class Failed(Message):
        """The history cannot be used."""

        reason: str
        """One line, already sanitised."""

    def __init__(self, history: History) -> None:
        super().__init__()
        self._history = history
        self._state = cache(SavedArticle.state)
        self._found: list[SavedConversation] = []
        self._words = self._listed_words = ""
        self._accepted = False  # before what was typed has been looked up
        self._renaming: SavedConversation | None = None
        self._deleting: SavedConversation | None = None

    def compose(self) -> ComposeResult:
        """A field above a list, and what the keys do below."""
        with Vertical(id="saved") as box:
            box.border_title = _TITLE
            yield SafeInput(placeholder=_SEARCH, id="saved-words")
            yield OptionList(id="saved-list", markup=False)
            yield Static(_HINT, markup=False, id="saved-hint")

    def on_mount(self) -> None:
        """List them all."""
        self.query_one(OptionList).can_focus = False
        self.look_up("")

    @property
    def chosen(self) -> SavedConversation | None:
        """The one that is highlighted."""
        at = self.query_one(OptionList).highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    @work(thread=True, exclusive=True, exit_on_error=False, group="saved")
    def look_up(self, words: str) -> None:
        """Search the history, and see what has become of the articles."""
        try:
            found = [(saved, facts(saved, self._state)) for saved in self._history.conversations(words)]
        except HistoryUnusable as error:
            self.post_message(self.Failed(sanitise_line(str(error))))
        else:
            self.post_message(self.Listed(words, found))

    @work(thread=True, exit_on_error=False, group="saved-change")
    def change(self, conversation: int, title: str | None) -> None:
        """Rename a conversation, or delete it where there is no title."""
        try:
            if title is None:
                self._history.delete(conversation)
                self.app.post_message(ConversationDeleted(conversation))
            else:
                self._history.rename(conversation, title)
        except HistoryUnusable as error:
            self.post_message(self.Failed(sanitise_line(str(error))))
        else:
            self.post_message(self.Changed())

    @on(Listed)
    def listed(self, event: Listed) -> None:
        """Show them, unless other words have been typed meanwhile; the highlight stays where it was."""
        if event.words != self._words:
            return
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        self._found = [saved for saved, _ in event.found]
        options.clear_options()
        options.add_options([Option(_entry(saved, about)) for saved, about in event.found])
        if self._found:
            options.highlighted = min(at, len(self._found) - 1)
        if self._renaming is None and self._deleting is None:
            nothing = "Nothing holds these words." if self._words else "No conversation is kept yet."
            self._hint(_HINT if self._found else nothing)
        self._listed_words = event.words
        if self._accepted:
            self.action_accept()

    @on(Changed)
    def changed(self) -> None:
        """List them as they are now."""
        self.look_up(self._words)

    @on(Failed)
    def failed(self, event: Failed) -> None:
        """Say why."""
        self._hint(event.reason, warns=True)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Search as one types."""
        if self._renaming is None and event.value != self._words:
            self._words = event.value
            self._accepted = False
            self.query_one(OptionList).highlighted = None
            self.look_up(event.value)

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Enter in the field."""
        self.action_accept()

    @on(OptionList.OptionSelected)
    def clicked(self) -> None:
        """A click is as good as Enter, but agrees to no deletion and no title."""
        if self._renaming is None and self._deleting is None:
            self.action_accept()
        else:
            self._stop_changing()

    def action_step(self, action: str) -> None:
        """Move through the list while the cursor stays in the field."""
        if self._renaming is None and self._deleting is None:
            getattr(self.query_one(OptionList), f"action_{action}")()

    def action_accept(self) -> None:
        """Enter: the new title, the deletion, or the conversation itself."""
        renaming, deleting, title = self._renaming, self._deleting, self._field.value.strip()
        if renaming is None and deleting is None:
            self._accepted = self._words != self._listed_words
            if self.chosen is not None and not self._accepted:
                self.dismiss(self.chosen)
            return
        self._stop_changing()
        if deleting is not None:
            self.change(deleting.id, None)
        elif renaming is not None and title:
            self.change(renaming.id, title)

    def action_leave(self) -> None:
        """Escape: back to the list, else back to the chat."""
        if self._renaming is None and self._deleting is None:
            self.dismiss(None)
        else:
            self._stop_changing()

    def action_rename(self) -> None:
        """Type another title."""
        if self.chosen is not None and self._deleting is None:
            self._renaming = self.chosen
            self._field.value = self.chosen.title
            self._field.action_end()
            self.query_one("#saved").border_title = "New title"
            self._hint("Type the new title · enter keeps it · esc leaves it as it was")

    def action_delete(self) -> None:
        """Ask first."""
        if self.chosen is not None and self._renaming is None:
            self._deleting = self.chosen
            self._field.disabled = True
            title = sanitise_line(self.chosen.title)
            title = title if len(title) <= _TITLE_ASKED else f"{title[: _TITLE_ASKED - 1]}…"
            self._hint(f"Delete “{title}”? enter deletes it · esc keeps it", warns=True)

    @property
    def _field(self) -> SafeInput:
        return self.query_one(SafeInput)

    def _stop_changing(self) -> None:
        self._field.value = self._words
        self._renaming = self._deleting = None
        self._field.disabled = False
        self._field.focus()
        self.query_one("#saved").border_title = _TITLE
        self._hint(_HINT)

    def _hint(self, text: str, *, warns: bool = False) -> None:
        hint = self.query_one("#saved-hint", Static)
        hint.update(text)
        hint.set_class(warns, "-warns")


def _entry(saved: SavedConversation, about: str) -> Content:
    return Content.assemble((sanitise_line(saved.title), "bold"), "\n", (about, "$foreground 60%"))
