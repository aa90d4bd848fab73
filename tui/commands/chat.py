"""`byline ARTICLE…` and `byline --resume`: open the chat."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import NoReturn

from assistant import Settings
from tui.answering import Build
from tui.arguments import BadInput
from tui.command import STANDARD_INPUT, Chat
from tui.read_articles import read_articles


def chat(command: Chat, settings: Settings, build: Build) -> NoReturn:
    """Read the articles, then give the terminal to the chat; it leaves the process itself."""
    if not sys.stdout.isatty():
        raise BadInput("the chat needs a terminal; to print an answer: byline ask ARTICLE QUESTION")
    articles = read_articles(command.articles)
    if STANDARD_INPUT in command.articles:
        _read_keys_from_terminal()
    # Textual takes longer to import than an answer takes to print.
    from tui.chat import run_chat

    run_chat(articles, partial(build, articles, settings))


def _read_keys_from_terminal() -> None:
    """Standard input was the article and is at its end: the keys come from the terminal itself."""
    try:
        os.dup2(os.open("/dev/tty", os.O_RDWR), sys.stdin.fileno())
    except OSError as error:
        raise BadInput("the chat needs a terminal for its keys") from error
