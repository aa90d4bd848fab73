"""The part of the chat that remembers how its reader likes it: theme, layout, threshold."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from time import monotonic
from typing import Any

from textual import on, work
from textual.app import App
from textual.dom import DOMNode
from textual.theme import Theme

from assistant import sanitise_line
from tui.keys_in_turn import KeysInTurnApp
from tui.messages import PreferenceNotKept
from tui.preferences import Layout, Preferences, PreferencesFile, PreferencesUnusable
from tui.themes import DARK, LIGHT

_PANES = [(0, "-narrow"), (100, "-wide")]
_TABS = [(0, "-narrow")]
# Seconds for which widgets are styled at a stretch.
_STRETCH = 0.01


class PreferringApp(KeysInTurnApp):
    """Begins as the reader prefers it and writes down what they change.

    Args:
        file: Where preferences are kept; nothing is remembered without one.
    """

    HORIZONTAL_BREAKPOINTS = _PANES

    def __init__(self, file: PreferencesFile | None) -> None:
        super().__init__()
        self._file = file
        self.preferences, self._complaint = _read(file)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        # Marks are shades of a colour, and those of the terminal itself have none: a mark and its words would be alike.
        for name in self.available_themes:
            if "ansi" in name:
                self.unregister_theme(name)
        wanted = self.preferences.theme or DARK.name
        if wanted not in self.available_themes:
            self._complaint = f"There is no theme {sanitise_line(wanted)}."
            wanted = DARK.name
        if wanted in (DARK.name, LIGHT.name):
            self._begin_with(wanted)
        else:
            self.theme = wanted
        # Which dark and which light theme the reader likes.
        self._favourites = {True: DARK.name, False: LIGHT.name, self.current_theme.dark: wanted}
        self._lay_out(self.preferences.layout)
        self._unstyled: dict[DOMNode, None] = {}

    def on_mount(self) -> None:
        """Say what was wrong with the file, and remember the themes that are chosen from now on."""
        if self._complaint:
            self.notify(self._complaint, title="Preferences", severity="warning", timeout=10, markup=False)
        self.theme_changed_signal.subscribe(self, self._theme_chosen)

    def action_toggle_dark(self) -> None:
        """From dark to light and back, to the theme that was chosen before."""
        self.theme = self._favourites[not self.current_theme.dark]

    def action_toggle_layout(self) -> None:
        """From panes side by side to tabs and back."""
        layout: Layout = "panes" if self.preferences.layout == "tabs" else "tabs"
        self._lay_out(layout)
        wide = layout == "panes" and self.size.width >= _PANES[1][0]
        self.screen.set_class(not wide, "-narrow", update=False)
        self.screen.set_class(wide, "-wide", update=False)
        self._style([self.screen])
        self.remember("layout", layout)
        if self.size.width < _PANES[1][0]:  # nothing looks different
            holds = "Side by side from 100 columns on." if layout == "panes" else "Behind tabs, however wide."
            self.notify(holds, timeout=2, markup=False)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew, as Textual does for a new theme, but so that no key has to wait for it."""
        self.stylesheet.set_variables(self.get_css_variables())
        self.stylesheet.reparse()
        for screen in self.screen_stack:
            screen._css_update_count = self._css_update_count
        self._style([self, *self.screen_stack])

    def _style(self, roots: Iterable[DOMNode]) -> None:
        """Style all below, and what is left of what was to be styled before."""
        self._unstyled.update(dict.fromkeys(node for root in roots for node in root.walk_children(with_self=True)))
        self._style_all()

    @work(exclusive=True, group="style")
    async def _style_all(self) -> None:
        """What was there before is seen until all of it is done."""
        with self.batch_update():
            begin = monotonic()
            while self._unstyled:
                node = next(iter(self._unstyled))
                del self._unstyled[node]
                if node.is_attached:
                    self.stylesheet.update_nodes([node])
                if monotonic() - begin > _STRETCH:
                    await asyncio.sleep(0)
                    begin = monotonic()
        self.screen.check_idle()

    def remember(self, name: str, value: str | float | None) -> None:
        """Keep a preference from now on and for the next time."""
        changed: dict[str, Any] = {name: value}
        self.preferences = replace(self.preferences, **changed)
        if self._file is not None:
            self._file.change(name, value)
            self.write_preferences(self._file)

    @work(thread=True, exit_on_error=False, group="preferences")
    def write_preferences(self, file: PreferencesFile) -> None:
        """Write down what waits."""
        try:
            file.write()
        except PreferencesUnusable as error:
            self.post_message(PreferenceNotKept(sanitise_line(str(error))))

    @on(PreferenceNotKept)
    def preference_not_kept(self, event: PreferenceNotKept) -> None:
        """Say so; until the program ends it holds all the same."""
        self.notify(f"Not remembered. {event.reason}", severity="warning", timeout=10, markup=False)

    def _begin_with(self, theme: str) -> None:
        """Nothing is styled yet; what Textual does for a new theme would have the stylesheet parsed twice."""
        self.set_reactive(App.theme, theme)
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def _theme_chosen(self, theme: Theme) -> None:
        self._favourites[theme.dark] = theme.name
        if theme.name != (self.preferences.theme or DARK.name):
            self.remember("theme", theme.name)

    def _lay_out(self, layout: Layout) -> None:
        self.HORIZONTAL_BREAKPOINTS = _TABS if layout == "tabs" else _PANES


def _read(file: PreferencesFile | None) -> tuple[Preferences, str]:
    """The preferences, and one line of complaint if they cannot be used."""
    try:
        return (Preferences() if file is None else file.read()), ""
    except PreferencesUnusable as error:
        return Preferences(), sanitise_line(str(error))
