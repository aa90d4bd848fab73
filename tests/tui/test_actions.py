"""The table of everything that one can do."""

from __future__ import annotations

from rich.cells import cell_len
from textual.binding import Binding

from tui.actions import ACTIONS, bindings
from tui.app import BylineApp
from tui.help_screen import help_text
from tui.reading_screen import ReadingScreen


def test_every_action_has_a_key() -> None:
    """Nothing can be done by the palette alone."""
    assert [action.title for action in ACTIONS if not action.anywhere + action.reading] == []


def test_every_action_exists() -> None:
    """Each name in the table is a method of the screen or of the app."""
    for action in ACTIONS:
        name = action.action.partition("(")[0]
        owner = BylineApp if name.startswith("app.") else ReadingScreen
        assert callable(getattr(owner, f"action_{name.removeprefix('app.')}")), name


def test_no_key_is_given_twice() -> None:
    """A key means one thing."""
    keys = [binding.key for binding in bindings()]
    assert sorted(keys) == sorted(set(keys))


def test_help_has_every_key() -> None:
    """The help names every action's keys, and two of its columns fit a terminal of 120."""
    text = help_text(*{action.group: None for action in ACTIONS}).plain
    for action in ACTIONS:
        assert ", ".join(action.keys) in text
    assert max(cell_len(line) for line in text.splitlines()) <= 57


def test_footer_fits_80_columns() -> None:
    """What the footer shows while one types is not cut off in a terminal of 80 columns."""
    shown: list[Binding] = [binding for binding in bindings() if binding.show and binding.priority]
    assert sum(len(f" ^x {binding.description} ") for binding in shown) <= 80
