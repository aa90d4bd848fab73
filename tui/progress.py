"""Show how far a long step has come, without drawing more often than an eye can follow."""

from __future__ import annotations

import shutil
import time
from types import TracebackType
from typing import TextIO

from assistant import Progress, sanitise_line

_ERASE_LINE = "\r\x1b[2K"


def at_most_every(seconds: float, progress: Progress) -> Progress:
    """The same progress with most of its steps left out; the first and the last of a label always come through."""
    last_label: str | None = None
    last_time = 0.0

    def throttled(label: str, done: int, total: int) -> None:
        nonlocal last_label, last_time
        now = time.monotonic()
        if label != last_label or done == total or now - last_time >= seconds:
            last_label, last_time = label, now
            progress(label, done, total)

    return throttled


class ProgressLine:
    """One line on a terminal that is rewritten, and gone at the end.

    A word to the user, which is progress that counts nothing, stays; where the stream is no terminal it is all.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._visible = stream.isatty()
        self._written = False

    def __enter__(self) -> Progress:
        return at_most_every(0.1, self._write)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._written:
            self._stream.write(_ERASE_LINE)
            self._stream.flush()

    def _write(self, label: str, done: int, total: int) -> None:
        if total == 0:
            self._stream.write((_ERASE_LINE if self._written else "") + f"byline: {sanitise_line(label)}\n")
            self._stream.flush()
            return
        if not self._visible:
            return
        far = f" {done * 100 // total} %"
        width = shutil.get_terminal_size().columns - 1
        self._written = True
        self._stream.write(_ERASE_LINE + (sanitise_line(label) + far)[:width])
        self._stream.flush()
