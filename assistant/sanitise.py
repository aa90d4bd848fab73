"""Make text from outside safe to show: the one border between untrusted text and a terminal.

Article, question, answer and file name may hold control sequences that set the clipboard (OSC 52), the
title (OSC 0), clear the screen (CSI 2J) or turn the reading direction. Every such character is exchanged
for one visible character, so that offsets into the text stay true.
"""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SHOWN_AS_REPLACEMENT = (
    (0x80, 0x9F),  # C1
    (0x061C, 0x061C),  # Arabic letter mark
    (0x200E, 0x200F),  # direction marks
    (0x202A, 0x202E),  # direction overrides
    (0x2066, 0x2069),  # direction isolates
    (0xD800, 0xDFFF),  # lone surrogates
    (0xE0000, 0xE007F),  # tags
)
_SHOWN_AS_LINE_END = ("\r", "\u2028", "\u2029")


def _table() -> dict[int, str]:
    """What each unsafe character is shown as."""
    shown = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}  # ESC shows as ␛
    shown[0x7F] = "\N{SYMBOL FOR DELETE}"
    for first, last in _SHOWN_AS_REPLACEMENT:
        shown |= dict.fromkeys(range(first, last + 1), REPLACEMENT)
    return shown | {ord(end): "\n" for end in _SHOWN_AS_LINE_END}


_TABLE = _table()
# Finding out that there is nothing to do is ten times faster than doing it.
_UNSAFE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f\\u2028\\u2029"
    + "".join(f"{chr(first)}-{chr(last)}" for first, last in _SHOWN_AS_REPLACEMENT)
    + "]"
)


def sanitise(text: str) -> str:
    """The text with every control character made visible. Same length; printable text is unchanged."""
    return text.translate(_TABLE) if _UNSAFE.search(text) else text


def sanitise_line(text: str) -> str:
    """The same on one line: line ends and tabs become spaces. For names, titles and error messages."""
    return sanitise(text).replace("\n", " ").replace("\t", " ")
