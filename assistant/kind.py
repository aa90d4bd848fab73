"""What answers no question, as a mere "over" does not, and what does not beside something else: a place to "When?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question import offers_a_choice
from assistant.reader.span import Span

_ASKS_FOR_TIME = re.compile(r"when\s+(?:was|were|will|did)\b(?!.*\b(?:what|which|who|where|how)\b)", re.IGNORECASE)
_ASKS_FOR_NUMBER = re.compile(r"how\s+(?:many|old)\b|what(?:['’]s|\s+(?:is|was))\b.*\bphone\s+number\b", re.IGNORECASE)
_ASKS_FOR_CLAUSE = re.compile(
    r"\b(?:clause|section|paragraph|step|chapter|article|item|point|number|version)\b", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\d|\b(?:zero|nil|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teens?|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ies)|hundreds?|thousands?|\w+illions?|half|quarters?|thirds?|dozens?|once|"
    r"twice|single|couple|pair|no|none|nobody|all|both|an?|every\w*|neither|several|few\w*|many|most|more|some|majority)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"{_NUMBER.pattern}|\b(?:\w*days?|january|february|march|april|may|june?|july?|august|\w+(?:em|o)ber|spring|summer|autumn|"
    r"fall|winter|years?|months?|weeks?|\w*nights?|fortnights?|mornings?|afternoons?|evenings?|noon|dawn|dusk|sun\w+|hours?|"
    r"minutes?|seconds?|moments?|tomorrow|christmas|easter|ramadan|centur(?:y|ies)|decades?|when\w*|while|after\w*|"
    r"before\w*|until|till|if|during|within|under|since|as|at|on|upon|by|\w*time\w*|ago|soon\w*|shortly|earl\w*|late\w*|"
    r"now|ever|never|immediately|always|daily|weekly|monthly|recent\w*|\w*hood|war|revolution|renaissance|next|last|"
    r"previous\w*|start|end|beginning|following)\b",
    re.IGNORECASE,
)
# No question is answered by these alone, unless it offers them ("before or after?").
_EMPTY = frozenset(
    {"a", "an", "the", "this", "that", "these", "those", "of", "in", "at", "to", "for", "from", "by", "with", "about"}
    | {"into", "over", "on", "upon", "within", "until", "since", "during", "after", "before", "later", "see", "as"}
    | {"than", "like", "and", "or", "but", "if", "because", "so", "just", "called", "is", "are"}
    | {"was", "were", "be", "been", "has", "have", "had", "who", "which", "what", "when", "where", "why", "how", "ago"}
)
_CLAUSE = re.compile(r"\d+(?:\.\d+)+\.?(?=[ \t]+[A-Z“])|\d{1,3}[.)](?!\d)")
# "6.1 Complaints go to", even where no stop ends the heading before.
_NUMBERED = re.compile(r"\d+(?:\.\d+)+\.?[ \t]+[A-Z“]")
_LINE_BEGINS = re.compile(r"(?:\A|\n)[ \t#*>-]*\Z")
_STAMP = re.compile(r"(?:Date|Sent):.*\d:\d\d(?::\d\d)? [+-]\d{4}")
_ASKS_ABOUT_A_MAIL = re.compile(
    r"\b(?:e-?mail|mail|message|letter|sent|send|writ|wrote|repl[iy]|answer|receiv|forward)", re.IGNORECASE
)
_LEAD = re.compile(r"(?:\A|(?:\A|[.:;!?”]\s*|\n\s*)\n)[ \t#*>-]*\Z")


def may_answer(question: str, span: Span) -> bool:
    """Whether the words of a span may answer a question.

    Small words alone do not, nor the number of their own clause, nor when a mail was sent.
    """
    text, start, end = span.window.text, span.start - span.window.start, span.end - span.window.start
    said = text[start:end]
    first, *others = re.findall(r"\w+", said) or [""]
    if {first if first.isupper() else first.lower(), *others} <= _EMPTY | {""}:
        return offers_a_choice(question)
    if _STAMP.match(text, text.rfind("\n", 0, start) + 1):
        return _ASKS_ABOUT_A_MAIL.search(question) is not None
    is_clause = _CLAUSE.match(text, start) is not None and said.strip(".)0123456789") == ""
    leads = _LEAD.search(text[:start]) or (_NUMBERED.match(text, start) and _LINE_BEGINS.search(text[:start]))
    return not (is_clause and leads and not _ASKS_FOR_CLAUSE.search(question))


def of_its_kind(question: str, texts: Sequence[str]) -> list[bool]:
    """Which of several answers tell a time or a number where the question asks for one; all, if none does."""
    for asks, tells in ((_ASKS_FOR_TIME, _TIME), (_ASKS_FOR_NUMBER, _NUMBER)):
        if asks.match(question.strip()):
            telling = [tells.search(text) is not None for text in texts]
            return telling if any(telling) else [True] * len(texts)
    return [True] * len(texts)
