"""The part of the chat that gets the articles and the assistant ready, and answers questions one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING

from textual import on, work
from textual.worker import Worker, WorkerState, get_current_worker

from assistant import Article, AssistantError, Progress, sanitise_line
from tui.answering import Answering
from tui.keeping import KeepingApp
from tui.messages import (
    AnswerFailed,
    AnswerReady,
    AssistantOpened,
    OpeningFailed,
    OpeningProgressed,
    PagesPrepared,
    QuestionAsked,
)
from tui.page import Page
from tui.preferences import PreferencesFile
from tui.progress import at_most_every
from tui.questions import Asked, Questions
from tui.reading_screen import ReadingScreen

if TYPE_CHECKING:
    from assistant import Citation, Conversation, Found, NotFound
    from tui.keeper import Keeper

# Longer articles are made ready in the background, so that the first frame does not wait for them.
_PREPARED_AT_ONCE = 300_000


class AskingApp(KeepingApp):
    """Owns the assistant, the queue of questions and the conversation; the screen owns the rest.

    Args:
        articles: What to open.
        open_assistant: Loads the models and indexes articles.
        threshold: The least confidence that is an answer, rather than the preferred one.
        open_keeper: Opens what keeps turns; nothing is kept without it.
        preferences: How the reader likes it; nothing is remembered without it.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        open_assistant: Callable[[Sequence[Article], Progress], Answering],
        threshold: float | None,
        open_keeper: Callable[[], Keeper] | None,
        preferences: PreferencesFile | None,
    ) -> None:
        super().__init__(tuple(articles), open_keeper, preferences)
        self.assistant: Answering | None = None
        self.questions = Questions()
        self._failed = False
        self.threshold = self.preferences.threshold if threshold is None else threshold
        self._open_assistant = open_assistant
        self._at_once = sum(len(article.text) for article in self.articles) <= _PREPARED_AT_ONCE
        make = Page.of if self._at_once else Page.placeholder
        self.reading = ReadingScreen(tuple(make(article) for article in self.articles))
        self._seconds: float | None = None  # that the last answer took

    @cached_property
    def conversation(self) -> Conversation:
        """What was asked and answered; nothing yet."""
        from assistant import Conversation

        return Conversation()

    def on_ready(self) -> None:
        """The first frame is drawn: now the slow things begin."""
        if not self._at_once:
            self.prepare_pages(self.articles)
        self.action_retry()

    @work(thread=True, exclusive=True, exit_on_error=False, group="pages")
    def prepare_pages(self, articles: tuple[Article, ...]) -> None:
        """Make long articles ready to be shown."""
        self.post_message(PagesPrepared(articles, tuple(Page.of(article) for article in articles)))

    @on(PagesPrepared)
    def pages_prepared(self, event: PagesPrepared) -> None:
        """Exchange the placeholders, unless other articles have been opened meanwhile."""
        if event.articles is self.articles:
            self.reading.article.set_pages(event.pages)

    @work(thread=True, exclusive=True, exit_on_error=False, group="opening")
    def open_assistant(self, articles: tuple[Article, ...]) -> None:
        """Load the models and index the articles; it says nothing more once other articles have been opened."""
        worker = get_current_worker()

        def progress(label: str, done: int, total: int) -> None:
            if not worker.is_cancelled:
                self.post_message(OpeningProgressed(sanitise_line(label), done, total))

        try:
            message: AssistantOpened | OpeningFailed = AssistantOpened(
                articles, self._open_assistant(articles, at_most_every(0.05, progress))
            )
        except AssistantError as error:
            message = OpeningFailed(sanitise_line(str(error)))
        if not worker.is_cancelled:
            self.post_message(message)

    @on(OpeningProgressed)
    def opening_progressed(self, event: OpeningProgressed) -> None:
        """Show how far it is."""
        if self.assistant is None:
            self.reading.status.show_loading(event.label, event.done, event.total)

    @on(AssistantOpened)
    def assistant_opened(self, event: AssistantOpened) -> None:
        """Answer what was asked meanwhile, unless other articles have been opened."""
        if event.articles is not self.articles:
            return
        self.assistant = event.assistant
        if self._failed:
            self._failed = False
            self.clear_notifications()
        if self.threshold is not None:
            self.assistant = self.assistant.with_threshold(self.threshold)
        self.answer_next()

    @on(OpeningFailed)
    def opening_failed(self, event: OpeningFailed) -> None:
        """Say why there are no answers; the article can still be read, and it can be tried again."""
        self.reading.status.show_failed("No questions are answered · ^r tries again")
        self.clear_notifications()  # of the tries before
        self.notify(event.reason, title="No questions are answered", severity="error", timeout=60, markup=False)
        self._failed = True
        for asked in self.questions.clear():
            self.reading.conversation.card(asked.turn).show_state(f"not answered: {event.reason}", failed=True)

    @on(QuestionAsked)
    async def question_asked(self, event: QuestionAsked) -> None:
        """Put the question in the queue and say what it waits for."""
        asked = self.questions.ask(event.question)
        state = "waits for the model" if self.assistant is None else "waits for its turn"
        await self.reading.conversation.add(asked.turn, asked.question, state)
        self.action_retry()
        self.answer_next()

    @work(thread=True, exclusive=True, exit_on_error=False, group="answer")
    def answer(self, assistant: Answering, asked: Asked, conversation: Conversation) -> None:
        """Answer one question and check its citations against the article's text."""
        started = perf_counter()
        try:
            answer = assistant.ask(asked.question, conversation)
        except AssistantError as error:
            self.post_message(AnswerFailed(asked.turn, sanitise_line(str(error))))
        else:
            verified = frozenset(citation for citation in _citations(answer) if assistant.verify(citation))
            self.post_message(AnswerReady(asked.turn, answer, verified, perf_counter() - started))

    @on(AnswerReady)
    async def answer_ready(self, event: AnswerReady) -> None:
        """Show the answer, unless it was cancelled meanwhile."""
        asked = self.questions.finish(event.turn)
        if asked is not None:
            self._seconds = event.seconds
            self.conversation = self.conversation.add(asked.question, event.answer)
            self.keep(self.conversation.turns[-1])
            await self.reading.conversation.show_answer(event.turn, event.answer, event.verified)
            self.reading.show_proof(found=event.answer.kind == "found")
            self.reading.announce_answer()
            self.answer_next()

    @on(AnswerFailed)
    def answer_failed(self, event: AnswerFailed) -> None:
        """Say why there is no answer and go on."""
        if self.questions.finish(event.turn) is not None:
            self.reading.conversation.card(event.turn).show_state(event.reason, failed=True)
            self.reading.announce_answer()
            self.answer_next()

    @on(Worker.StateChanged)
    def worker_changed(self, event: Worker.StateChanged) -> None:
        """A worker that broke where nobody expected it costs one answer, not the program."""
        if event.state is not WorkerState.ERROR:
            return
        error = event.worker.error
        reason = sanitise_line(f"{type(error).__name__}: {error}")
        if event.worker.group == "opening":
            self.post_message(OpeningFailed(reason))
        elif event.worker.group == "answer" and self.questions.running is not None:
            self.post_message(AnswerFailed(self.questions.running.turn, reason))
        else:
            self.notify(reason, severity="error", timeout=10, markup=False)

    def action_cancel(self) -> None:
        """Escape: close the find bar, else give up a question, else leave the field."""
        if self.reading.article.has_focus_within and self.reading.article.close_find():
            return
        asked = self.questions.cancel()
        if asked is None:
            self.reading.leave_field()
        else:
            self.reading.conversation.card(asked.turn).show_state("cancelled")
            self.answer_next()

    def action_retry(self) -> None:
        """Load the assistant, unless it is there or being loaded."""
        loading = any(w.group == "opening" and w.is_running and not w.is_cancelled for w in self.workers)
        if self.assistant is None and not loading:
            self.reading.status.show_loading("Loading the model", 0, 0)
            self.open_assistant(self.articles)

    def change_articles(self, articles: tuple[Article, ...]) -> None:
        """Show other articles, and load an assistant for them."""
        self.articles = articles
        self.assistant = self._seconds = None
        self.workers.cancel_group(self, "opening")
        self.reading.conversation.name_articles = len(articles) > 1
        self.prepare_pages(articles)
        self.action_retry()

    def answer_next(self) -> None:
        """Begin with the next question, if it is its turn, and say how it stands."""
        if self.assistant is None:
            return
        asked = self.questions.begin()
        if asked is not None:
            self.reading.conversation.card(asked.turn).show_state("reading the article …")
            self.answer(self.assistant, asked, self.conversation)
        if self.questions.running is None:
            name = self.articles[0].id if len(self.articles) == 1 else f"{len(self.articles)} articles"
            self.reading.status.show_ready(
                sanitise_line(name), self.assistant.passage_count, self._seconds, self.threshold
            )
        else:
            self.reading.status.show_answering(self.questions.waiting)


def _citations(answer: Found | NotFound) -> tuple[Citation, ...]:
    if answer.kind == "not_found":
        return answer.closest
    return tuple(citation for found in answer.answers for citation in found.citations)
