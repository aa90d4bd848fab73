"""Where words to find are typed, and how many places there are."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from tui.messages import FindChanged, FindMoved
from tui.widgets.safe_input import SafeInput


class FindBar(Horizontal):
    """A line below the article that is there only while one finds."""

    DEFAULT_CSS = """
    FindBar {
        height: 2;
        padding: 0 2;
        border-top: solid $border-blurred;
        border-title-align: right;
        border-title-color: $text-muted;
        background: $surface;

        #find-slash {
            width: 2;
            color: $accent;
        }

        #find-words {
            width: 1fr;
            background: $surface;
            background-tint: transparent;
        }

        #find-count {
            width: auto;
            color: $text-muted;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="find")
        self.border_title = " enter goes on · esc leaves, n and N go on "
        self.display = False

    def compose(self) -> ComposeResult:
        """The slash, the words and the count."""
        yield Static("/", id="find-slash", markup=False)
        yield SafeInput(placeholder="Find in the article", id="find-words", compact=True)
        yield Static("", id="find-count", markup=False)

    @property
    def words(self) -> str:
        """What is typed."""
        return self.query_one(SafeInput).value

    def open(self) -> None:
        """Show the bar and type into it; what was sought last is selected, so that typing replaces it."""
        self.display = True
        self.screen.set_focus(self.query_one(SafeInput))

    def show_count(self, current: int, total: int) -> None:
        """Say which of how many places is shown."""
        text = f"{current:,} of {total:,}" if total else "none" if self.words.strip() else ""
        self.query_one("#find-count", Static).update(text)

    def action_move(self, step: int) -> None:
        """Go to the next or the previous place."""
        self.post_message(FindMoved(step))

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Search as one types."""
        event.stop()
        self.post_message(FindChanged(event.value))

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next place."""
        event.stop()
        self.post_message(FindMoved(1))
