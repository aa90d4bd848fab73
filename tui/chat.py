"""Run the chat in this terminal until the reader leaves it."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from assistant import Article, HistoryUnusable, Progress, sanitise_line
from tui.answering import Answering
from tui.app import BylineApp
from tui.preferences import PreferencesFile, PreferencesUnusable

if TYPE_CHECKING:
    from tui.keeper import Keeper
    from tui.resume import Resumed


# So many collections of the younger garbage come before one of the oldest, instead of ten.
_OLDEST_RARELY = 100


def run_chat(
    articles: Sequence[Article],
    open_assistant: Callable[[Sequence[Article], Progress], Answering],
    preferences: PreferencesFile,
    *,
    threshold: float | None,
    open_keeper: Callable[[], Keeper] | None,
    resumed: Resumed | None,
) -> NoReturn:
    """Does not return: leaves the process with the exit code, at once, even while a model is being loaded."""

    def opened(some: Sequence[Article], progress: Progress) -> Answering:
        spare_keys()
        gc.enable()  # which the command disabled to be there sooner
        assistant = open_assistant(some, progress)
        spare_keys()
        return assistant

    app = BylineApp(
        articles, opened, threshold=threshold, open_keeper=open_keeper, resumed=resumed, preferences=preferences
    )
    # With a loop of our own nothing waits for worker threads after the terminal is given back.
    loop = asyncio.new_event_loop()
    leave = partial(_leave, app, preferences)
    _leave_when_told(loop, app, leave)
    app.run(loop=loop)
    leave(app.return_code or 0)


def _leave(app: BylineApp, preferences: PreferencesFile, code: int) -> NoReturn:
    """Keep what came just before leaving, a theme that was chosen or an answer, and go."""
    for write in (preferences.write, app.write_kept):
        try:
            write()
        except (PreferencesUnusable, HistoryUnusable) as error:
            with suppress(OSError):  # the terminal is closed
                print(f"byline: not all is kept. {sanitise_line(str(error))}", file=sys.stderr, flush=True)
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    # Python would wait for threads before it leaves. What they write is written aside and renamed: whole or absent.
    os._exit(code)


def spare_keys() -> None:
    """Keep the garbage collector from holding up a key.

    What is loaded stays loaded: looking through it would take 60 ms, time and again. What has come since takes 20.
    """
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], _OLDEST_RARELY)


def _leave_when_told(loop: asyncio.AbstractEventLoop, app: BylineApp, leave: Callable[[int], NoReturn]) -> None:
    """Signals that end a program leave the chat in good order: the terminal is given back, and what was asked kept."""

    def end(code: int) -> None:
        # Textual would wait for ever until what it writes to a closed terminal is written.
        if os.isatty(0):
            app.exit(return_code=code)
        else:
            leave(code)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError):  # where loops know no signals
                loop.add_signal_handler(number, end, 128 + number)
