"""Names as the articles spell them: "Zelensky" is asked as "Zelenskyy" where only that stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

# In letters. Among shorter names, and among words that have no capital, too many are a letter apart.
_SHORTEST, _SHORTEST_WITHOUT_CAPITAL = 6, 8
# In shorter names another letter makes another name: "Martin" and "Marvin".
_SHORTEST_WITH_ANOTHER_LETTER = 8
_LONGEST_SHORT_FORM = 6
_WORD = re.compile(r"[^\W\d_][\w-]*")

Names = Mapping[tuple[str, int], tuple[str, ...]]


def names_in(texts: Iterable[str]) -> Names:
    """The words that stand in the texts with a capital and never without, by first letter and length.

    Of spellings that differ in capitals alone, one that is not all capitals.
    """
    words = {match.group() for text in texts for match in _WORD.finditer(text) if len(match.group()) >= _SHORTEST}
    spellings = {word.lower(): word for word in sorted(words) if word[0].isupper() and word.lower() not in words}
    names: dict[tuple[str, int], list[str]] = {}
    for lower, word in spellings.items():
        names.setdefault((lower[0], len(lower)), []).append(word)
    return {place: tuple(some) for place, some in names.items()}


def spelt_alike(question: str, is_known: Callable[[str], bool], names: Callable[[], Names]) -> str:
    """The question, with each name that the articles lack exchanged for the one name there that is a slip away from it.

    Args:
        question: As it was asked. Short words, and long ones in small letters unless all are, are left alone.
        is_known: Whether a word stands in the articles, in whatever form.
        names: The names of the articles; asked for only where there is a word to look up.
    """
    has_names = any(letter.isupper() for letter in question[1:])

    def spelt(match: re.Match[str]) -> str:
        word, lower = match.group(), match.group().lower()
        is_name = word[0].isupper() and (match.start() > 0 or not has_names)
        long_enough = len(word) >= (_SHORTEST if is_name else _SHORTEST_WITHOUT_CAPITAL)
        if not long_enough or (has_names and not is_name) or is_known(word):
            return word
        near = (name for step in (-1, 0, 1) for name in names().get((lower[0], len(lower) + step), ()))
        alike = [name for name in near if _is_a_slip(lower, name.lower())]
        return alike[0] if len(alike) == 1 else word

    return _WORD.sub(spelt, question)


def stands_for(name: str, text: str) -> bool:
    """Whether a text in small letters has the words whose first letters a name is: "chief executive officer", "CEO"."""
    if not (name.isalpha() and name.isupper() and 1 < len(name) <= _LONGEST_SHORT_FORM):
        return False
    return re.search(r"\b" + r"[\w’']*+[\s-]{1,2}(?:(?:of|and|for|the) )?".join(name.lower()) + r"\w", text) is not None


def _is_a_slip(word: str, name: str) -> bool:
    """Whether one letter is missing, too many or (in long words) another, or two are exchanged, but not the first.

    What goes on at the end is another word ("Russia" and "Russian"), unless the last letter comes again.
    """
    start = next((i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name)))
    one, other = word[start:], name[start:]
    if not one or not other:
        return (one + other)[:1] == word[start - 1]
    if one[1:] == other[1:]:
        return len(word) >= _SHORTEST_WITH_ANOTHER_LETTER
    return one[1:] == other or one == other[1:] or one[1::-1] + one[2:] == other
