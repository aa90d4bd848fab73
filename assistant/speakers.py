"""Find in one sentence who says something, and with which verb, by commas, capitals and small words alone.

There is no parser here. "Josef Lund, the union's secretary, said", "said Councillor Abbotson", "according to the
police" and "the official's statement denying it" are told apart by their shape; what has none of these is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.phrases import SMALL_WORDS
from index.words import CAPITALS

Extent = tuple[int, int]

# fmt: off
_FORMS = {
    "say": "says said saying", "tell": "tells told", "add": "adds added", "state": "stated", "claim": "claims claimed",
    "declare": "declares declared", "announce": "announces announced", "deny": "denies denied denying",
    "reject": "rejects rejected rejecting", "dismiss": "dismisses dismissed", "refuse": "refuses refused",
    "demand": "demands demanded demanding", "urge": "urges urged", "insist": "insists insisted",
    "warn": "warns warned warning", "argue": "argues argued", "believe": "believes believed",
    "think": "thinks thought", "hope": "hopes hoped", "admit": "admits admitted", "concede": "concedes conceded",
    "acknowledge": "acknowledges acknowledged", "confirm": "confirms confirmed confirming",
    "explain": "explains explained", "write": "writes wrote", "post": "posted", "tweet": "tweeted",
    "call": "calls called", "describe": "describes described", "reply": "replied", "respond": "responds responded",
    "react": "reacts reacted reacting", "comment": "commented", "note": "noted", "suggest": "suggests suggested",
    "predict": "predicts predicted", "promise": "promises promised", "vow": "vows vowed", "pledge": "pledges pledged",
    "accuse": "accuses accused accusing", "blame": "blames blamed blaming", "praise": "praises praised",
    "criticise": "criticises criticised criticizes criticized", "welcome": "welcomes welcomed",
    "condemn": "condemns condemned condemning", "apologise": "apologised apologized", "repeat": "repeated",
    "recall": "recalls recalled", "complain": "complains complained",
    "confess": "confessed", "joke": "jokes joked", "estimate": "estimates estimated", "speak": "spoke",
    "report": "reports reported", "agree": "agrees agreed", "disagree": "disagrees disagreed",
    "propose": "proposes proposed", "conclude": "concludes concluded", "expect": "expects expected", "ask": "asked",
    "object": "objected", "remark": "remarked", "caution": "cautioned", "stress": "stressed", "answer": "answered",
}
# fmt: on
VERBS = {form: verb for verb, forms in _FORMS.items() for form in [verb, *forms.split()]}
_ACCORDING = re.compile(r"\baccording to\s+", re.IGNORECASE)
_NAMING = frozenset({"calls", "called"})
_CALLING = re.compile(r"\s(?:for|on|(?:it|him|her|them|this|that)\san?)\s")
_NOUNS = r"(?:statement|comments?|claims?|denials?|warnings?|reaction|response|remarks?)"
_STATEMENT = re.compile(rf"(?:['’]s?)?\s{_NOUNS}\s+(?=[a-z]+ing\b)")
_IS_STATEMENT = re.compile(rf"\b{_NOUNS}$")

_CAPITAL = rf"(?:(?:Mr|Mrs|Ms|Dr|Prof|(?:[{CAPITALS}]\.)*[{CAPITALS}])\.|(?:\b(?:al|el)-)?[{CAPITALS}][\w’'-]*)"
NAME = re.compile(rf"{_CAPITAL}(?:[^\S\n]+(?:(?:de|van|von|al|bin|der|la|del)[^\S\n]+)*{_CAPITAL})*")
# "lorry driver Piet Maas", but not "lawyers representing Ann Lee" or "people near Ann Lee’s".
_DESCRIBED_NAME = re.compile(
    r"(?:(?!\w+ing\b|(?:near|outside|inside|around|behind|beside|beyond|opposite|against|of|for|at|and|the|last|next|early|late"
    rf"|yesterday|today)\b)[a-z][\w’'-]*\s+){{1,4}}{NAME.pattern}(?<!['’]s)"
)
PRONOUN = re.compile(r"\b(?:he|she|they)$", re.IGNORECASE)
_LETTERS = re.compile(r"\b[A-Za-z]+\b")
_WORD = re.compile(r"[^\W_][\w’'-]*")
OWNER = re.compile(r"^.*\w['’]s?\s+")
JOINT = re.compile(r"\s(?:of|in|at|for|from|on)\s")
_TRAILING = re.compile(
    r"(?:\s+(?:also|later|then|now|has|had|have|once|still|even|just|\w+ly|too|both|each|all|himself|herself|themselves|"
    r"yesterday|today|tonight|(?:this|last)\s+(?:week|weekend|month|year|night|morning|afternoon|evening)|"
    r"(?:late\s+|early\s+)?on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))+\s*$"
)
_NOT_A_VERB = re.compile(
    r"(?:\b(?:to|not|be|been|being|is|are|was|were|am|a|an|the|his|her|its|their|this|that|of|in|on|no|any)|n['’]t)$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",?\s*\b(?:who|which)$", re.IGNORECASE)
_BOUNDARY = re.compile(
    r"[;:“”\"()–—]|,?\s(?:that|but|because|while|when|if|as|although|though|whether|where)\s|,\s(?:and|so|which|who)\s"
)
_AFTER = re.compile(
    r"\s*((?:(?:the|a|an|his|her|their)\s+)?[\w’'-]+\.?"
    rf"(?:\s+(?:of|for|at|the|and(?=\s+[{CAPITALS}])|[\w’'-]+\.?))*)"
)

# fmt: off
_ADVERBIAL = frozenset({
    "in", "on", "at", "after", "before", "during", "from", "for", "with", "by", "as", "since", "until", "asked",
    "speaking", "writing", "however", "meanwhile", "today", "despite", "although", "while", "when", "if", "earlier",
    "later",
})
_DETERMINERS = frozenset({
    "the", "a", "an", "his", "her", "its", "their", "our", "some", "many", "several", "most", "all", "both", "one",
    "two", "three", "other",
})
_JOINTS = frozenset({"of", "in", "at", "for", "from", "and", "&"})
_NEVER_IN_A_NAME = frozenset({
    "is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "has", "have", "had", "can", "could", "will",
    "would", "shall", "should", "may", "might", "must", "not", "who", "which", "i", "we", "you", "it", "there", "this",
    "that", "these", "those", "what", "nobody", "none", "someone", "somebody", "anyone", "anybody",
})
_WHEN_SAID = frozenset({
    "yesterday", "today", "tomorrow", "tonight", "meanwhile", "however", "later", "earlier", "afterwards", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
})
# fmt: on
_WHERE_SAID = frozenset({"In", "On", "At"})
_NOBODY = re.compile(
    r"\b(?:(?:none|neither)\s+of|nor|neither|no|"
    r"(?:no|none|nobody|neither)\s+(?:[\w’'-]+\s+){0,4}(?:of|in|at|for|from))\s+$",
    re.IGNORECASE,
)
_BOTH = re.compile(rf"(?:[Bb]oth\s+)?(?P<one>{NAME.pattern})\s+and\s+(?P<other>{NAME.pattern})")
_CONJUNCTION = re.compile(r"(?:and|but|so|yet|which|who|that)\s+", re.IGNORECASE)
_AND_ANOTHER = re.compile(r"(?:and|but|while|whereas|although)\s+", re.IGNORECASE)
_MOST_WORDS = 10


def statements(text: str, start: int, end: int, quoted: Sequence[Extent]) -> Iterator[tuple[str, Extent]]:
    """Each verb of saying in a sentence, in its base form, with where its subject stands. Headlines have none.

    Args:
        text: The article.
        start: Where the sentence begins.
        end: Where it ends.
        quoted: What stands in quotation marks; verbs in there are not looked at.
    """
    if text[end - 1].isalnum():
        return

    def is_quoted(at: int) -> bool:
        return any(low <= at < high for low, high in quoted)

    for match in _LETTERS.finditer(text, start, end):
        verb = VERBS.get(match.group().lower())
        if verb and not is_quoted(match.start()) and (subject := _subject(text, start, end, match, quoted)):
            yield from ((verb, each) for each in _each(text, subject))
    for match in _ACCORDING.finditer(text, start, end):
        if not is_quoted(match.start()) and (subject := _phrase_after(text, match.end(), end)):
            yield from (("say", each) for each in _each(text, subject))
    for match in _STATEMENT.finditer(text, start, end):
        if not is_quoted(match.start()) and (subject := _phrase_before(text, start, match.start())):
            doing = _LETTERS.match(text, match.end())
            yield VERBS.get(doing.group().lower() if doing else "", "say"), subject


def name_in(text: str, extent: Extent) -> Extent | None:
    """The name that a phrase ends with before "of" or "in": "Ann Lee" of "the BBC’s Ann Lee in Rome"."""
    low, high = extent
    joint = JOINT.search(text, low, high)
    high = joint.start() if joint else high
    owner = OWNER.match(text[low:high])
    low += owner.end() if owner else 0
    found = [m for m in NAME.finditer(text, low, high) if m.group().lower() not in SMALL_WORDS and m.end() == high]
    if not found or (joint and " " not in found[-1].group()):
        return None
    begin = found[-1].start()
    first = re.match(r"(\w+)\s+", text[begin:high])
    if first and first[1].lower() in SMALL_WORDS:
        begin += first.end()
    return begin, high


def _each(text: str, subject: Extent) -> list[Extent]:
    """Both of "Ann Lee and Bob Roe"."""
    both = _BOTH.fullmatch(text, *subject)
    return [both.span("one"), both.span("other")] if both else [subject]


def _subject(text: str, start: int, end: int, verb: re.Match[str], quoted: Sequence[Extent]) -> Extent | None:
    before = text[start : verb.start()].rstrip()
    # Whom "told" has behind it is spoken to.
    if before.endswith(("”", '"', "’", ",")) and VERBS[verb.group().lower()] != "tell":
        after = _phrase_after(text, verb.end(), end)
        is_parenthesis = (
            after is not None and NAME.fullmatch(text[slice(*after)]) and text[after[1] : after[1] + 1] in (",", ".")
        )
        ends = [high for _, high in quoted if start < high <= verb.start()]
        # “It is over,” said the mayor; but: “It is over,” Ann Lee, the mayor, warned the council.
        is_next = ends and (
            not text[ends[-1] : verb.start()].strip(" ,\n") or _subject_before(text, start, start + len(before)) is None
        )
        if after is not None and (is_parenthesis or is_next):
            return after
    if _NOT_A_VERB.search(before) or (verb.group().lower() in _NAMING and not _calls(text, end, verb.end(), quoted)):
        return None
    found = _subject_before(text, start, start + len(_TRAILING.sub("", before).rstrip()))
    # "The scientists warn" may be a verb; "the warning", "a new claim" and "the same promise" hardly.
    is_base_form = verb.group().lower() in _FORMS
    phrase = text[slice(*found)] if found else ""
    if not phrase or _IS_STATEMENT.search(phrase) or phrase.endswith(("’s", "'s", "s’")):
        return None
    if is_base_form and not _is_plural(phrase):
        return None
    return found


def _calls(text: str, end: int, after: int, quoted: Sequence[Extent]) -> bool:
    """Whether someone called something “clean”, called it a shame, or called for calm; no "town called Butare"."""
    return _CALLING.match(text, after) is not None or any(after < low < end for low, _ in quoted)


def _is_plural(phrase: str) -> bool:
    words = phrase.lower().split()
    return words[-1].endswith("s") or words[-1] in {"they", "people", "police"} or "and" in words


def _subject_before(text: str, start: int, end: int) -> Extent | None:
    """The subject just before `end`, or before what stands between commas there."""
    before = text[start:end]
    if relative := _RELATIVE.search(before):
        end = start + relative.start()
        found = [m for m in NAME.finditer(text, start, end) if m.group().lower() not in SMALL_WORDS]
        own = [m.span() for m in found if not JOINT.search(text[max(start, m.start() - 6) : m.start()])]
        return own[-1] if own else _phrase_before(text, start, end)
    if before.endswith(","):
        return _before_commas(text, start, end)
    if pronoun := PRONOUN.search(before):
        return start + pronoun.start(), end
    return _phrase_before(text, start, end)


def _before_commas(text: str, start: int, end: int) -> Extent | None:
    """For "Josef Lund, the union's secretary, said": the first part that is no adverbial, with a name behind it."""
    breaks = [m.end() for m in re.finditer(r"[;:“”\"()–—]\s*", text[start:end])]
    clause = start + max(breaks, default=0)
    parts = [(clause + m.start(), clause + m.end()) for m in re.finditer(r"[^\s,](?:[^,]*[^\s,])?", text[clause:end])]
    while len(parts) > 1 and text[slice(*parts[0])].split()[0].lower() in _ADVERBIAL:
        parts = parts[1:]
    for low, high in reversed(parts[1:]):  # "Ann Lee said so, and Bob Roe, her deputy,"
        joined = _AND_ANOTHER.match(text[low:high])
        other = (low + joined.end(), high) if joined else None
        has_spoken = any(VERBS.get(word.lower(), word) != word for word in _LETTERS.findall(text, clause, low))
        if other and has_spoken and _is_nominal(text[slice(*other)]) and name_in(text, other):
            return other
    for place, (low, high) in enumerate(parts):
        joined = _CONJUNCTION.match(text[low:high])
        low += joined.end() if joined else 0
        if not _is_nominal(text[low:high]):
            continue
        if name_in(text, (low, high)):
            return None if joined and place else (low, high)
        if place + 1 < len(parts) and NAME.fullmatch(text[slice(*parts[place + 1])]):
            return low, parts[place + 1][1]
        if not place:
            return low, high
    return None


def _phrase_before(text: str, start: int, end: int) -> Extent | None:
    """The longest run of words up to `end` that may be a noun phrase."""
    begin = start + max((m.end() for m in _BOUNDARY.finditer(text[start:end] + " ")), default=0)
    begin = max(begin, text.rfind(", ", begin, end) + 2) if ", " in text[begin:end] else min(begin, end)
    words = [(begin + m.start(), begin + m.end()) for m in _WORD.finditer(text[begin:end])]
    found = (_run_of_words(text, begin, words, is_joined=is_joined) for is_joined in (True, False))
    return next(filter(None, found), None)


def _run_of_words(text: str, begin: int, words: Sequence[Extent], *, is_joined: bool) -> Extent | None:
    """The longest run at the end that may be a noun phrase, over "of the" and the like if `is_joined`."""
    lower = [text[slice(*word)].lower() for word in words]
    low = len(words)
    while low and (
        lower[low - 1] not in SMALL_WORDS - _JOINTS
        or (is_joined and low > 1 and lower[low - 1] in _DETERMINERS and lower[low - 2] in _JOINTS - {"and", "&"})
    ):
        low -= 1
    if low and text[slice(*words[low - 1])].lower() in _DETERMINERS:
        low -= 1
    while low < len(words) and text[slice(*words[low])].lower() in _JOINTS:
        low += 1
    if low >= len(words) or _NOBODY.search(text[begin : words[low][0]]):
        return None
    own = _after_time_and_place([text[slice(*word)] for word in words], low)
    first = text[slice(*words[own])]
    whole = low == 0 or own > low or first[0].isupper() or first.lower() in _DETERMINERS
    return (words[own][0], words[-1][1]) if whole and _is_nominal(text[words[own][0] : words[-1][1]]) else None


def _after_time_and_place(words: Sequence[str], low: int) -> int:
    """Where a subject begins that seems to begin at `low`: behind the "Tuesday" of "On Tuesday Ann Lee"."""
    is_placed = low > 0 and words[low - 1] in _WHERE_SAID
    if is_placed and low + 1 < len(words) and words[low][0].isupper() and words[low + 1][0].isupper():
        low += 1
    while low + 1 < len(words) and words[low].lower() in _WHEN_SAID:
        low += 1
    return low


def _phrase_after(text: str, start: int, end: int) -> Extent | None:
    """The noun phrase that begins here: up to a comma, a stop or a small word other than an "of"."""
    found = _AFTER.match(text, start, end)
    if found is None:
        return None
    kept: list[Extent] = []
    for match in _WORD.finditer(text, *found.span(1)):
        word = match.group().lower()
        if kept and (
            PRONOUN.fullmatch(text[slice(*kept[0])]) or word in SMALL_WORDS - {"of", "for", "the", "at", "and"}
        ):
            break
        kept.append(match.span())
    while kept and text[slice(*kept[-1])].lower() in SMALL_WORDS - {"he", "she", "they"}:
        kept.pop()
    if not kept:
        return None
    phrase = text[kept[0][0] : kept[-1][1]]
    is_known = PRONOUN.fullmatch(phrase) or _DESCRIBED_NAME.fullmatch(phrase)
    begins = phrase[0].isupper() or phrase.split()[0].lower() in _DETERMINERS or is_known
    return (kept[0][0], kept[-1][1]) if begins and _is_nominal(phrase, pronoun=True) else None


def _is_nominal(phrase: str, *, pronoun: bool = False) -> bool:
    """Whether a run of words may be a noun phrase: no verb among the small words, no number, not too long."""
    words = phrase.lower().split()
    if len(words) > _MOST_WORDS or any(word in _NEVER_IN_A_NAME for word in words) or any(c.isdigit() for c in phrase):
        return False
    first = words[0]
    return first in _DETERMINERS or first not in SMALL_WORDS or (pronoun and PRONOUN.fullmatch(phrase) is not None)
