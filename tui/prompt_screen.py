"""Ask the reader for one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from assistant import sanitise_line
from tui.closes_once import ClosesOnce
from tui.reports_errors import ReportsErrors
from tui.widgets.safe_input import SafeInput

Result = TypeVar("Result")


class Refused(Exception):
    """Nothing can be made of the line. Its text is one line that says why."""


class PromptScreen(ClosesOnce[Result | None], ReportsErrors, Generic[Result]):
    """Returns what was made of the line, or None for Escape.

    Args:
        title: What is asked for.
        hint: Below the field, until something is wrong.
        accept: Makes something of the line, in a worker; what `Refused` says is shown and the field stays.
        value: What stands in the field at first.
        suggester: Completes what is typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False, priority=True)]
    DEFAULT_CSS = """
    PromptScreen {
        align: center middle;
        background: $background 60%;
        & > #prompt {
            width: 76;
            max-width: 100%;
            height: auto;
            border: round $primary;
            border-title-color: $primary;
            border-title-style: bold;
            border-subtitle-color: $text-muted;
            background: $surface;
        }
        & #prompt-line {
            height: 2;
            padding: 0 2;
            border: none;
            border-bottom: solid $border-blurred;
            background: $surface;
            background-tint: transparent;
        }
        & #prompt-hint {
            height: auto;
            padding: 0 2;
            color: $text-muted;
            &.-wrong { color: $text-error; }
        }
    }
    """

    @dataclass
    class Accepted(Message):
        """Something was made of the line."""

        result: object
        """What."""

    @dataclass
    class Failed(Message):
        """Nothing can be made of the line."""

        reason: str
        """One line, already sanitised."""

    def __init__(
        self,
        title: str,
        hint: str,
        accept: Callable[[str], Result],
        value: str = "",
        suggester: Suggester | None = None,
    ) -> None:
        super().__init__()
        self._title, self._hint, self._value = title, hint, value
        self._accept = accept
        self._suggester = suggester

    def compose(self) -> ComposeResult:
        """The field, and a line below it."""
        with Vertical(id="prompt") as box:
            box.border_title = self._title
            box.border_subtitle = "esc closes"
            yield SafeInput(self._value, id="prompt-line", suggester=self._suggester)
            yield Static(self._hint, id="prompt-hint", markup=False)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Try to make something of it."""
        event.stop()
        self.make(event.value.strip())

    @on(Input.Changed)
    def changed(self) -> None:
        """What was wrong is being mended."""
        self._say(self._hint)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def make(self, text: str) -> None:
        """Reading a file may take a while."""
        try:
            self.post_message(self.Accepted(self._accept(text)))
        except Refused as error:
            self.post_message(self.Failed(sanitise_line(str(error))))

    @on(Accepted)
    def accepted(self, event: Accepted) -> None:
        """Hand it on."""
        self.dismiss(event.result)  # type: ignore[arg-type]

    @on(Failed)
    def failed(self, event: Failed) -> None:
        """Say what is wrong; the line stays to be mended."""
        self._say(event.reason, wrong=True)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        hint = self.query_one("#prompt-hint", Static)
        hint.update(text)
        hint.set_class(wrong, "-wrong")
