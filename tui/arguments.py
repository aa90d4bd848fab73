"""What the command line says. Imports nothing that takes time."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

HELP = """\
Ask an article a question, and see the passages that the answer rests on.

  byline ARTICLE…                 open the chat
  byline ask ARTICLE… QUESTION    print one answer

An ARTICLE is a text file; - reads it from standard input. A file that is named
"ask" opens as ./ask.

  --json            print the answer as JSON (with ask)
  --threshold X     answer from this confidence on, 0 to 1
  --model NAME      embed with another sentence-transformers model, or a folder
  --no-cache        index anew and keep nothing
  --version         print the version
  -h, --help        print this

The exit code is 0 when the answer was found, 1 when the article does not say,
2 when something is wrong with what was given.
"""


class BadInput(Exception):
    """The command line cannot be followed. Its text is one line that a user can act on."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The command line, checked.

    Attributes:
        articles: Paths, or "-" once for standard input; never empty.
        question: What to ask, or None to open the chat; never empty.
        json: Whether to print the record.
        threshold: The least confidence that is an answer, 0..1, or None for the assistant's own.
        model: An embedding model, or None for the assistant's own.
        cache: Whether to use and keep indexes.
    """

    articles: tuple[str, ...]
    question: str | None
    json: bool
    threshold: float | None
    model: str | None
    cache: bool


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message} (byline --help)")

    def format_help(self) -> str:
        return HELP


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that takes longer than everything else here."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("byline")
        except PackageNotFoundError:
            number = "(not installed)"
        print(f"byline {number}")
        parser.exit()


def parse(argv: Sequence[str]) -> Arguments:
    """Read the command line.

    Raises:
        BadInput: It cannot be followed.
    """
    asks = argv[:1] == ["ask"]
    parser = _Parser(prog="byline", allow_abbrev=False)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--threshold", type=_share)
    parser.add_argument("--model")
    parser.add_argument("--no-cache", dest="cache", action="store_false")
    parser.add_argument("--version", action=_Version, nargs=0)
    given = parser.parse_intermixed_args(argv[1:] if asks else argv)
    words: list[str] = given.words
    question = None
    if asks:
        if len(words) < 2:
            raise BadInput("ask needs an article and a question (byline --help)")
        question = words.pop().strip()
        if not question:
            raise BadInput("the question is empty")
    elif given.json:
        raise BadInput("--json goes with ask (byline --help)")
    if not words:
        raise BadInput("no article given (byline --help)")
    if words.count("-") > 1:
        raise BadInput("standard input can be read once only")
    return Arguments(tuple(words), question, given.json, given.threshold, given.model, given.cache)


def _share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 1")
    return number
