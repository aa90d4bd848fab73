"""Whose lines are whose where a text says so by itself: "[09:31] Nadia: hi" in a chat, "From: Ann Lee" above a mail."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.speakers import NAME, Extent
from index.words import CAPITALS

_STAMP = r"(?:\[\d{1,2}:\d\d(?::\d\d)?\][^\S\n]*|\d{1,2}:\d\d(?::\d\d)?[^\S\n]+)"
# Whatever looks like a label or was written at a time ends the turn before it, be it a name or not.
_LABEL = re.compile(
    rf"^(?:(?P<stamp>{_STAMP})[^:\n]{{0,40}}|(?P<bold>\*\*)?[^\W\d_][^:\n*]{{0,40}}):(?:\*\*)?(?=\s)|^{_STAMP}",
    re.MULTILINE,
)
_NAMED = re.compile(rf"(?:{_STAMP})?(?:\*\*)?(?P<name>{NAME.pattern})(?:\*\*:|:(?:\*\*)?)")
_HEAD = re.compile(
    r"^(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Message-ID|Content-Type|MIME-Version):.*$", re.MULTILINE
)
_SENDER = re.compile(rf"^From:[^\S\n]*\"?(?P<name>{NAME.pattern})", re.MULTILINE)
# What a mail repeats of another.
_REPEATED = re.compile(r"^[^\S\n]*>|^On .{1,200} wrote:$", re.MULTILINE)
_NOBODY = frozenset({"q", "a", "question", "answer", "note", "warning", "tip", "example"})
_MENTIONED = re.compile(rf"\b[{CAPITALS}][\w’'-]*\b(?![*:])")
_FEWEST = 3
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a text that is one person's.

    Attributes:
        start: Character offset where it begins, with the name.
        end: Where it ends, exclusive.
        label: Where the name stands.
        speaker: Where that name stands first.
    """

    start: int
    end: int
    label: Extent
    speaker: Extent


class Turns:
    """The turns of a transcript or the mails of a thread; none in any other text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._turns = list(_turns(text))
        self._starts = [turn.start for turn in self._turns]

    def of(self, start: int, end: int) -> Turn | None:
        """Whose words a sentence is, if all of it is one person's and it repeats nobody else's."""
        place = bisect_right(self._starts, end - 1) - 1
        if place < 0:
            return None
        turn = self._turns[place]
        line = self._text.rfind("\n", 0, start) + 1
        begins = turn.start <= start or "\n" not in self._text[start : turn.start]
        return turn if begins and end <= turn.end and not _REPEATED.search(self._text, line, end) else None


def _turns(text: str) -> Iterator[Turn]:
    first: dict[str, Extent] = {}
    for start, end, label in list(_mails(text)) or list(_labels(text)):
        yield Turn(start, end, label, first.setdefault(text[slice(*label)], label))


def _mails(text: str) -> Iterator[tuple[int, int, Extent]]:
    """Where each mail's words begin, below a head of two lines or more, where the next head does, and the sender."""
    heads = list(_HEAD.finditer(text))
    blocks: list[list[int]] = []
    for head in heads:
        if blocks and head.start() == blocks[-1][1] + 1:
            blocks[-1][1:] = [head.end(), blocks[-1][2] + 1]
        else:
            blocks.append([head.start(), head.end(), 1])
    mails = [(low, high) for low, high, lines in blocks if lines > 1]
    for place, (low, high) in enumerate(mails):
        sender = _SENDER.search(text, low, high)
        if sender:
            yield high, mails[place + 1][0] if place + 1 < len(mails) else len(text), sender.span("name")


def _labels(text: str) -> Iterator[tuple[int, int, Extent]]:
    """The same of lines that begin with a name, if two names come again.

    Other words before a colon come again in lists of facts. So a name has a time before it or stands in bold, has two
    words, or stands without a colon as well; and the last of them ends with its paragraph.
    """
    marks = list(_LABEL.finditer(text))
    named = [_NAMED.fullmatch(mark.group()) for mark in marks]
    names = [name["name"] if name and name["name"].lower() not in _NOBODY else "" for name in named]
    mentioned = {*_MENTIONED.findall(text)} if marks else set()
    is_anybody = {
        name: bool(mark["stamp"] or mark["bold"] or " " in name or name in mentioned)
        for name, mark in zip(names, marks, strict=True)
        if name
    }
    found = [name for name in names if is_anybody.get(name)]
    if len(found) < _FEWEST or sum(count > 1 for count in Counter(found).values()) < 2:
        return
    for place, (mark, name) in enumerate(zip(marks, names, strict=True)):
        if is_anybody.get(name):
            low = mark.start() + mark.group().index(name)
            end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
            blank = None if place + 1 < len(marks) else _BLANK_LINE.search(text, mark.end())
            yield low, blank.start() if blank else end, (low, low + len(name))
