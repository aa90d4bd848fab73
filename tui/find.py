"""Find words in an article as a reader types them: any case, any quotation marks, across line ends."""

from __future__ import annotations

import re
from collections.abc import Callable

Span = tuple[int, int]

_SLICE = 50_000
# A place may begin in one slice and end in the next, with some white space between its words.
_REACH = 1_000
_ALIKE = {character: f"[{group}]" for group in ("'‘’", '"“”', "-‐‑–—") for character in group}


def find(text: str, words: str, is_wanted: Callable[[], bool] = lambda: True) -> list[Span]:
    """The spans of every place where the words stand, in order; they do not overlap.

    Args:
        text: Where to look.
        words: What to find.
        is_wanted: Asked from time to time; once it says no, what was found so far is returned.
    """
    source = r"\s+".join(
        "".join(_ALIKE.get(character, re.escape(character)) for character in word) for word in words.split()
    )
    if not source:
        return []
    pattern = re.compile(source, re.IGNORECASE)
    spans: list[Span] = []
    # One search through megabytes would hold up every other thread; between two slices they get their turn.
    for begin in range(0, len(text), _SLICE):
        if not is_wanted():
            break
        low = max(begin, spans[-1][1] if spans else 0)
        for match in pattern.finditer(text, low, begin + _SLICE + _REACH + len(words)):
            if match.start() >= begin + _SLICE:
                break
            spans.append(match.span())
    return spans
