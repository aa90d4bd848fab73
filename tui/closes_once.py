"""A screen in front of the others that can be told to close more than once."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class ClosesOnce(ModalScreen[ScreenResultType]):
    """Two clicks, or two keys of a rush, may come before it is gone; Textual would end the program."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close it, unless that is being done."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
