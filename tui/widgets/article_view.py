"""The text of an article: numbered paragraphs, highlights, and only the lines that are in sight drawn."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.worker import get_current_worker

from tui.find import Span
from tui.page import Page
from tui.reports_errors import ReportsErrors
from tui.wrap import Layout, lay_out

# Lines longer than this tire the eye.
WIDEST = 92
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
_LETTERING, _GROUNDS = frozenset({"strong", "emphasis"}), frozenset({"passage", "hit"})
# So many characters to either side are laid out at once, in milliseconds; the rest of a long text follows.
_AT_ONCE = 25_000


class ArticleView(ScrollView, ReportsErrors, can_focus=True):
    """One page, laid out to the width that there is.

    Offsets are character offsets into the page's text, which are those of the article.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article--text",
        "article--number",
        "article--bar",
        "article--passage",
        "article--answer",
        "article--hit",
        "article--current-hit",
        "article--heading",
        "article--strong",
        "article--emphasis",
        "article--code",
        "article--link",
        "article--sign",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("space", "page_down", show=False),
        Binding("b", "page_up", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]

    @dataclass
    class LaidOut(Message):
        """All of a long text has been laid out."""

        layout: Layout
        """From its beginning to its end."""

    def __init__(self, page: Page) -> None:
        super().__init__(id="article")
        self.page = page
        self.passage: Span | None = None
        self.answer: Span | None = None
        self.hits: list[Span] = []
        self.current_hit: Span | None = None
        self._wanted: Span | None = None
        self._height = 0
        self._layout_of_page = Layout("", 0, [0], [0])

    def show(self, page: Page) -> None:
        """Exchange the page; highlights belong to a page and go with it."""
        self.page = page
        self.passage = self.answer = self.current_hit = self._wanted = None
        self.hits = []
        self._lay_out()
        self.refresh()

    def highlight(self, passage: Span | None, answer: Span | None = None) -> None:
        """Mark a passage and, brighter, the words of the answer in it."""
        self.passage, self.answer = passage, answer
        if passage is None:
            self._wanted = None
        self.refresh()

    def mark_hits(self, hits: list[Span], current: Span | None) -> None:
        """Mark every place where something was found, and one of them as the current one."""
        self.hits, self.current_hit = hits, current
        self.refresh()

    def bring_into_sight(self, span: Span) -> None:
        """Scroll so that the span is seen with some lines around it; stay put when it is seen already."""
        self._wanted = None
        if not self.region:  # behind the other tab: there is no sight yet
            self._wanted = span
            return
        self._reach(span[0])
        first = self._layout_of_page.line_of(span[0])
        last = self._layout_of_page.line_of(max(span[0], span[1] - 1))
        top, height = round(self.scroll_target_y), self.scrollable_content_region.height
        if not (top + 1 <= first and last <= top + height - 2):
            self.scroll_to(y=max(0, first - height // 3), animate=False, force=True)

    @property
    def first_offset(self) -> int:
        """The character at the top of what is in sight."""
        return self._layout_of_page.starts[min(round(self.scroll_target_y), len(self._layout_of_page) - 1)]

    def scroll_to_offset(self, offset: int) -> None:
        """Put the line of a character at the top."""
        self._wanted = None
        self._reach(offset)
        self.scroll_to(y=self._layout_of_page.line_of(offset), animate=False, force=True)

    @property
    def gutter_width(self) -> int:
        """The cells to the left of the text: a bar, the paragraph's number and space."""
        return len(str(len(self.page.paragraphs))) + 4

    def on_resize(self) -> None:
        """A new width breaks the lines elsewhere; what was at the top stays there, and a passage in sight in sight."""
        if self.passage is not None and self._sees(self.passage[0]):
            self._wanted = self.passage
        self._lay_out()
        self._height = self.scrollable_content_region.height
        self.call_after_refresh(self._see_wanted)

    def on_show(self) -> None:
        """Back from behind the other tab: show what was wanted meanwhile."""
        self.call_after_refresh(self._see_wanted)

    def _see_wanted(self) -> None:
        if self._wanted is not None:  # still, when the time has come
            self.bring_into_sight(self._wanted)

    def _sees(self, offset: int) -> bool:
        """Whether a character was in sight before the height changed."""
        line = self._layout_of_page.line_of(offset) - round(self.scroll_target_y)
        return self._layout_of_page.holds(offset) and 0 <= line < self._height

    def _lay_out(self) -> None:
        """Break the lines to the width that there is."""
        text, old = self.page.text, self._layout_of_page
        width = max(2, min(self.scrollable_content_region.width - self.gutter_width - 2, WIDEST))
        if not self.size.width or (width == old.width and text is old.text):
            return
        top = self.first_offset if text is old.text else 0
        self.workers.cancel_group(self, "layout")
        self._take(self._around(top, width), top)
        if not self._layout_of_page.is_whole:
            self.lay_out_whole(self.page, width)

    def _around(self, offset: int, width: int) -> Layout:
        """The lines around a character."""
        text = self.page.text
        low = max(0, offset - _AT_ONCE)
        begin = low and (text.find("\n", low, offset) + 1 or low)
        return lay_out(text, width, begin, min(offset + _AT_ONCE, len(text)))

    @work(thread=True, exclusive=True, exit_on_error=False, group="layout")
    def lay_out_whole(self, page: Page, width: int) -> None:
        """Lay out all of a page, which takes a second where it has megabytes."""
        worker = get_current_worker()
        layout = lay_out(page.text, width, is_wanted=lambda: not worker.is_cancelled)
        if not worker.is_cancelled:
            self.post_message(self.LaidOut(layout))

    @on(LaidOut)
    def laid_out(self, event: LaidOut) -> None:
        """Now there are lines before and after those around the top."""
        if event.layout.text is self.page.text and event.layout.width == self._layout_of_page.width:
            self._take(event.layout, self.first_offset)

    def _reach(self, offset: int) -> None:
        """Lay out the part around a character, if it is not laid out yet."""
        if not self._layout_of_page.holds(offset):
            self._take(self._around(offset, self._layout_of_page.width), offset)

    def _take(self, layout: Layout, top: int) -> None:
        self._layout_of_page = layout
        if self.text_selection is not None:  # in lines and columns, which are others now
            self.screen.clear_selection()
        self.virtual_size = Size(0, len(layout))
        self.scroll_to(y=layout.line_of(top), animate=False, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in sight."""
        if not self._layout_of_page.width:  # the first frame is drawn before the first size is announced
            self._lay_out()
        line = self.scroll_offset.y + y
        width = self.size.width
        if line >= len(self._layout_of_page):
            return Strip.blank(width, self._base)
        start, end = self._layout_of_page.starts[line], self._layout_of_page.ends[line]
        gutter = Strip(list(self._draw_gutter(line, start, end)), self.gutter_width)
        text = Strip(list(self._draw_text(line, start, end))).apply_offsets(0, line)
        return Strip.join([gutter, text]).adjust_cell_length(width, self._base)

    @property
    def _base(self) -> Style:
        """The style of plain text; unlike `rich_style` it is kept between lines."""
        return self.get_component_rich_style("article--text")

    def _draw_gutter(self, line: int, start: int, end: int) -> Iterator[Segment]:
        # A selection that begins here begins with the line: Textual counts on within a segment, so each cell is one.
        begin = Style.from_meta({"offset": (0, line)})
        marked = self.passage is not None and self.passage[0] < max(end, start + 1) and start < self.passage[1]
        yield Segment("▌" if marked else " ", self.get_component_rich_style("article--bar") + begin)
        at = bisect_left(self.page.paragraphs, start)
        begins = at < len(self.page.paragraphs) and self.page.paragraphs[at] < max(end, start + 1)
        number = str(at + 1) if begins else ""
        style = self.get_component_rich_style("article--number") + begin
        for cell in f"{number:>{self.gutter_width - 3}}  ":
            yield Segment(cell, style)

    def _draw_text(self, line: int, start: int, end: int) -> Iterator[Segment]:
        marks = list(self._marks(line, start, end))
        edges = {start, end}.union(*((max(a, start), min(b, end)) for a, b, _ in marks))
        base = self._base
        for a, b in pairwise(sorted(edges)):
            style = base
            for mark_start, mark_end, mark_style in marks:
                if mark_start <= a and b <= mark_end:
                    style += mark_style
            yield Segment(self.page.text[a:b], style)

    def _marks(self, line: int, start: int, end: int) -> Iterator[tuple[int, int, Style]]:
        """What is marked on a line, the uppermost last; spans may reach beyond the line."""
        for a, b, kind in self.page.marks(start):
            if a < end and start < b:
                yield a, b, self._style(kind)
        for span, name in ((self.passage, "passage"), (self.answer, "answer")):
            if span is not None and span[0] < end and start < span[1]:
                yield *span, self._style(name)
        first = max(0, bisect_left(self.hits, (start, start)) - 1)
        for index in range(first, len(self.hits)):
            hit = self.hits[index]
            if hit[0] >= end:
                break
            if hit[1] > start:
                name = "current-hit" if hit == self.current_hit else "hit"
                yield *hit, self._style(name)
        if self.text_selection is not None and (selected := self.text_selection.get_span(line)) is not None:
            from_column, to_column = selected
            stop = end if to_column == -1 else start + to_column
            selection = self.screen.get_component_rich_style("screen--selection")
            yield start + from_column, stop, Style(color=self._base.color, bgcolor=selection.bgcolor, bold=False)

    def _style(self, name: str) -> Style:
        """What a mark changes: letters that are bold keep their colour, and so do those on a marked ground."""
        style = self.get_component_rich_style(f"article--{name}", partial=name in _LETTERING)
        return Style(bgcolor=style.bgcolor) if name in _GROUNDS else style

    @on(Click)
    def clicked(self, event: Click) -> None:
        """Two clicks select the word, three the paragraph."""
        if event.chain < 2:
            return
        event.prevent_default()  # Textual would select the whole article
        layout, text = self._layout_of_page, self.page.text
        line = event.y + self.scroll_offset.y
        if line >= len(layout):
            return
        at = layout.offset_at(line, event.x - self.gutter_width)
        if event.chain == 2:
            start, end = next((m.span() for m in _WORD.finditer(text, layout.starts[line]) if m.end() > at), (at, at))
        else:
            start, end = self.page.paragraph_span(at)
        if start <= at < end:
            self.screen.selections = {self: Selection(self._cell(start), self._cell(end))}

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The article's own text under the mouse's selection, without the breaks of the layout."""
        starts, text = self._layout_of_page.starts, self.page.text
        begin = 0 if selection.start is None else starts[selection.start.y] + selection.start.x
        end = len(text) if selection.end is None else starts[selection.end.y] + selection.end.x
        return text[begin:end], "\n"

    def _cell(self, offset: int) -> Offset:
        """Where Textual's selections have a character."""
        line = self._layout_of_page.line_of(offset)
        return Offset(offset - self._layout_of_page.starts[line], line)

    def selection_updated(self, selection: Selection | None) -> None:
        """The mouse has selected more or less."""
        self.refresh()

    def region_of(self, offset: int) -> Region:
        """The cell of a character, within the view, as it is scrolled now."""
        line, column = self._layout_of_page.line_of(offset), self._layout_of_page.column_of(offset)
        return Region(column + self.gutter_width, line - self.scroll_offset.y, 1, 1)
