"""The command `byline`: opens the chat, or answers one question and leaves."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from enum import IntEnum
from functools import partial
from typing import NoReturn

from assistant import Article, Assistant, AssistantError, NotFound, Progress, Settings, sanitise_line
from tui.answering import Answering, Build
from tui.arguments import Arguments, BadInput, parse
from tui.export import to_json
from tui.print_answer import answer_lines
from tui.progress import ProgressLine
from tui.read_articles import STANDARD_INPUT, read_articles


class Exit(IntEnum):
    """What the command leaves with."""

    FOUND = 0
    NOT_FOUND = 1
    BAD_INPUT = 2
    INTERRUPTED = 130
    PIPE_CLOSED = 141


def build_assistant(articles: Sequence[Article], settings: Settings, progress: Progress) -> Answering:
    """The assistant that answers, unless a test brings another."""
    return Assistant.from_articles(articles, settings=settings, progress=progress)


def main(argv: Sequence[str] | None = None, build: Build = build_assistant) -> int:
    """Run the command and return its exit code. What goes wrong is one line on standard error, never a traceback."""
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
        print(f"byline: {sanitise_line(str(error))}", file=sys.stderr)
        _discard_output()
        return Exit.BAD_INPUT


def _run(arguments: Arguments, build: Build) -> int:
    settings = Settings(model=arguments.model, threshold=arguments.threshold, cache=arguments.cache)
    if arguments.question is None:
        if not sys.stdout.isatty():
            raise BadInput("the chat needs a terminal; to print an answer: byline ask ARTICLE QUESTION")
        articles = read_articles(arguments.articles)
        if STANDARD_INPUT in arguments.articles:
            _read_keys_from_terminal()
        _chat(articles, settings, build)
    return _ask(read_articles(arguments.articles), arguments, settings, build)


def _ask(articles: tuple[Article, ...], arguments: Arguments, settings: Settings, build: Build) -> int:
    with ProgressLine(sys.stderr) as progress:
        answer = build(articles, settings, progress).ask(sanitise_line(arguments.question or ""))
    if arguments.json:
        sys.stdout.write(to_json(answer))
    else:
        styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        width = shutil.get_terminal_size().columns
        for line in answer_lines(answer, width=width, styled=styled, name_articles=len(articles) > 1):
            print(line)
    sys.stdout.flush()
    return Exit.NOT_FOUND if isinstance(answer, NotFound) else Exit.FOUND


def _chat(articles: tuple[Article, ...], settings: Settings, build: Build) -> NoReturn:
    # Textual takes longer to import than an answer takes to print.
    from tui.chat import run_chat

    run_chat(articles, partial(build, articles, settings))


def _discard_output() -> None:
    """What is still buffered has nowhere to go; without this the interpreter complains when it leaves."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _read_keys_from_terminal() -> None:
    """Standard input was the article and is at its end: the keys come from the terminal itself."""
    try:
        os.dup2(os.open("/dev/tty", os.O_RDWR), sys.stdin.fileno())
    except OSError as error:
        raise BadInput("the chat needs a terminal for its keys") from error
