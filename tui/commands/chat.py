"""`byline ARTICLE…` and `byline --resume`: open the chat."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from assistant import Article, Progress
from tui.answering import Answering, Build
from tui.arguments import BadInput
from tui.command import STANDARD_INPUT, Chat
from tui.preferences import preferences_file
from tui.read_articles import read_articles

if TYPE_CHECKING:
    from assistant.saved import SavedArticle
    from tui.keeper import Keeper
    from tui.resume import Resumed


def chat(command: Chat, build: Build) -> NoReturn:
    """Read the articles, then give the terminal to the chat; it leaves the process itself.

    Whatever takes time to import and is not needed to paint is imported once the chat calls for it.
    """
    if not (sys.stdout.isatty() and sys.stderr.isatty()):  # Textual paints on standard error
        raise BadInput("the chat needs a terminal; to print an answer: byline ask ARTICLE QUESTION")
    # The folder that they are named in may be gone by the first answer.
    paths = [None if path == STANDARD_INPUT else Path(path).absolute() for path in command.articles]
    articles = read_articles(command.articles)
    resumed = _resume(command, paths, articles) if command.resume else None
    if STANDARD_INPUT in command.articles or not sys.stdin.isatty():
        _read_keys_from_terminal()
    # Hardly anything on the way to the first frame is garbage, and looking for it takes a tenth of that way.
    gc.disable()
    # Textual takes longer to import than an answer takes to print.
    from tui.chat import run_chat

    def open_assistant(opened: Sequence[Article], progress: Progress) -> Answering:
        from assistant import Settings

        return build(opened, Settings(model=command.answers.model, cache=command.answers.cache), progress)

    def open_keeper() -> Keeper:
        from assistant.history import History, history_file
        from tui.keeper import Keeper

        keeper = Keeper(History(history_file()))
        keeper.begin(_saved(paths, articles))
        return keeper

    run_chat(
        resumed.articles if resumed is not None else articles,
        open_assistant,
        preferences_file(),
        threshold=command.answers.threshold,
        open_keeper=open_keeper if command.keep else None,
        resumed=resumed,
    )


def _resume(command: Chat, paths: Sequence[Path | None], articles: Sequence[Article]) -> Resumed:
    from assistant.history import History, history_file
    from tui.resume import resume

    history = History(history_file())
    if command.conversation is None:
        return resume(history, history.last(_saved(paths, articles)), articles)
    return resume(history, history.find(command.conversation), articles)


def _saved(paths: Sequence[Path | None], articles: Sequence[Article]) -> list[SavedArticle]:
    from assistant.saved import SavedArticle

    return [SavedArticle.of(article, path) for article, path in zip(articles, paths, strict=True)]


def _read_keys_from_terminal() -> None:
    """Standard input was the article, or is no terminal: the keys come from the terminal itself."""
    try:
        os.dup2(os.open("/dev/tty", os.O_RDWR), sys.stdin.fileno())
    except OSError as error:
        raise BadInput("the chat needs a terminal for its keys") from error
