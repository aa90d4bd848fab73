"""The command `byline`: what is asked for on its command line is done, and what goes wrong is said in one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import AssistantError, sanitise_line
from tui.answering import Answering, Build
from tui.arguments import BadInput, parse
from tui.command import Add, Answers, Ask, Chat, Command, Evaluate, ListArchive, Remove, Verify
from tui.exit import Exit
from tui.preferences import PreferencesUnusable, preferences_file

if TYPE_CHECKING:
    from assistant import Article, Progress, Settings


def build_assistant(articles: Sequence[Article], settings: Settings, progress: Progress) -> Answering:
    """The assistant that answers, unless a test brings another."""
    from assistant import Assistant

    return Assistant.from_articles(articles, settings=settings, progress=progress)


def main(argv: Sequence[str] | None = None, build: Build = build_assistant) -> int:
    """Run the command and return its exit code. What goes wrong is one line on standard error, never a traceback."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # of what a terminal's encoding lacks, as "¶" in ASCII
    try:
        return _run(parse(sys.argv[1:] if argv is None else argv), build)
    except (BadInput, AssistantError) as error:
        print(f"byline: {sanitise_line(str(error))}", file=sys.stderr)
        return Exit.BAD_INPUT
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return Exit.PIPE_CLOSED
    except OSError as error:
        reason = f"{error.filename}: {error.strerror}" if error.filename is not None else str(error)
        print(f"byline: {sanitise_line(reason)}", file=sys.stderr)
        _discard_output()
        return Exit.BAD_INPUT


def _open_what_is_closed() -> None:
    """Python has None for a stream that was closed (`>&-`), and would give its number to the next file."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 (it stays open)
            setattr(sys, name, nowhere)
            setattr(sys, f"__{name}__", nowhere)  # Textual's


def _run(command: Command, build: Build) -> int:
    # Each command brings in only what it needs: neither a model nor Textual is there to list conversations.
    match command:
        case Chat():
            from tui.commands.chat import chat

            chat(command, build)
        case Ask():
            from tui.commands.ask import ask

            done = ask(command, _settings(command.answers), build)
        case Evaluate():
            from tui.commands.evaluate import evaluate

            done = evaluate(command, _settings(command.answers), build)
        case Add() | Remove() | ListArchive():
            from tui.commands.archive import archive

            done = archive(command, _settings(command.answers))
        case Verify():
            from tui.commands.verify import verify

            done = verify(command)
        case _:
            from tui.commands.history import history

            done = history(command)
    sys.stdout.flush()
    return done


def _settings(answers: Answers) -> Settings:
    from assistant import Settings

    threshold = answers.threshold
    if threshold is None:
        try:
            threshold = preferences_file().read().threshold
        except PreferencesUnusable as error:
            print(f"byline: {sanitise_line(str(error))}; going on without it", file=sys.stderr)
    return Settings(model=answers.model, threshold=threshold, cache=answers.cache)


def _discard_output() -> None:
    """What is still buffered has nowhere to go; without this the interpreter complains when it leaves."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
