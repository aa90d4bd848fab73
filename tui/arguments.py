"""What the command line says. Imports nothing that takes time."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from typing import NoReturn

from tui.command import (
    STANDARD_INPUT,
    Add,
    Answers,
    Ask,
    Chat,
    Command,
    Delete,
    Evaluate,
    Export,
    ListArchive,
    ListHistory,
    Remove,
    Rename,
    Verify,
)

HELP = """\
Ask an article a question, and see the passages that the answer rests on.

  byline ARTICLE…                  open the chat
  byline --resume [ID|ARTICLE…]    go on with a kept conversation, or the last
  byline ask ARTICLE… QUESTION     print one answer
  byline history [search WORDS…]   list the kept conversations
  byline history rename ID TITLE   give one another title
  byline history delete ID…        delete them
  byline export [ID]               write out a kept conversation, or the last
  byline verify RECORD [ARTICLE…]  see whether a record's quotes still stand
  byline eval GOLD…                ask questions with known answers, and count
  byline add --store DIR PATH…     keep many articles in an archive
  byline ask --store DIR QUESTION  ask them all; also list, remove NAME…

An ARTICLE is a text file, - is standard input. One named "ask" opens as ./ask.

  --json              print as JSON (ask, eval, export, history, verify)
  --markdown, -o FILE export as Markdown, to a new file  --misses  eval's errors
  --threshold X       answer from this confidence on, 0 to 1
  --model NAME        embed with another sentence-transformers model or folder
  --no-cache          index anew, keep no index    --no-history  keep no chat
  --version           print the version            -h, --help    print this

Exit code: 0 yes; 1 no (not found, a quote does not stand); 2 bad input.
"""


class BadInput(Exception):
    """The command line cannot be followed. Its text is one line that a user can act on."""


def parse(argv: Sequence[str]) -> Command:
    """Read the command line.

    Raises:
        BadInput: It cannot be followed.
    """
    command = _COMMANDS.get(argv[0]) if argv else None
    return command(argv[1:]) if command is not None else _chat(argv)


def _chat(argv: Sequence[str]) -> Command:
    given = _parsed(argv, "--resume", "--no-history", answers=True)
    words: list[str] = given.words
    if given.resume and len(words) == 1 and words[0].isdecimal():
        return Chat((), True, _conversation(words[0]), given.history, _answers(given))
    if not words and not given.resume:
        raise BadInput("no article given; byline article.txt opens one (byline --help)")
    return Chat(_articles(words), given.resume, None, given.history, _answers(given))


def _ask(argv: Sequence[str]) -> Command:
    given = _parsed(argv, "--json", "--store", answers=True)
    *articles, question = given.words or [""]
    if given.store is not None and articles:
        raise BadInput("ask takes articles or --store, not both; quote the question (byline --help)")
    if given.store is None and not articles:
        raise BadInput("ask needs an article and a question (byline --help)")
    if not question.strip():
        raise BadInput("the question is empty")
    if articles and os.path.isfile(question):  # noqa: PTH113 - which takes any text; a path may be too long
        raise BadInput(f"{question} is a file; the question comes last (byline --help)")
    return Ask(_articles(articles), question.strip(), given.json, _answers(given), given.store)


def _add(argv: Sequence[str]) -> Command:
    given = _parsed(argv, "--store", answers=True)
    if given.store is None or not given.words:
        raise BadInput("add needs --store DIR and articles (byline --help)")
    return Add(given.store, _files(given.words), _answers(given))


def _remove(argv: Sequence[str]) -> Command:
    given = _parsed(argv, "--store", answers=True)
    if given.store is None or not given.words:
        raise BadInput("remove needs --store DIR and names (byline --help)")
    return Remove(given.store, tuple(given.words), _answers(given))


def _list(argv: Sequence[str]) -> Command:
    given = _parsed(argv, "--store", answers=True)
    if given.store is None or given.words:
        raise BadInput("list needs --store DIR and nothing else (byline --help)")
    return ListArchive(given.store, _answers(given))


def _history(argv: Sequence[str]) -> Command:
    given = _parsed(argv, "--json")
    match given.words:
        case []:
            return ListHistory("", given.json)
        case ["search", _, *_] as words:
            return ListHistory(" ".join(words[1:]), given.json)
        case ["rename", conversation, _, *_] as words if not given.json:
            title = " ".join(words[2:]).strip()
            if not title:
                raise BadInput("the title is empty")
            return Rename(_conversation(conversation), title)
        case ["delete", _, *_] as words if not given.json:
            return Delete(tuple(map(_conversation, words[1:])))
    raise BadInput("history takes: search WORDS…, rename ID TITLE, delete ID… or nothing (byline --help)")


def _export(argv: Sequence[str]) -> Command:
    given = _parsed(argv, "--json", "--markdown", "-o")
    if given.json and given.markdown:
        raise BadInput("--json or --markdown, not both")
    if len(given.words) > 1:
        raise BadInput("export takes one conversation (byline --help)")
    output = None if given.o == "-" else given.o
    return Export(_conversation(given.words[0]) if given.words else None, given.json, output)


def _verify(argv: Sequence[str]) -> Command:
    given = _parsed(argv, "--json")
    if not given.words:
        raise BadInput("verify needs a record (byline --help)")
    record, *articles = _articles(given.words)
    return Verify(record, tuple(articles), given.json)


def _evaluate(argv: Sequence[str]) -> Command:
    given = _parsed(argv, "--json", "--misses", answers=True)
    if not given.words:
        raise BadInput("eval needs a file of questions (byline --help)")
    return Evaluate(_files(given.words), given.json, given.misses, _answers(given))


_COMMANDS: dict[str, Callable[[Sequence[str]], Command]] = {
    "ask": _ask,
    "add": _add,
    "remove": _remove,
    "list": _list,
    "history": _history,
    "export": _export,
    "verify": _verify,
    "eval": _evaluate,
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message} (byline --help)")

    def format_help(self) -> str:
        return HELP


class _Version(argparse.Action):
    """Says it only when asked: importing it takes longer than everything else here."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from assistant import __version__

        print(f"byline {__version__}")
        parser.exit()


def _parsed(argv: Sequence[str], *options: str, answers: bool = False) -> argparse.Namespace:
    """Words and options in any order."""
    parser = _Parser(prog="byline", allow_abbrev=False)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--version", action=_Version, nargs=0)
    for option in options:
        if option in ("-o", "--store"):
            parser.add_argument(option, type=_filled)
        elif option == "--no-history":
            parser.add_argument(option, dest="history", action="store_false")
        else:
            parser.add_argument(option, action="store_true")
    if answers:
        parser.add_argument("--threshold", type=_share)
        parser.add_argument("--model", type=_filled)
        parser.add_argument("--no-cache", dest="cache", action="store_false")
    return parser.parse_intermixed_args(argv)


def _answers(given: argparse.Namespace) -> Answers:
    return Answers(given.threshold, given.model, given.cache)


def _files(words: Sequence[str]) -> tuple[str, ...]:
    if "" in words:
        raise BadInput("the name of a file is empty")
    return tuple(words)


def _articles(words: Sequence[str]) -> tuple[str, ...]:
    if list(words).count(STANDARD_INPUT) > 1:
        raise BadInput("standard input can be read once only")
    return _files(words)


def _conversation(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):  # SQLite's integers have 63 bits
        raise BadInput(f"{text} is not the number of a conversation (byline history lists them)")
    return int(text)


def _filled(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("nothing given")
    return text


def _share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 1")
    return number
