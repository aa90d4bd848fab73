"""The chat: what a reader can do with it as a whole, and the command palette."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen

from assistant import Article, Progress, sanitise_line
from tui.answering import Answering
from tui.asking import AskingApp
from tui.export import to_json, to_markdown, write_beside
from tui.messages import ConversationDeleted, ConversationResumed
from tui.preferences import PreferencesFile

if TYPE_CHECKING:
    from tui.keeper import Keeper
    from tui.resume import Resumed

# In characters, each of four bytes at most: file systems know 255 bytes, and some are for what follows.
_LONGEST_NAME = 50


class BylineApp(AskingApp):
    """Begins conversations, goes on with them, writes them out.

    Args:
        articles: What to open.
        open_assistant: Loads the models and indexes articles.
        threshold: The least confidence that is an answer, rather than the preferred one.
        open_keeper: Opens what keeps turns; nothing is kept without it.
        resumed: A conversation to go on with; `articles` are its own.
        preferences: How the reader likes it; nothing is remembered without it.
    """

    TITLE = "Byline"
    CSS_PATH = "byline.tcss"
    # In front of prompts, too, to which the reading screen's keys do not come.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "suspend_process", show=False, priority=True)]

    def __init__(
        self,
        articles: Sequence[Article],
        open_assistant: Callable[[Sequence[Article], Progress], Answering],
        *,
        threshold: float | None = None,
        open_keeper: Callable[[], Keeper] | None = None,
        resumed: Resumed | None = None,
        preferences: PreferencesFile | None = None,
    ) -> None:
        super().__init__(articles, open_assistant, threshold, open_keeper, preferences)
        self._resumed = resumed

    def get_default_screen(self) -> Screen[None]:
        """The screen that is there from the first frame on."""
        return self.reading

    def on_ready(self) -> None:
        """The first frame is drawn."""
        # After ctrl+z and fg Textual has the terminal again, but draws only what changes.
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        if self._resumed is not None:
            self.post_message(ConversationResumed(self._resumed))

    async def action_new_conversation(self) -> None:
        """Forget what was asked; nothing of it steers the next answer."""
        from assistant import Conversation

        self.questions.clear()
        self._seconds = None
        self.conversation = Conversation()
        if self.keeper is not None:
            self.keeper.begin_anew()
        await self.reading.conversation.clear()
        self.reading.article.forget()
        self.reading.go_to_composer()
        self.answer_next()

    @on(ConversationResumed)
    async def conversation_resumed(self, event: ConversationResumed) -> None:
        """Show an earlier conversation, as far as it still stands, and go on with it."""
        resumed = event.resumed
        self.questions.clear()
        self._seconds = None
        if resumed.articles != self.articles:
            self.change_articles(resumed.articles)
        self.conversation = resumed.conversation
        if self.keeper is not None:
            self.keeper.begin(resumed.saved_articles, resumed.saved.id)
        await self.reading.conversation.show(resumed.conversation, resumed.verified)
        self.reading.composer.remember([turn.question for turn in resumed.conversation.turns])
        self.reading.article.forget()
        if resumed.warning:
            self.notify(sanitise_line(resumed.warning), severity="warning", timeout=10, markup=False)
        self.reading.go_to_composer()
        self.answer_next()

    @on(ConversationDeleted)
    async def conversation_deleted(self, event: ConversationDeleted) -> None:
        """What was deleted is not to be seen any longer."""
        if self.keeper is not None and self.keeper.conversation == event.conversation:
            await self.action_new_conversation()

    def action_export_markdown(self) -> None:
        """Write the conversation for readers."""
        names = ", ".join(article.id for article in self.articles)
        self._export(".md", to_markdown(self.conversation, names))

    def action_export_json(self) -> None:
        """Write the conversation for programs."""
        self._export(".json", to_json(self.conversation))

    def action_set_threshold(self) -> None:
        """Ask from which confidence on an answer is given."""
        from tui.prompts import threshold_prompt

        def chosen(threshold: tuple[float | None] | None) -> None:
            if threshold is not None:
                (self.threshold,) = threshold
                self.remember("threshold", self.threshold)
                if self.assistant is not None:
                    self.assistant = self.assistant.with_threshold(self.threshold)
                least = "the measured best" if self.threshold is None else f"{100 * self.threshold:g} %"
                self.notify(f"Answers from {least} on.", timeout=2, markup=False)
                self.answer_next()

        self.push_screen(threshold_prompt(self.threshold), chosen)

    def action_open_article(self) -> None:
        """Ask for a file, and read that instead, in a new conversation."""
        from assistant.saved import SavedArticle
        from tui.prompts import article_prompt

        async def opened(chosen: tuple[Path, Article] | None) -> None:
            if chosen is not None:
                path, article = chosen
                await self.action_new_conversation()
                self.change_articles((article,))
                if self.keeper is not None:
                    self.keeper.begin([SavedArticle.of(article, path)])

        self.push_screen(article_prompt(), opened)

    def action_help_quit(self) -> None:
        """Ctrl+C without a selection: many mean to leave by it."""
        self.notify("Nothing is selected. Ctrl+Q leaves Byline.", timeout=4, markup=False)

    def action_command_palette(self) -> None:
        """Choose a command by its name; what it does is done where one reads, not in front of it."""
        from tui.palette import ActionProvider, Palette

        if self.screen is self.reading:
            self.push_screen(Palette(providers=[ActionProvider], placeholder="Search for commands…"))

    def search_themes(self) -> None:
        """Choose a theme by its name."""
        from textual.theme import ThemeProvider

        from tui.palette import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def _export(self, ending: str, text: str) -> None:
        if not self.conversation.turns:
            self.notify("There is no conversation to export yet.", severity="warning", markup=False)
            return
        try:
            name = PurePath(sanitise_line(self.articles[0].id)).stem[:_LONGEST_NAME]
            path = write_beside(f"{name}-conversation", ending, text)
        except OSError as error:
            self.notify(f"Cannot write in this folder: {error.strerror}", severity="error", markup=False)
        else:
            folder, home = Path.cwd(), Path.home()
            if folder.is_relative_to(home):
                folder = "~" / folder.relative_to(home)
            self.notify(f"Wrote {path} in {sanitise_line(str(folder))}", timeout=10, markup=False)
