"""Yes or no: what a sentence says of a question, where its words leave no doubt."""

from __future__ import annotations

import re

from index.words import stems

VERDICTS = (YES, NO) = ("Yes", "No")

# A "no" that bears on one of the question's words a few words later, in the same clause.
_REACH = 7
# So much of the question must stand in the sentence for a "no"; for a "yes" all of it must.
_SHARE_FOR_NO = 1 / 3

_CLAUSE_ENDS = re.compile(r"[,;:()“”„«»\"—–]|\bbut\b|[.!?](?=\s)", re.IGNORECASE)
NEGATED = re.compile(
    r"\b(?:not(?!\s+(?:only|just|least))|cannot|no(?!\s+(?:longer\s+than|doubt|less|fewer|sooner|later)\b)|never|nobody|"
    r"none|neither|nor|without|nothing|yet\s+to)\b|n['’]t\b",
    re.IGNORECASE,
)
_NEGATED_WORD = re.compile(r"\b(?:un|non-?)(?P<rest>\w{4,})\b|\b(?P<bare>\w{3,})less\b", re.IGNORECASE)
# What is only said to be so, wished for or limited is no yes.
HEDGE = re.compile(
    r"\b(?:may|might|if|unless|whether|only|except|hardly|barely|almost|nearly|until|claim\w*|alleg\w*|accus\w*|suspect\w*|"
    r"doubt\w*|den(?:y|ies|ied|ying)|reject\w*|refus\w*|declin\w*|fail\w*|reportedly|rumou?r\w*|hope\w*|want\w*|plan\w*|"
    r"propos\w*|fear\w*|expect\w*|predict\w*|warn\w*|suggest\w*|ask\w*|demand\w*|impossible|unlikely|could|would|should)\b",
    re.IGNORECASE,
)
_UNSAID = frozenset(
    stems(
        "a an the is are am was were be been being do does did done has have had can could will would shall should may "
        "might must to of in on at by for from with as and or that this these those there their its his her it they he "
        "she any anyone anybody anything someone ever yet already still people us we you your our my i"
    )
)
# Words that say too little for their negation to be about the question: "Don't use a silicone mould".
_VAGUE = frozenset(stems("use make get have put take go work need say want know see come give new good"))
_INCLUDES, _EXCLUDES = stems("include exclude")
_ASKS = re.compile(r"[^.!?\n]*\?[*_”’\")]*\s*")
_SAYS_SO = re.compile(r"[*_\s]*(?P<word>yes|no)\b", re.IGNORECASE)  # "No, it is not."
_ASKS_LEAVE = re.compile(
    r"(?:can|may|could)\s+(?:i|we|you|one|people|someone|anyone)\b|(?:is|are)\b.*\b(?:accepted|allowed|permitted)\W*$",
    re.IGNORECASE,
)
_BANNED = re.compile(
    r"\b(?:is|are)\s+(?:not\s+(?:accepted|allowed|permitted)|prohibited|forbidden|banned)\b", re.IGNORECASE
)
_LETTER = re.compile(r"\b([a-z])-(?=[a-z])", re.IGNORECASE)  # e-mail
_DOES = re.compile(r"(?:do|does|did|has|have|had)\b", re.IGNORECASE)


def verdict(question: str, sentence: str) -> str | None:
    """What a sentence that bears on a yes/no question says to it; None where its words do not settle that."""
    question, sentence = (_LETTER.sub(r"\1", text) for text in (question, sentence))
    asked = [stem for stem in stems(question) if stem not in _UNSAID]
    if not asked or NEGATED.search(question):
        return None
    asks, sentence = "".join(_ASKS.findall(sentence)), _ASKS.sub(" ", sentence)
    says_so = _SAYS_SO.match(sentence)
    if says_so and {*asked} == {*stems(asks)} - _UNSAID and not NEGATED.search(asks):
        return says_so["word"].capitalize()
    wanted, said = set(asked), stems(sentence)
    shared = wanted & {*said}
    if _excludes(wanted, sentence) or _forbids(question, wanted, sentence):
        return NO
    tells = bool(shared - _VAGUE) or wanted <= _VAGUE
    if tells and len(shared) >= _SHARE_FOR_NO * len(wanted) and _negates(sentence, wanted):
        return NO
    if shared != wanted or any(not wanted & {*stems(hedge[0])} for hedge in HEDGE.finditer(sentence)):
        return None
    if _DOES.match(question) and said.index(asked[0]) > said.index(asked[-1]):
        return None  # who did it to whom is the other way round
    return YES


def _excludes(asked: set[str], sentence: str) -> bool:
    """Whether it is asked if something includes another, and a sentence says plainly that it excludes just that."""
    return (
        _INCLUDES in asked
        and asked - {_INCLUDES} | {_EXCLUDES} <= {*stems(sentence)}
        and _INCLUDES not in stems(sentence)
        and not NEGATED.search(sentence)
        and not HEDGE.search(sentence)
    )


def _forbids(question: str, asked: set[str], sentence: str) -> bool:
    """Whether leave is asked for, and a clause says plainly that it is not given for just that."""
    banned = _BANNED.search(sentence)
    if not banned or not _ASKS_LEAVE.match(question) or HEDGE.search(sentence):
        return False
    clauses = _CLAUSE_ENDS.split(sentence[: banned.start()])
    said = clauses[-1] if clauses[-1].strip() else clauses[0]  # "Smoking, of whatever kind, is forbidden"
    subject = {stem for stem in stems(said) if stem.isalpha()} - _UNSAID
    where = {*stems(_CLAUSE_ENDS.split(sentence[banned.end() :].rstrip(".!"))[0])} - _UNSAID
    return bool(subject) and subject <= asked - _VAGUE and where <= asked


def _negates(sentence: str, asked: set[str]) -> bool:
    """Whether a word of the question stands under a negation."""
    for negation in NEGATED.finditer(sentence):
        end = _CLAUSE_ENDS.search(sentence, negation.end())
        under = stems(sentence[negation.end() : end.start() if end else None])[:_REACH]
        if asked & set(under):
            return True
    words = _NEGATED_WORD.finditer(sentence)
    return any(asked & set(stems(word["rest"] or word["bare"])) for word in words)
