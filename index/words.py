"""The words of a text, as search by words sees them."""

from __future__ import annotations

import re

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:[.,](?=\d)\d+)*")


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case; "3,870" and "8.4" are one word each."""
    return _WORD.findall(text.lower())


def stems(text: str) -> list[str]:
    """The same without their endings (Porter's second English stemmer): "denied" and "denies" are one."""
    # A stemmer keeps a cache of its own that threads must not share, so each call has a new one.
    return list(Stemmer.Stemmer("english").stemWords(words(text)))
