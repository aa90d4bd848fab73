"""Make text from outside safe to show: the one border between untrusted text and a terminal.

Article, question, answer and file name may hold control sequences that set the clipboard (OSC 52), the
title (OSC 0), clear the screen (CSI 2J) or turn the reading direction. Every such character is exchanged
for one visible character, so that offsets into the text stay true.
"""

from __future__ import annotations

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def _table() -> dict[int, str]:
    unsafe = {code: chr(0x2400 + code) for code in range(0x20)}  # control pictures: ESC shows as ␛
    del unsafe[ord("\n")], unsafe[ord("\t")]
    unsafe[ord("\r")] = "\n"
    unsafe[0x7F] = "\N{SYMBOL FOR DELETE}"
    unsafe |= dict.fromkeys(range(0x80, 0xA0), REPLACEMENT)  # C1
    unsafe |= dict.fromkeys((0x061C, 0x200E, 0x200F), REPLACEMENT)  # direction marks
    unsafe |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), REPLACEMENT)  # overrides, isolates
    unsafe |= dict.fromkeys((0x2028, 0x2029), "\n")  # line and paragraph separators
    unsafe |= dict.fromkeys(range(0xE0000, 0xE0080), REPLACEMENT)  # tags
    unsafe |= dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT)  # lone surrogates
    return unsafe


_UNSAFE = _table()


def sanitise(text: str) -> str:
    """The text with every control character made visible. Same length; printable text is unchanged."""
    return text.translate(_UNSAFE)


def sanitise_line(text: str) -> str:
    """The same on one line: line ends and tabs become spaces. For names, titles and error messages."""
    return sanitise(text).replace("\n", " ").replace("\t", " ")
