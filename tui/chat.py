"""Run the chat in this terminal until the reader leaves it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

from assistant import Article, HistoryUnusable, Progress, sanitise_line
from tui.answering import Answering
from tui.app import BylineApp
from tui.keeper import Keeper
from tui.preferences import PreferencesFile

if TYPE_CHECKING:
    from tui.resume import Resumed


def run_chat(
    articles: Sequence[Article],
    open_assistant: Callable[[Sequence[Article], Progress], Answering],
    keeper: Keeper | None,
    resumed: Resumed | None,
    preferences: PreferencesFile,
) -> NoReturn:
    """Does not return: leaves the process with the exit code, at once, even while a model is being loaded."""
    app = BylineApp(articles, open_assistant, keeper, resumed, preferences)
    # With a loop of our own nothing waits for worker threads after the terminal is given back.
    loop = asyncio.new_event_loop()
    app.run(loop=loop)
    if keeper is not None:
        try:
            keeper.write()  # an answer that came just before leaving
        except HistoryUnusable as error:
            print(f"byline: not all is kept. {sanitise_line(str(error))}", file=sys.stderr)
    # Python would join those threads before it leaves. What they write is written aside and renamed: whole or absent.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(app.return_code or 0)
