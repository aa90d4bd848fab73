"""Run the chat in this terminal until the reader leaves it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from assistant import Article, Progress
from tui.answering import Answering
from tui.app import BylineApp


def run_chat(articles: Sequence[Article], open_assistant: Callable[[Progress], Answering]) -> NoReturn:
    """Does not return: leaves the process with the exit code, at once, even while a model is being loaded."""
    app = BylineApp(articles, open_assistant)
    # With a loop of our own nothing waits for worker threads after the terminal is given back.
    loop = asyncio.new_event_loop()
    app.run(loop=loop)
    # Python would join those threads before it leaves. What they write is written aside and renamed: whole or absent.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(app.return_code or 0)
