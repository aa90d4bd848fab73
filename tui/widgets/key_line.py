"""The last line: the keys that work wherever the cursor is.

Textual's own footer makes a widget for every key and makes them anew whenever the cursor moves to another part of the
screen, which takes longer than a key may wait.
"""

from __future__ import annotations

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.style import Style
from textual.widgets import Static

from tui.actions import ACTIONS


class KeyLine(Static):
    """Each key can be clicked."""

    def __init__(self) -> None:
        super().__init__("", id="keys", markup=False)

    def on_mount(self) -> None:
        """Draw it; nothing of it changes afterwards."""
        keys = (self._key(a.anywhere[0], a.footer, a.action) for a in ACTIONS if a.footer)
        self.update(Content("  ").join(keys), layout=False)

    def _key(self, key: str, name: str, action: str) -> Content:
        shown = self.app.get_key_display(Binding(key, action))
        text = Content.assemble((shown, "bold $text-accent"), f" {name}")
        return text.stylize(Style.from_meta({"action": action}))

    @on(Click)
    async def clicked(self, event: Click) -> None:
        """Do what the key does."""
        event.stop()
        action = event.style.meta.get("action")
        if action:
            await self.screen.run_action(action)
