"""Names and noun phrases of a question or a sentence, found by their small words and capitals."""

from __future__ import annotations

import re

from index.words import CAPITALS

# fmt: off
SMALL_WORDS = frozenset({
     "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "some",
     "any", "every", "each", "no", "all", "both", "either", "neither", "i", "you", "he", "she", "it", "we", "they",
     "me", "him", "us", "them", "who", "whom", "whose", "which", "what", "when", "where", "why", "how", "of", "in",
     "on", "at", "to", "for", "from", "by", "with", "about", "into", "over", "under", "after", "before", "between",
     "through", "during", "since", "until", "against", "as", "than", "like", "per", "and", "or", "but", "nor",
     "if", "because", "while", "so", "not", "never", "only", "also", "just", "still", "even", "again", "there",
     "here", "then", "is", "are", "was", "were", "be", "been", "being", "am", "do", "does", "did", "done", "has",
     "have", "had", "having", "can", "could", "will", "would", "shall", "should", "may", "might", "must", "s", "t",
})
HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "lord", "lady", "dame"})
ROLES = frozenset({"councillor", "cllr", "president", "prime", "minister", "senator", "judge"})
# fmt: on
_DETERMINERS = "the|a|an|this|that|these|those|his|her|its|their|our"
_CAPITAL = rf"[{CAPITALS}][\w’'-]*"
_NAME = re.compile(rf"{_CAPITAL}(?:(?:\s+(?:of|the|de|van|von|al|bin|&)){{0,2}}\s+{_CAPITAL})*")
_WORD = re.compile(r"[^\W_][\w’'-]*")
_CLOSERS = re.compile(r"['’]s?$")
_MARKS = re.compile(r"^(?:#{1,6}|[-*+•]|\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2})+\.?(?=\s[A-Z“\"]))\s+")
_BOLD = re.compile(r"(?<![\w/*])\*\*(?=\S)(.+?)(?<=\S)\*\*(?![\w/*])")


def names(text: str) -> list[str]:
    """Runs of words with capitals, in order, without the small word or the question word that begins a sentence."""
    found = []
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower() in SMALL_WORDS:
            words = words[1:]
        name = _CLOSERS.sub("", " ".join(words))
        if name:
            found.append(name)
    return list(dict.fromkeys(found))


def noun_phrases(text: str) -> list[str]:
    """Runs of other than small words, in order, each with the article before it.

    There is no part of speech here: a verb between two nouns is taken along, and whoever uses the phrases must
    let something else choose between them.
    """
    found = []
    phrase: list[str] = []
    begin = end = 0
    for match in [*_WORD.finditer(text), None]:
        word = match.group() if match else ""
        owned = phrase and _CLOSERS.search(phrase[-1])
        stops = match is None or word.lower() in SMALL_WORDS or owned or (phrase and text[end : match.start()].strip())
        if stops and phrase:
            found.append(_with_article(text, begin, _CLOSERS.sub("", text[begin:end])))
            phrase = []
        if match is not None and word.lower() not in SMALL_WORDS:
            if not phrase:
                begin = match.start()
            phrase.append(word)
            end = match.end()
    return list(dict.fromkeys(found))


def _with_article(text: str, begin: int, phrase: str) -> str:
    before = re.search(rf"\b({_DETERMINERS})\s+$", text[:begin], re.IGNORECASE)
    return f"the {phrase}" if before else phrase


def without_marks(sentence: str) -> str:
    """A sentence without what makes it an item, a numbered clause or a heading, and without Markdown's asterisks."""
    return _BOLD.sub(r"\1", _MARKS.sub("", sentence))
