"""What kind of question is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_QUESTION = 1_000  # characters
_WHO_IS = re.compile(r"who(?:['’]s|\s+(?:is|was))\s+(?!(?:the|an?|his|her|their)\b)(?P<name>[^,]+)", re.IGNORECASE)
_LEAD = re.compile(r"^(?:and|but|so|then|ok|okay|also|well)\b[\s,]*", re.IGNORECASE)
_YES_NO = re.compile(
    r"(?:(?:is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?|"
    r"(?:ca|wo|sha)n['’]t)\s",
    re.IGNORECASE,
)
_ASKS_FOR_WORDS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how|or)\b", re.IGNORECASE)
_WHAT_SOMEONE_SAYS = re.compile(
    r"what\s+(?:else\s+)?(?:did|does|do|has|have|had)\s+(?P<who>\w[^,?]*?)\s+(?:also\s+)?"
    r"(?:say|said|state|stated|claim|claimed)"
    r"(?:\s+(?:about|of|on)\s+(?P<topic>.+))?",
    re.IGNORECASE,
)
_WHY = re.compile(r"\W*why\b", re.IGNORECASE)
_ELSE = re.compile(r"\b(who|whom|whose|what|which|where|when|why|how)\s+else\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[^\W\d_][\w’'-]*\w")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose words a question asks for.

    Attributes:
        speaker: As the question has it.
        topic: What they are to be about, or empty.
    """

    speaker: str
    topic: str = ""


def asks_what_is_said(question: str) -> Wanted | None:
    """Whose words "What did Ann say?" and "What did Ann say about Bob?" ask for; None for any other question."""
    found = _WHAT_SOMEONE_SAYS.fullmatch(question.strip().rstrip("?!. "))
    return Wanted(found["who"], found["topic"] or "") if found else None


def asks_for_a_clause(question: str) -> bool:
    """Whether a clause answers it and no name or number: "Why was it closed?", "What did Ann say?"."""
    return _WHY.match(without_lead(question)) is not None or asks_what_is_said(question) is not None


def without_lead(question: str) -> str:
    """The question without the word that goes on from what was said: "So", "And"."""
    return _LEAD.sub("", question.strip())


def asks_for_more(question: str) -> bool:
    """Whether "else" stands behind a question word, so that what was answered before is no answer."""
    return _ELSE.search(question) is not None


def without_else(question: str) -> str:
    """The question before: "Who paid?" of "Who else paid?"."""
    return _ELSE.sub(r"\1", question)


def asks_who_is(question: str) -> str:
    """The "Ann Lee" of "Who is Ann Lee?"; nothing of any other question, or where whoever it is has no name."""
    found = _WHO_IS.fullmatch(question.strip().rstrip("?!. "))
    return found["name"] if found else ""


def offers_a_choice(question: str) -> bool:
    """Whether an answer may be words of the question: "Smith or Jones?"."""
    return "or" in question.split()


def is_yes_no(question: str) -> bool:
    """Whether a yes or a no would answer it: "Was anyone hurt?", but not "Was it red or blue?"."""
    return bool(_YES_NO.match(without_lead(question))) and not _ASKS_FOR_WORDS.search(question)


def names(question: str) -> list[str]:
    """The words with a capital, but for the first and what asks: "Biden" in "Tell me: What did Biden's aide say?"."""
    found = (_POSSESSIVE.sub("", name) for name in _NAME.findall(question) if name[0].isupper())
    return [name for name in found if not _ASKS_FOR_WORDS.fullmatch(name)]


def side_by_side(question: str, words: Sequence[str]) -> list[str]:
    """Words of a question, in their order, those that stand together as one: "Joe Biden"."""
    joined: list[str] = []
    for word in words:
        if joined and f"{joined[-1]} {word}" in question:
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return list(dict.fromkeys(joined))
