"""A text field that no paste can turn against the terminal."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import Input

from assistant import sanitise_line


class SafeInput(Input):
    """Holds one line of sanitised text, whichever way it came in."""

    def validate_value(self, value: str) -> str:
        """Pasted and programmed text alike pass here before they are drawn."""
        return sanitise_line(value)

    def action_copy(self) -> None:
        """Copy what is selected; where nothing is, the key goes on to what else is selected."""
        super().action_copy()
        self.notify("Copied the selection.", timeout=2, markup=False)

    def on_paste(self, event: Paste) -> None:
        """All lines as one; Textual would take the first alone."""
        event.prevent_default().stop()
        self.replace(" ".join(event.text.split("\n")), *self.selection)
