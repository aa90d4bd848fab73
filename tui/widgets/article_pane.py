"""The article with what belongs to it: finding words, showing citations, going back, and why."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.worker import get_current_worker

from assistant import sanitise
from tui.find import Span, find
from tui.messages import FindChanged, FindMoved, HitsFound
from tui.page import Page
from tui.reports_errors import ReportsErrors
from tui.widgets.article_view import ArticleView
from tui.widgets.find_bar import FindBar
from tui.widgets.why_panel import WhyPanel

if TYPE_CHECKING:
    from assistant import Citation


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader was: what was at the top, and what was highlighted."""

    page: Page
    top: int
    citation: Citation | None


class ArticlePane(Vertical, ReportsErrors):
    """Shows one of the pages at a time.

    Attributes:
        shown: The citation that is marked, if one is.
    """

    def __init__(self, pages: tuple[Page, ...]) -> None:
        super().__init__(id="article-pane")
        self._pages = pages
        self._bar = FindBar()
        self._trail: list[Place] = []
        self.shown: Citation | None = None
        self._hits: list[Span] = []
        self._hit = 0

    def compose(self) -> ComposeResult:
        """The text, and why a passage was chosen; the find bar comes when it is called for."""
        yield ArticleView(self._pages[0])
        yield WhyPanel()

    def on_mount(self) -> None:
        """Name the page that is shown first, and where in it one is."""
        self._show_title()
        self.watch(self.view, "scroll_y", self._show_place, init=False)

    @property
    def view(self) -> ArticleView:
        """The text."""
        return self.query_one(ArticleView)

    def set_pages(self, pages: tuple[Page, ...]) -> None:
        """Exchange all pages; there is no way back to those shown before."""
        self._pages = pages
        self._trail.clear()
        self._show(pages[0])

    def open(self, citation: Citation) -> bool:
        """Show a citation, unless the text on the screen has other words in its place."""
        page = next((page for page in self._pages if page.article_id == citation.article_id), None)
        quote = sanitise(citation.quote).replace("\t", " ")
        if page is None or page.text[citation.start : citation.end] != quote:
            return False
        self._trail.append(self._place())
        self._show(page)
        self.highlight(citation)
        self.view.bring_into_sight((citation.start, citation.end))
        return True

    def highlight(self, citation: Citation | None) -> None:
        """Mark a citation of the page, and say why it was chosen; or mark nothing."""
        self.shown = citation
        passage = answer = None
        if citation is not None:
            passage = (citation.start, citation.end)
            if citation.answer_start is not None and citation.answer_end is not None:
                answer = (citation.answer_start, citation.answer_end)
        self.view.highlight(passage, answer)
        self.query_one(WhyPanel).explain(citation)

    def forget(self) -> None:
        """Mark nothing, and know no way back."""
        self._trail.clear()
        self.highlight(None)

    def back(self) -> bool:
        """Go to where the reader was before the last jump that moved anything; False when there was none."""
        while self._trail:
            place = self._trail.pop()
            if place != self._place():
                self._show(place.page)
                self.highlight(place.citation)
                self.view.scroll_to_offset(place.top)
                return True
        return False

    def step_page(self, step: int) -> None:
        """Show another page."""
        if len(self._pages) > 1:
            self._trail.append(self._place())
            self._show(self._pages[(self._pages.index(self.view.page) + step) % len(self._pages)])

    @property
    def explains(self) -> bool:
        """Whether it is said why the passage was chosen."""
        return self.query_one(WhyPanel).display

    def explain(self, *, shown: bool) -> None:
        """Show or hide why the passage was chosen."""
        self.query_one(WhyPanel).display = shown
        if shown and self.view.passage is not None:
            self.call_after_refresh(self.view.bring_into_sight, self.view.passage)  # it takes lines from the article

    async def open_find(self) -> None:
        """Type words to find; those sought before are found again."""
        if not self._bar.is_attached:
            await self.mount(self._bar)
        self._trail.append(self._place())
        self._bar.open()
        if self._bar.words:
            self.search(self._bar.words, self.view.page)

    def close_find(self) -> bool:
        """Leave finding and its marks; False when there was nothing to leave."""
        if not self._bar.display and not self.view.hits:
            return False
        self._bar.display = False
        self.view.mark_hits([], None)
        self.screen.set_focus(self.view)
        return True

    def step_hit(self, step: int) -> None:
        """Go to the next or the previous place of the last search; after the last comes the first."""
        if not self._hits:
            return
        self._go_to_hit((self._hit + step) % len(self._hits))

    @on(FindMoved)
    def find_moved(self, event: FindMoved) -> None:
        """Enter and the arrows in the find bar."""
        event.stop()
        self.step_hit(event.step)

    @on(FindChanged)
    def find_changed(self, event: FindChanged) -> None:
        """Search as one types."""
        event.stop()
        self.search(event.words, self.view.page)

    @work(thread=True, exclusive=True, exit_on_error=False, group="find")
    def search(self, words: str, page: Page, *, moves: bool = True) -> None:
        """Search one page, and go to the first place; a long text takes longer than a key press."""
        worker = get_current_worker()
        hits = find(page.text, words, lambda: not worker.is_cancelled)
        if not worker.is_cancelled:
            self.post_message(HitsFound(words, page, hits, moves))

    @on(HitsFound)
    def hits_found(self, event: HitsFound) -> None:
        """Mark what was found and go to the first place from here on, unless something else is sought by now."""
        if not self._bar.display or event.page is not self.view.page or event.words != self._bar.words:
            return
        self._hits = event.hits
        here = self.view.first_offset
        if self._hits:
            self._go_to_hit(bisect_left(self._hits, (here, 0)) % len(self._hits), into_sight=event.moves)
        else:
            self.view.mark_hits([], None)
            self._bar.show_count(0, 0)

    def _go_to_hit(self, index: int, *, into_sight: bool = True) -> None:
        self._hit = index
        hit = self._hits[index]
        self.view.mark_hits(self._hits, hit)
        if into_sight:
            self.view.bring_into_sight(hit)
        self._bar.show_count(index + 1, len(self._hits))

    def _place(self) -> Place:
        view = self.view
        return Place(view.page, view.first_offset, self.shown)

    def _show(self, page: Page) -> None:
        if page is self.view.page:
            return
        self.view.show(page)
        self.highlight(None)
        self.view.scroll_home(animate=False)
        self._hits = []
        self._show_title()
        if self._bar.display:
            self.search(self._bar.words, page, moves=False)

    def _show_place(self) -> None:
        page = self.view.page
        if page.paragraphs:
            number = page.paragraph_at(self.view.first_offset)
            self.border_subtitle = f"¶ {number:,} of {len(page.paragraphs):,}"

    def _show_title(self) -> None:
        page = self.view.page
        place = f" ({self._pages.index(page) + 1} of {len(self._pages)})" if len(self._pages) > 1 else ""
        self.border_title = Content(f"{page.title}{place}")
        self._show_place()
