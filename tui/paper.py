"""Lines of plain text as wide as the terminal, bold and dim where that is wanted."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator

from rich.cells import cell_len

from tui.find import Span
from tui.wrap import lay_out

BOLD, DIM = "\x1b[1m", "\x1b[2m"
_PLAIN = "\x1b[0m"
_WIDEST = 100


class Paper:
    """What lines are written for. Whoever writes sanitises first: what is given here is printed as it is.

    Args:
        width: Cells of the terminal; at most 100 are used.
        styled: Whether it shows bold and dim.
    """

    def __init__(self, width: int, *, styled: bool) -> None:
        self.width = min(width, _WIDEST)
        self._styled = styled

    @classmethod
    def standard_output(cls) -> Paper:
        """As wide as the terminal, and plain where the output goes elsewhere or NO_COLOR is set."""
        styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return cls(shutil.get_terminal_size().columns, styled=styled)

    def wrapped(self, text: str, indent: str = "", bold: Span | None = None) -> Iterator[str]:
        """The text in lines that fit, with a span of it bold."""
        layout = lay_out(text, self.width - len(indent))
        for start, end in zip(layout.starts, layout.ends, strict=True):
            line = text[start:end]
            if bold is not None and bold[0] < end and start < bold[1]:
                a, b = max(bold[0] - start, 0), min(bold[1], end) - start
                line = line[:a] + self.style(line[a:b], BOLD) + line[b:]
            yield indent + line

    def labelled(self, label: str, text: str, bold: Span | None = None) -> Iterator[str]:
        """The same beside a dim label, of which every line but the first keeps clear; below a label that is long."""
        taken = cell_len(label)
        if taken > self.width // 2:
            yield from (self.style(line, DIM) for line in self.wrapped(label.rstrip()))
            yield from self.wrapped(text, "    ", bold)
            return
        lines = self.wrapped(text, " " * taken, bold)
        yield self.style(label, DIM) + next(lines)[taken:]
        yield from lines

    def style(self, text: str, code: str) -> str:
        """The text bold or dim, where that is wanted."""
        return f"{code}{text}{_PLAIN}" if self._styled else text
