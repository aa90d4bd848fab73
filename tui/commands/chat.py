"""`byline ARTICLE…` and `byline --resume`: open the chat."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from assistant import Settings
from assistant.history import History, history_file
from assistant.saved import SavedArticle
from tui.answering import Build
from tui.arguments import BadInput
from tui.command import STANDARD_INPUT, Chat
from tui.keeper import Keeper
from tui.preferences import preferences_file
from tui.read_articles import read_articles


def chat(command: Chat, settings: Settings, build: Build) -> NoReturn:
    """Read the articles, then give the terminal to the chat; it leaves the process itself."""
    if not sys.stdout.isatty():
        raise BadInput("the chat needs a terminal; to print an answer: byline ask ARTICLE QUESTION")
    articles = read_articles(command.articles)
    saved = [
        SavedArticle.of(article, None if path == STANDARD_INPUT else Path(path))
        for article, path in zip(articles, command.articles, strict=True)
    ]
    history = History(history_file())
    resumed = None
    if command.resume:
        from tui.resume import resume

        kept = history.last(saved) if command.conversation is None else history.find(command.conversation)
        resumed = resume(history, kept, articles)
        articles = resumed.articles
    if STANDARD_INPUT in command.articles:
        _read_keys_from_terminal()
    keeper = Keeper(history) if command.keep else None
    if keeper is not None:
        keeper.begin(saved)
    # Textual takes longer to import than an answer takes to print.
    from tui.chat import run_chat

    run_chat(articles, lambda opened, progress: build(opened, settings, progress), keeper, resumed, preferences_file())


def _read_keys_from_terminal() -> None:
    """Standard input was the article and is at its end: the keys come from the terminal itself."""
    try:
        os.dup2(os.open("/dev/tty", os.O_RDWR), sys.stdin.fileno())
    except OSError as error:
        raise BadInput("the chat needs a terminal for its keys") from error
