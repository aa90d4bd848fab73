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
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from assistant import sanitise_line
from tui.widgets.safe_input import SafeInput

Result = TypeVar("Result")


class Refused(Exception):
    """Nothing can be made of the line. Its text is one line that says why."""


class PromptScreen(ModalScreen[Result | None], Generic[Result]):
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
        & > #prompt {
            width: 64;
            max-width: 90%;
            height: auto;
            padding: 0 1;
            border: round $primary;
            border-title-color: $primary;
            border-title-style: bold;
            background: $surface;
        }
        & #prompt-hint {
            height: auto;
            padding: 0 1;
            color: $text-muted;
            &.-wrong { color: $error; }
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
            yield SafeInput(self._value, suggester=self._suggester)
            yield Static(self._hint, id="prompt-hint", markup=False)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Try to make something of it."""
        event.stop()
        self.make(event.value.strip())

    @work(thread=True, exclusive=True)
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
        self.query_one("#prompt-hint", Static).update(event.reason)
        self.query_one("#prompt-hint").add_class("-wrong")
