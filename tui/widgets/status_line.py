"""One line that says whether questions can be answered now, and if not, what is being waited for."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

_METER = 12


class StatusLine(Static):
    """Below the composer. Every text it is given is already sanitised."""

    def __init__(self) -> None:
        super().__init__("", id="status", markup=False)
        self.text = ""

    def show_loading(self, label: str, done: int, total: int) -> None:
        """A step of getting ready, with a meter when it is known how long it is."""
        if total:
            full = min(_METER, done * _METER // total)
            meter = (
                "  ",
                ("━" * full, "$accent"),
                ("━" * (_METER - full), "$panel-lighten-2"),
                f" {done * 100 // total} %",
            )
            self._show("◌", "$accent", label, *meter)
        else:
            self._show("◌", "$accent", f"{label} …")

    def show_ready(self, article: str, passages: int, seconds: float | None, threshold: float | None) -> None:
        """Questions are answered as soon as they are asked; the last answer took so many seconds.

        The threshold is told where it is not the measured best, None.
        """
        took = "" if seconds is None else " · under 0.01 s" if seconds < 0.01 else f" · {seconds:.2f} s"
        count = f"{passages:,} passage{'' if passages == 1 else 's'}"
        least = "" if threshold is None else f" · from {100 * threshold:g} %"
        self._show("●", "$success", f"Ready{took}{least} · {count} · {article}")  # the name last: it may be long

    def show_answering(self, waiting: int) -> None:
        """A question is being answered."""
        more = f" · {waiting} more wait{'s' if waiting == 1 else ''}" if waiting else ""
        self._show("◌", "$accent", f"Reading the article …{more} · esc cancels")

    def show_failed(self, reason: str) -> None:
        """What went wrong, in one line."""
        self._show("✗", "$error", reason)

    def _show(self, sign: str, colour: str, label: str, *more: str | tuple[str, str]) -> None:
        content = Content.assemble((f"{sign} ", f"bold {colour}"), label, *more)
        self.text = content.plain
        self.update(content, layout=False)
