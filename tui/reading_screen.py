"""The one screen: article and conversation, and everything that moves between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from tui.actions import bindings
from tui.export import answer_as_text, citation_as_text
from tui.messages import CitationOpened
from tui.page import Page
from tui.widgets.article_pane import ArticlePane
from tui.widgets.composer import Composer
from tui.widgets.conversation_view import ConversationView
from tui.widgets.key_line import KeyLine
from tui.widgets.status_line import StatusLine
from tui.widgets.tab_bar import TabBar

if TYPE_CHECKING:
    from assistant import Citation


class ReadingScreen(Screen[None]):
    """Answers every key that needs no assistant.

    Attributes:
        article: The left half.
        conversation: The questions and answers.
        composer: Where one types.
        status: The line below the composer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    AUTO_FOCUS = "Composer"
    # Textual draws the whole screen when the focus moves; the widgets that it leaves and enters draw themselves too.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, pages: tuple[Page, ...]) -> None:
        super().__init__(classes="-wide")  # as most are: a class that changes later has all widgets styled anew
        # Made here, not looked up: messages from workers still come in while the screen is being taken down.
        self.article = ArticlePane(pages)
        self.conversation = ConversationView(name_articles=len(pages) > 1)
        self.composer = Composer()
        self.status = StatusLine()
        self._last_asking: Widget = self.composer  # where one was last in the right half

    def compose(self) -> ComposeResult:
        """Left what is read, right what is asked."""
        yield TabBar()
        with Horizontal(id="panes"):
            yield self.article
            with Vertical(id="chat-pane"):
                yield self.conversation
                yield self.composer
                yield self.status
        yield KeyLine()

    def watch_focused(self, focused: Widget | None) -> None:
        """Where one is stays in sight when the terminal becomes too narrow for both."""
        if focused is not None:
            if focused in (self.conversation, self.composer):
                self._last_asking = focused
            self._show_tab(article=self.article in focused.ancestors_with_self)

    def go_to_article(self) -> None:
        """Show the article, if it is hidden, and read in it."""
        self._show_tab(article=True)
        self.set_focus(self.article.view)

    def go_to_composer(self) -> None:
        """Show the conversation, if it is hidden, and type."""
        self._show_tab(article=False)
        self.set_focus(self.composer)

    def go_to_conversation(self) -> None:
        """Show the conversation, if it is hidden, and go to where one was in it: answers or composer."""
        self._show_tab(article=False)
        self.set_focus(self._last_asking)

    def show_proof(self, *, found: bool) -> None:
        """Show the passage that a new answer rests on, if any; where somebody is reading nothing moves."""
        citation = self.conversation.current_citation
        if not found or citation is None or self.article.has_focus_within:
            self.article.highlight(None)
        elif self._opened(citation) and not self.has_class("-narrow"):  # there the next key shows it
            self.conversation.choose(citation)

    def announce_answer(self) -> None:
        """Say that there is an answer, where the article hides the conversation."""
        if self.has_class("-narrow") and not self._article_is_hidden:
            self.query_one(TabBar).announce()
            self.notify("There is an answer · ^t shows it.", timeout=4, markup=False)

    def leave_field(self) -> None:
        """From the composer to the answers, from anywhere else to the composer."""
        if self.composer.has_focus:
            self.set_focus(self.conversation)
        else:
            self.go_to_composer()

    @on(TabBar.Chosen)
    def tab_chosen(self, event: TabBar.Chosen) -> None:
        """A click on a tab."""
        if event.article:
            self.go_to_article()
        else:
            self.go_to_conversation()

    @on(CitationOpened)
    def citation_opened(self, event: CitationOpened) -> None:
        """Go to the passage and mark it; what is not in the article is not shown as if it were."""
        if self._opened(event.citation):
            self._see_article()

    def action_switch_pane(self) -> None:
        """From the article to the conversation and back."""
        if self.article.has_focus_within:
            self.go_to_conversation()
        else:
            self.go_to_article()

    async def action_find(self) -> None:
        """Type words to find."""
        self._show_tab(article=True)
        await self.article.open_find()

    def action_step_hit(self, step: int) -> None:
        """Go to the next or the previous place that was found."""
        self._see_article()
        self.article.step_hit(step)

    def action_step_passage(self, step: int) -> None:
        """Show the next or the previous passage of the answer."""
        self.conversation.step(step)

    def action_open_passage(self, number: int) -> None:
        """Show a passage by its number."""
        self.conversation.open_number(number)

    def action_unfold(self) -> None:
        """Show or hide the further answers."""
        self.conversation.unfold()

    def action_back(self) -> None:
        """Return to where the reader was."""
        self._see_article()
        if self.article.back():
            self.conversation.choose(self.article.shown)
        else:
            self.notify("This is where you started.", timeout=2, markup=False)

    def action_why(self) -> None:
        """Show or hide the scores of the passage; behind the other tab nothing was shown yet."""
        shows = self._article_is_hidden or not self.article.explains
        self._see_article()
        citation = self.conversation.current_citation
        if shows and self.article.shown is None and citation is not None:
            self.article.open(citation)
        self.article.explain(shown=shows)

    def action_step_article(self, step: int) -> None:
        """Show another article."""
        self._see_article()
        self.article.step_page(step)

    def action_copy_text(self) -> None:
        """Copy what is selected; where nothing is, the app says so."""
        if not self.get_selected_text():  # none, or only in what is no longer there
            raise SkipAction
        super().action_copy_text()
        self.notify("Copied the selection.", timeout=2, markup=False)

    def action_copy_answer(self) -> None:
        """Copy the answer with its passages."""
        card = self.conversation.current_card
        self._copy("answer", answer_as_text(card.answer) if card is not None and card.answer is not None else "")

    def action_copy_passage(self) -> None:
        """Copy the chosen passage, else the first."""
        citation = self.conversation.current_citation
        self._copy("passage", citation_as_text(citation) if citation is not None else "")

    def action_help(self) -> None:
        """Show all keys."""
        from tui.help_screen import HelpScreen  # the first frame does not wait for it

        self.app.push_screen(HelpScreen(self.app.size.width))

    def _copy(self, what: str, text: str) -> None:
        if text:
            self.app.copy_to_clipboard(text)
            self.notify(f"Copied the {what}.", timeout=2, markup=False)
        else:
            self.notify(f"There is no {what} to copy yet.", severity="warning", timeout=2, markup=False)

    def _opened(self, citation: Citation) -> bool:
        if self.article.open(citation):
            return True
        self.notify("This passage is not in the article.", severity="error", markup=False)
        return False

    @property
    def _article_is_hidden(self) -> bool:
        return self.has_class("-narrow") and not self.has_class("-reading")

    def _see_article(self) -> None:
        if self.has_class("-narrow"):
            self.go_to_article()

    def _show_tab(self, *, article: bool) -> None:
        # Side by side nothing looks different, and styling every widget anew would hold up the next key.
        self.set_class(article, "-reading", update=self.has_class("-narrow"))
        self.query_one(TabBar).point(article=article)
