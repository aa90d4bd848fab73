"""Find words in an article as a reader types them: any case, any quotation marks, across line ends."""

from __future__ import annotations

import re

Span = tuple[int, int]

_ALIKE = {"'": "['‘’]", "’": "['‘’]", '"': '["“”]', "-": "[-‐‑–—]"}


def find(text: str, words: str) -> list[Span]:
    """The spans of every place where the words stand, in order; they do not overlap."""
    pattern = r"\s+".join(
        "".join(_ALIKE.get(character, re.escape(character)) for character in word) for word in words.split()
    )
    if not pattern:
        return []
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
