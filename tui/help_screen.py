"""All keys on one page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.actions import ACTIONS, WIDGET_KEYS
from tui.closes_once import ClosesOnce

_KEYS_WIDTH = 16
_BREAKPOINTS = [(0, "-one"), (120, "-two")]
_COLUMNS = (("Ask", "Byline"), ("Passages", "Article"))


class HelpScreen(ClosesOnce[None]):
    """Made from the table of actions, so that none of them is missing here.

    Args:
        width: Columns of the terminal.
    """

    # Nothing shines through: Textual would draw what is behind it twice.
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        background: $background;
    }
    #help {
        width: 64;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        padding: 0 1;
        border: round $primary;
        border-title-color: $primary;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
        background: $surface;
        scrollbar-size-vertical: 1;
        scrollbar-color: $primary;
        scrollbar-background: $surface;
    }
    #help-columns {
        layout: vertical;
        height: auto;
    }
    .help-column {
        padding: 1 0;
        width: 1fr;
    }
    HelpScreen.-two #help {
        width: 120;
    }
    HelpScreen.-two #help-columns {
        layout: horizontal;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,question_mark,q,enter", "dismiss", show=False)]

    HORIZONTAL_BREAKPOINTS = _BREAKPOINTS

    def __init__(self, width: int) -> None:
        super().__init__(classes=[name for least, name in _BREAKPOINTS if width >= least][-1])  # or it is styled twice

    def compose(self) -> ComposeResult:
        """One scrolling box, in two columns where there is room for them."""
        with VerticalScroll(id="help") as box:
            box.border_title = "Keys"
            box.border_subtitle = "keys of one letter not while one types · esc closes"
            with Horizontal(id="help-columns"):
                for groups in _COLUMNS:
                    yield Static(help_text(*groups), markup=False, classes="help-column")


def help_text(*groups: str) -> Content:
    """The keys of every action and widget of these groups."""
    return Content("\n\n").join(map(_group, groups))


def _group(group: str) -> Content:
    keys = [(keys, about) for where, keys, about in WIDGET_KEYS if where == group]
    keys += [(", ".join(action.keys), action.about) for action in ACTIONS if action.group == group]
    lines = [Content.styled(group, "bold $primary")]
    lines += [Content.assemble((f"{names:<{_KEYS_WIDTH}}", "$accent"), f" {about}") for names, about in keys]
    return Content("\n").join(lines)
