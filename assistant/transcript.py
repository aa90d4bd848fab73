"""Whose lines are whose where a text says so by itself: "[09:31] Nadia: hi" in a chat, "From: Ann Lee" above a mail."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.speakers import NAME, Extent

_LABEL = re.compile(
    r"^[^\S\n]*(?:\[\d{1,2}:\d\d(?::\d\d)?\][^\S\n]*|\d{1,2}:\d\d(?::\d\d)?[^\S\n]+)?(?:\*\*)?"
    rf"(?P<name>{NAME.pattern})(?:\*\*:|:(?:\*\*)?)(?=\s)",
    re.MULTILINE,
)
_HEADS = "From|To|Cc|Bcc|Date|Sent|Subject|Reply-To"
_NOBODY = frozenset(["q", "a", "question", "answer", "note", "warning", "tip", "example", *_HEADS.lower().split("|")])
_HEAD = re.compile(rf"^(?:{_HEADS}):.*(?:\n[ \t]+\S.*)*$", re.MULTILINE)
_SENDER = re.compile(rf"From:[^\S\n]*\"?(?P<name>{NAME.pattern})")
# What a mail repeats of another.
_REPEATED = re.compile(r"^[^\S\n]*>|^On .{1,200} wrote:$", re.MULTILINE)
_FEWEST = 3


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

    def at(self, start: int) -> Turn | None:
        """Whose words begin here, if a name stands above or before them and nobody else's are repeated."""
        place = bisect_right(self._starts, start) - 1
        if place < 0 or start >= self._turns[place].end or _REPEATED.match(self._text, self._line(start)):
            return None
        return self._turns[place]

    def _line(self, start: int) -> int:
        return self._text.rfind("\n", 0, start) + 1


def _turns(text: str) -> Iterator[Turn]:
    found = list(_labels(text)) or list(_mails(text))
    first: dict[str, Extent] = {}
    for place, (_, start, label) in enumerate(found):
        end = found[place + 1][0] if place + 1 < len(found) else len(text)
        yield Turn(start, end, label, first.setdefault(text[slice(*label)], label))


def _labels(text: str) -> Iterator[tuple[int, int, Extent]]:
    """Lines that begin with a name, of which two come again: where the line and the name begin, and the name."""
    labels = [label for label in _LABEL.finditer(text) if label["name"].lower() not in _NOBODY]
    again = [name for name, count in Counter(label["name"] for label in labels).items() if count > 1]
    if len(labels) >= _FEWEST and len(again) > 1:
        yield from ((label.start(), label.start("name"), label.span("name")) for label in labels)


def _mails(text: str) -> Iterator[tuple[int, int, Extent]]:
    """Where each mail's head of two lines or more begins and its words do, and its sender."""
    heads = list(_HEAD.finditer(text))
    for place, head in enumerate(heads):
        sender = _SENDER.match(head.group())
        last = place
        while last + 1 < len(heads) and heads[last + 1].start() == heads[last].end() + 1:
            last += 1
        if sender and last > place:
            low, high = sender.span("name")
            yield head.start(), heads[last].end(), (head.start() + low, head.start() + high)
