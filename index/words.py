"""The words of a text, as search by words sees them."""

from __future__ import annotations

import re
import threading
import unicodedata

import Stemmer

# Counted up when the same text gives other words; what was indexed before is then indexed anew.
RECIPE = 1
# The capitals of Latin script, for a class of a pattern: "Łukasz" begins with one, too.
CAPITALS = "A-Z" + "".join(filter(str.isupper, map(chr, range(0xC0, 0x250))))
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+(?:[.,](?=\d)\d+)*")


class _Stemmer(threading.local):
    """One for each thread: it keeps a cache that threads must not share, and making one takes as long as a text."""

    def __init__(self) -> None:
        self.stems = Stemmer.Stemmer("english").stemWords


_ENGLISH = _Stemmer()


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case, accents composed; "3,870" and "8.4" are one word each."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def stems(text: str) -> list[str]:
    """The same without their endings (Porter's second English stemmer): "denied" and "denies" are one."""
    return list(_ENGLISH.stems(words(text)))


def is_text(text: str) -> bool:
    """Whether it can be written as UTF-8: a lone surrogate, as of a byte in a file's name that is no text, cannot."""
    return not _SURROGATE.search(text)


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter or a digit of any script."""
    return any(character.isalnum() for character in text)
