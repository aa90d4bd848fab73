"""The part of the chat that keeps what is asked and goes on with what was kept. Disks are left to workers.

What is only needed once a reader looks back is imported then, not before the first frame.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from textual import on, work
from textual.worker import get_current_worker

from assistant import Article, AssistantError, HistoryUnusable, sanitise_line
from tui.messages import ConversationResumed, ResumingFailed, TurnsNotKept
from tui.preferences import PreferencesFile
from tui.preferring import PreferringApp

if TYPE_CHECKING:
    from assistant import Turn
    from assistant.history import History
    from assistant.saved import SavedConversation
    from tui.keeper import Keeper


class KeepingApp(PreferringApp):
    """Keeps turns, or nothing without a keeper. Showing what was kept is for the class that builds on it.

    Args:
        articles: What is read.
        open_keeper: Opens what keeps turns, the first time that one is needed; nothing is kept without it.
        file: Where preferences are kept; nothing is remembered without one.
    """

    def __init__(
        self,
        articles: tuple[Article, ...],
        open_keeper: Callable[[], Keeper] | None,
        file: PreferencesFile | None,
    ) -> None:
        super().__init__(file)
        self.articles = articles
        self._open_keeper = open_keeper
        self._warned = False

    @cached_property
    def keeper(self) -> Keeper | None:
        """What keeps turns."""
        return self._open_keeper() if self._open_keeper is not None else None

    def keep(self, turn: Turn) -> None:
        """Let a turn be written."""
        if self.keeper is not None:
            self.keeper.add(turn)
            self.write_turns(self.keeper)

    def write_kept(self) -> None:
        """Write what waits, in this thread. Raises `HistoryUnusable`."""
        if "keeper" in self.__dict__ and self.keeper is not None:  # opened, that is
            self.keeper.write()

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
            message: ConversationResumed | ResumingFailed = ConversationResumed(resume(history, saved, self.articles))
        except AssistantError as error:
            message = ResumingFailed(sanitise_line(str(error)))
        if not get_current_worker().is_cancelled:  # another has been chosen meanwhile
            self.post_message(message)

    @on(ResumingFailed)
    def resuming_failed(self, event: ResumingFailed) -> None:
        """Say why; what is on the screen stays."""
        self.notify(event.reason, severity="error", timeout=10, markup=False)
