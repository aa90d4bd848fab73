"""The part of the chat that keeps what is asked and goes on with what was kept. Disks are left to workers.

What is only needed once a reader looks back is imported then, not before the first frame.
"""

from __future__ import annotations

from textual import on, work

from assistant import Article, AssistantError, HistoryUnusable, Turn, sanitise_line
from assistant.history import History
from assistant.saved import SavedConversation
from tui.keeper import Keeper
from tui.messages import ConversationResumed, ResumingFailed, TurnsNotKept
from tui.preferences import PreferencesFile
from tui.preferring import PreferringApp


class KeepingApp(PreferringApp):
    """Keeps turns with a keeper, or nothing without one. Showing what was kept is for the class that builds on it."""

    def __init__(self, articles: tuple[Article, ...], keeper: Keeper | None, file: PreferencesFile | None) -> None:
        super().__init__(file)
        self.articles = articles
        self.keeper = keeper
        self._warned = False

    def keep(self, turn: Turn) -> None:
        """Let a turn be written."""
        if self.keeper is not None:
            self.keeper.add(turn)
            self.write_turns(self.keeper)

    @work(thread=True, exit_on_error=False, group="keep")
    def write_turns(self, keeper: Keeper) -> None:
        """Write what waits."""
        try:
            keeper.write()
        except HistoryUnusable as error:
            self.post_message(TurnsNotKept(sanitise_line(str(error))))

    @on(TurnsNotKept)
    def turns_not_kept(self, event: TurnsNotKept) -> None:
        """Say so once; the chat goes on."""
        if not self._warned:
            self._warned = True
            self.notify(f"This is not kept for later. {event.reason}", severity="warning", timeout=10, markup=False)

    def action_saved_conversations(self) -> None:
        """Show what was kept."""
        if self.keeper is None:
            self.notify("Nothing is kept: Byline was started with --no-history.", severity="warning", markup=False)
            return
        from tui.saved_screen import SavedScreen

        history = self.keeper.history

        def chosen(saved: SavedConversation | None) -> None:
            if saved is not None:
                self.resume(history, saved)

        self.push_screen(SavedScreen(history), chosen)

    @work(thread=True, exclusive=True, exit_on_error=False, group="resume")
    def resume(self, history: History, saved: SavedConversation) -> None:
        """Load a conversation and its articles."""
        from tui.resume import resume

        try:
            resumed = resume(history, saved, self.articles)
        except AssistantError as error:
            self.post_message(ResumingFailed(sanitise_line(str(error))))
        else:
            self.post_message(ConversationResumed(resumed))

    @on(ResumingFailed)
    def resuming_failed(self, event: ResumingFailed) -> None:
        """Say why; what is on the screen stays."""
        self.notify(event.reason, severity="error", timeout=10, markup=False)
