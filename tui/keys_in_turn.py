"""The part of the chat that takes keys one after the other, however fast they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from time import monotonic

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key

# Seconds after which the next key is taken all the same.
_LONGEST = 1.0


class KeysInTurnApp(App[None]):
    """A key waits until the one before has done all it does.

    Textual takes a key that works anywhere as it comes, but hands others from widget to widget, and the field of a new
    screen is there only later. Of keys that come at once, as over a slow line, some would overtake others or go where
    the focus was.
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: deque[Key] = deque()
        self._underway_since: float | None = None

    async def on_event(self, event: Event) -> None:
        """Take a key when it is its turn, all else at once."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._keys.append(event)
        if self._underway_since is None or monotonic() - self._underway_since > _LONGEST:
            await self._take_next()

    async def _take_next(self) -> None:
        if not self._keys:
            self._underway_since = None
            return
        self._underway_since = monotonic()
        screen = self.screen
        way = (self.focused or screen).ancestors_with_self
        await super().on_event(self._keys.popleft())
        await self._follow(way, screen)

    async def _follow(self, way: Sequence[DOMNode], screen: DOMNode) -> None:
        """Go the way of a key from widget to widget, behind it; at its end, and once a new screen is drawn, go on."""
        for at, node in enumerate(way, 1):
            if node.call_later(self._follow, way[at:], screen):
                return
        if self.screen is screen or not self.screen.call_after_refresh(self._follow, [], self.screen):
            await self._take_next()
