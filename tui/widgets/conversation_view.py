"""The questions and answers so far, newest at the bottom, and the citation that is chosen among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Click
from textual.widget import Widget
from textual.widgets import Static

from assistant import sanitise_line
from tui.messages import CitationOpened
from tui.widgets.citation_row import CitationRow
from tui.widgets.turn_card import TurnCard

if TYPE_CHECKING:
    from assistant import Citation, Conversation, Found, NotFound

_WELCOME = "Ask a question below.\nEvery answer shows the passages it rests on.\n\nF1 shows all keys."
# Cards of an earlier conversation: more than there is room for, and few enough to be there at once.
_SHOWN_AT_ONCE = 8


class Earlier(Static):
    """The line that stands for the questions further up."""

    DEFAULT_CSS = """
    Earlier {
        padding: 0 1;
        margin-bottom: 1;
        color: $primary;

        &:hover {
            text-style: underline;
        }
    }
    """

    def __init__(self, count: int) -> None:
        super().__init__(f"▴ {count} earlier question{'' if count == 1 else 's'}", markup=False, classes="earlier")


class ConversationView(VerticalScroll, can_focus=True):
    """Owns which citation is chosen: from clicks, the arrow keys, numbers and stepping alike."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "choose(1)", show=False),
        Binding("up,k", "choose(-1)", show=False),
        Binding("enter", "open", show=False),
        Binding("space", "page_down", show=False),
        Binding("b", "page_up", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]

    def __init__(self, *, name_articles: bool) -> None:
        super().__init__(id="conversation")
        self.chosen: CitationRow | None = None
        self.name_articles = name_articles
        self._earlier: list[TurnCard] = []
        self._seen: TurnCard | None = None
        self._unseen: tuple[Widget, bool] | None = None  # and whether it belongs at the top
        self._width = 0

    def compose(self) -> ComposeResult:
        """Nothing has been asked yet."""
        yield _welcome()

    async def clear(self) -> None:
        """Start again with the welcome."""
        self.chosen = None
        self._earlier = []
        await self.remove_children()
        await self.mount(_welcome())

    def on_mount(self) -> None:
        """Look for the way to the top, where there may be more."""
        self.border_title = "Conversation"
        self.watch(self, "scroll_y", self._scrolled, init=False)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Only the border looks different; Textual would style every card anew, and the next key would wait for it."""
        self.app.stylesheet.update_nodes([self])

    async def show(self, conversation: Conversation, verified: frozenset[Citation]) -> None:
        """Show an earlier conversation in the place of this one; its cards have numbers below those of new ones."""
        await self.clear()
        await self.query("#welcome").remove()
        self._earlier = [
            TurnCard.answered(
                number, sanitise_line(turn.question), turn.answer, verified, name_articles=self.name_articles
            )
            for number, turn in enumerate(conversation.turns, -len(conversation.turns))
        ]
        await self._show_earlier()
        self.call_after_refresh(self.scroll_end, animate=False)

    async def _show_earlier(self) -> None:
        """Mount the newest of the cards that are not there yet; what was at the top stays there."""
        cards, self._earlier = self._earlier[-_SHOWN_AT_ONCE:], self._earlier[:-_SHOWN_AT_ONCE]
        top = next(iter(self.query(TurnCard)), None)
        await self.query(Earlier).remove()
        more = [Earlier(len(self._earlier))] if self._earlier else []
        await self.mount_all([*more, *cards], before=0)
        if top is not None:
            self.call_after_refresh(self.scroll_to_widget, top, top=True, animate=False)

    def on_resize(self) -> None:
        """A new width makes cards shorter or longer; the card that was seen is seen again."""
        if self.size.width not in (0, self._width):
            self._width = self.size.width
            if self._seen is not None and self._seen.is_attached:
                self.call_after_refresh(self.scroll_to_widget, self._seen, top=True, animate=False)

    def on_show(self) -> None:
        """Back from behind the other tab: show what came meanwhile."""
        if self._unseen is not None:
            widget, top = self._unseen
            self._bring_into_sight(widget, top=top)

    def _bring_into_sight(self, widget: Widget, *, top: bool) -> None:
        """Scroll to a card or a row, once there is sight."""
        self._unseen = None if self.region else (widget, top)
        if self._unseen is None and widget.is_attached:
            self.call_after_refresh(self.scroll_to_widget, widget, top=top, animate=False)

    async def _scrolled(self) -> None:
        """At the top the cards before are wanted."""
        if self.size.width == self._width:  # and nobody else has moved it
            cards = [child for child in self.children if isinstance(child, TurnCard)]  # not all that is in them
            seen = (card for card in cards if card.virtual_region.bottom > self.scroll_y < self.max_scroll_y)
            self._seen = next(seen, cards[-1] if cards else None)
        if self._earlier and self.scroll_y == 0 < self.max_scroll_y:
            await self._show_earlier()

    @on(Click, ".earlier")
    async def earlier_clicked(self) -> None:
        """So they are with a click."""
        await self._show_earlier()

    async def add(self, turn: int, question: str, state: str) -> None:
        """Put a question at the end."""
        await self.query("#welcome").remove()
        await self.mount(TurnCard(turn, question, state, name_articles=self.name_articles))
        self.scroll_end(animate=False)

    async def show_answer(self, turn: int, answer: Found | NotFound, verified: frozenset[Citation]) -> None:
        """Answer a question; the next step goes to its first citation."""
        card = self.card(turn)
        await card.show_answer(answer, verified)
        self._choose(None)
        self._bring_into_sight(card, top=True)

    def card(self, turn: int) -> TurnCard:
        """The card of a question."""
        return next(card for card in self.query(TurnCard) if card.turn == turn)

    @property
    def current_card(self) -> TurnCard | None:
        """The card of the chosen citation, else the newest that has an answer."""
        if self.chosen is not None:
            return _card_of(self.chosen)
        answered = [card for card in self.query(TurnCard) if card.answer is not None]
        return answered[-1] if answered else None

    @property
    def current_citation(self) -> Citation | None:
        """The chosen citation, else the first of the current card."""
        if self.chosen is not None:
            return self.chosen.citation
        card = self.current_card
        return card.rows[0].citation if card is not None and card.rows else None

    def step(self, step: int) -> None:
        """Open the next or the previous citation of the current card; after the last comes the first."""
        card = self.current_card
        if card is None or not card.rows:
            return
        if self.chosen is None:
            self.open_row(card.rows[0 if step > 0 else -1])
        else:
            self.open_row(card.rows[(card.rows.index(self.chosen) + step) % len(card.rows)])

    def open_number(self, number: int) -> None:
        """Open a citation of the current card by its number, if it has that many."""
        card = self.current_card
        if card is not None and number <= len(card.rows):
            self.open_row(card.rows[number - 1])

    def choose(self, citation: Citation | None) -> None:
        """Choose a citation where it stands last, or none, and stay where one is."""
        rows = (row for row in reversed(self.query(CitationRow)) if row.citation == citation)
        self._choose(next(rows, None), into_sight=False)

    def open_row(self, row: CitationRow) -> None:
        """Choose a citation and ask for it to be shown."""
        self._choose(row)
        self.post_message(CitationOpened(row.citation))

    async def action_choose(self, step: int) -> None:
        """Choose the next or the previous citation on any card, without opening it."""
        if self._earlier and step < 0 and self.chosen is next(iter(self.query(CitationRow)), None):
            await self._show_earlier()
        rows = [row for row in self.query(CitationRow) if all(node.display for node in row.ancestors_with_self)]
        if not rows:
            return
        if self.chosen in rows:
            self._choose(rows[min(max(rows.index(self.chosen) + step, 0), len(rows) - 1)])
        else:
            card = self.current_card
            self._choose(card.rows[0] if card is not None and card.rows else rows[-1])

    def action_open(self) -> None:
        """Show the chosen citation, or the first, in the article."""
        if self.chosen is None:
            self.step(1)
        else:
            self.open_row(self.chosen)

    def unfold(self) -> None:
        """Show or hide the further answers of the current card."""
        if self.current_card is not None:
            self.current_card.unfold()

    @on(CitationRow.Clicked)
    def row_clicked(self, event: CitationRow.Clicked) -> None:
        """A click opens."""
        event.stop()
        self.open_row(event.row)

    def _choose(self, row: CitationRow | None, *, into_sight: bool = True) -> None:
        if self.chosen is not None:
            self.chosen.remove_class("-chosen")
        self.chosen = row
        if row is not None:
            row.add_class("-chosen")
            card = _card_of(row)
            if any(not node.display for node in row.ancestors if card in node.ancestors):
                card.unfold(shown=True)
            if into_sight:
                self._bring_into_sight(row, top=False)


def _card_of(row: CitationRow) -> TurnCard:
    return next(node for node in row.ancestors if isinstance(node, TurnCard))


def _welcome() -> Static:
    return Static(_WELCOME, markup=False, id="welcome")
