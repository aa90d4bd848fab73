"""All keys on one page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import ACTIONS, WIDGET_KEYS

_KEYS_WIDTH = 24


class HelpScreen(ModalScreen[None]):
    """Made from the table of actions, so that no key is missing here."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,question_mark,q,enter", "dismiss", show=False)]

    def compose(self) -> ComposeResult:
        """One scrolling box."""
        with VerticalScroll(id="help") as box:
            box.border_title = "Keys"
            box.border_subtitle = "esc closes"
            yield Static(help_text(), markup=False)


def help_text() -> Content:
    """The keys of every action and widget, group by group."""
    groups = dict.fromkeys(action.group for action in ACTIONS)
    return Content("\n\n").join(_group(group) for group in groups)


def _group(group: str) -> Content:
    keys = [(keys, about) for where, keys, about in WIDGET_KEYS if where == group]
    keys += [
        (", ".join((*action.reading, *action.anywhere)), action.about) for action in ACTIONS if action.group == group
    ]
    lines = [Content.styled(group, "bold $primary")]
    lines += [Content.assemble((f"{names:<{_KEYS_WIDTH}}", "$accent"), f" {about}") for names, about in keys]
    return Content("\n").join(lines)
