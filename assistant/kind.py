"""What cannot answer a question, whatever the reader makes of it: a place to "When was she born?", a mere "over"."""

from __future__ import annotations

import re

from assistant.phrases import SMALL_WORDS
from assistant.reader.span import Span

_ASKS_FOR_TIME = re.compile(r"when\s+(?:was|were|will|did)\b(?!.*\b(?:what|which|who|where|how)\b)", re.IGNORECASE)
_ASKS_FOR_NUMBER = re.compile(r"how\s+(?:many|old)\b|what(?:['’]s|\s+(?:is|was))\b.*\bphone\s+number\b", re.IGNORECASE)
_ASKS_FOR_PLACE_IN_TEXT = re.compile(
    r"\b(?:which|what)\s+(?:clause|section|paragraph|step|chapter|article|item|point|number|version)\b|how\s+many\b",
    re.IGNORECASE,
)
_FIGURE = (
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|"
    r"nine)ty|hundreds?|thousands?|\w+illions?|half|quarters?|thirds?|dozens?|once|twice"
)
_NUMBER = re.compile(
    rf"{_FIGURE}|single|couple|pair|no|none|nobody|all|both|an?|every|several|few\w*|many|most|more|some|majority)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"{_FIGURE}|\w+days?|january|february|march|april|may|june?|july?|august|\w+(?:em|o)ber|jan|feb|mar|apr|aug|sept?|oct|nov|"
    r"dec|spring|summer|autumn|fall|winter|years?|months?|weeks?|weekends?|nights?|mornings?|afternoons?|evenings?|noon|"
    r"midnight|dawn|dusk|hours?|minutes?|seconds?|moments?|tonight|tomorrow|christmas|easter|ramadan|centur(?:y|ies)|"
    r"decades?|when\w*|while|after\w*|before\w*|until|till|if|during|since|as|at|on|upon|by|time\w*|ago|soon\w*|earl\w*|"
    r"late\w*|now|ever|never|immediately|always|daily|weekly|monthly|annually|recent\w*|war|next|last|previous\w*|start|end|"
    r"beginning|every|following)\b",
    re.IGNORECASE,
)
# "None" says how many, "he" says nothing.
_EMPTY = SMALL_WORDS - {"all", "both", "each", "either", "every", "neither", "no", "some", "never", "only", "still"} | {
    "ago",
    "called",
}
_FEW = 2
_LEAD = re.compile(r"[ \t#*>-]*\Z")


def may_answer(question: str, span: Span) -> bool:
    """Whether the words of a span can answer a question: they are more than small words or the number of their own
    clause, and when the question asks for a time or a number, they hold one.
    """
    text, start = span.window.text, span.start - span.window.start
    said, before = text[start : span.end - span.window.start], text[:start]
    words = re.findall(r"\w+", said)
    if said.islower() and len(words) <= _FEW and {*words} <= _EMPTY:
        return False
    is_first_of_line = _LEAD.match(before[before.rfind("\n") + 1 :]) is not None
    if is_first_of_line and re.fullmatch(r"\d+(?:\.\d+)*[.)]?", said) and not _ASKS_FOR_PLACE_IN_TEXT.search(question):
        return False
    if _ASKS_FOR_TIME.match(question.strip()):
        return _TIME.search(said) is not None
    return _ASKS_FOR_NUMBER.match(question.strip()) is None or _NUMBER.search(said) is not None
