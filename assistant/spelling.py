"""Names as the articles spell them: "Zelensky" is asked as "Zelenskyy" where only that stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

_SHORTEST = 6  # letters; among shorter names too many are a letter apart
_WORD = re.compile(r"[^\W\d_][\w-]*")


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand in the texts with a capital and never without."""
    words = {word for text in texts for word in _WORD.findall(text) if len(word) >= _SHORTEST}
    return frozenset(word for word in words if word[0].isupper() and word.lower() not in words)


def spelt_alike(question: str, is_known: Callable[[str], bool], names: Callable[[], Collection[str]]) -> str:
    """The question, with each word that the articles lack exchanged for the one name that is a slip away from it.

    Args:
        question: As it was asked.
        is_known: Whether a word stands in the articles, in whatever form.
        names: The names of the articles; asked for only where there is a word to look up.
    """

    def spelt(match: re.Match[str]) -> str:
        word = match.group()
        if len(word) < _SHORTEST or is_known(word):
            return word
        alike = [name for name in names() if _is_a_slip(word.lower(), name.lower())]
        return alike[0] if len(alike) == 1 else word

    return _WORD.sub(spelt, question)


def _is_a_slip(word: str, name: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two are exchanged, but not the first.

    What goes on at the end is another word ("Russia" and "Russian"), unless the last letter comes again.
    """
    if abs(len(word) - len(name)) > 1 or word[0] != name[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name)))
    one, other = word[start:], name[start:]
    if not one or not other:
        return (one + other)[:1] == word[start - 1]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or _exchanged(one) == other


def _exchanged(letters: str) -> str:
    return letters[1::-1] + letters[2:]
