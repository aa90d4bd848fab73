"""Lay a text out in lines of a given width without copying or changing a character of it.

Widths are terminal cells: an ideograph or an emoji takes two, a combining mark none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len, split_graphemes

# Anything that may not be one cell wide. What is left out of the class is one cell wide in every terminal.
_UNEVEN = re.compile(r"[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2400-\u2426]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where every screen line of a text, or of a part of it, begins and ends, as character offsets into the text.

    Attributes:
        text: The text that is laid out; line ends are `\\n` only.
        width: The cells that a line has.
        starts: First character of each line, ascending.
        ends: One past the last visible character of each line; a space that a break has swallowed is left out.
    """

    text: str
    width: int
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def is_whole(self) -> bool:
        """Whether all of the text is laid out."""
        return self.starts[0] == 0 and self.ends[-1] == len(self.text)

    def holds(self, offset: int) -> bool:
        """Whether the character at `offset` is in the part that is laid out."""
        return self.starts[0] <= offset <= self.ends[-1]

    def line_of(self, offset: int) -> int:
        """The line that shows the character at `offset`."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def column_of(self, offset: int) -> int:
        """The cell in which the character at `offset` begins on its line."""
        line = self.line_of(offset)
        return cell_len(self.text[self.starts[line] : min(offset, self.ends[line])])

    def offset_at(self, line: int, column: int) -> int:
        """The character that covers a cell; past the end of the line, the line's end."""
        start, end = self.starts[line], self.ends[line]
        for grapheme_start, _, width in split_graphemes(self.text[start:end])[0]:
            if column < width:
                return start + grapheme_start
            column -= width
        return end


def lay_out(
    text: str, width: int, begin: int = 0, end: int | None = None, is_wanted: Callable[[], bool] = lambda: True
) -> Layout:
    """Break a text into lines of at most `width` cells, at spaces where there are any.

    Args:
        text: What to lay out.
        width: Cells of a line.
        begin: Where to begin, if only a part is wanted; best where a line of the text begins.
        end: Where to end.
        is_wanted: Asked at each line of the text; once it says no, the lines so far are returned.
    """
    width = max(width, 2)
    stop = len(text) if end is None else end
    starts: list[int] = []
    ends: list[int] = []
    while begin <= stop and is_wanted():
        line_end = text.find("\n", begin, stop)
        line_end = stop if line_end < 0 else line_end
        if _UNEVEN.search(text, begin, line_end):
            _break_uneven(text, begin, line_end, width, starts, ends)
        else:
            _break_even(text, begin, line_end, width, starts, ends)
        begin = line_end + 1
    return Layout(text, width, starts, ends)


def _break_even(text: str, begin: int, end: int, width: int, starts: list[int], ends: list[int]) -> None:
    """Break one line in which every character takes one cell."""
    while end - begin > width:
        cut = text.rfind(" ", begin, begin + width + 1)
        starts.append(begin)
        if cut > begin:
            ends.append(cut)
            begin = cut + 1
        else:
            begin += width
            ends.append(begin)
    starts.append(begin)
    ends.append(end)


def _break_uneven(text: str, begin: int, end: int, width: int, starts: list[int], ends: list[int]) -> None:
    """Break one line grapheme by grapheme, so that no wide character and no joined emoji is cut.

    A line may break at a space, which it swallows, and after any wide character, as East Asian text does.
    """
    column = 0
    starts.append(begin)
    break_end, break_start, break_column = begin, begin, 0  # the last place to break, none while it is the line's start
    for start, stop, cells in split_graphemes(text[begin:end])[0]:
        is_space = text[begin + start : begin + stop] == " "
        if column + cells > width and not is_space:
            if cells == 2 or break_start == starts[-1]:
                break_end = break_start = begin + start
                break_column = column
            ends.append(break_end)
            starts.append(break_start)
            column -= break_column
        column += cells
        if is_space or cells == 2:
            break_end = begin + (start if is_space else stop)
            break_start, break_column = begin + stop, column
    ends.append(end)
