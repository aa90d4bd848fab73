"""Yes or no: what a sentence says of a question, where its words leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.question import without_lead
from index.words import CAPITALS, stems

VERDICTS = (YES, NO) = ("Yes", "No")

# A "no" that bears on one of the question's words a few words later, in the same clause.
_REACH = 7
# So much of the question must stand in the sentence for a "no"; for a "yes" all of it must.
_SHARE_FOR_NO = 1 / 3

_CLAUSE_ENDS = re.compile(r"[,;:()“”„«»\"—–]|\bbut\b|[.!?](?=\s)", re.IGNORECASE)
NEGATED = re.compile(
    r"\b(?:not(?!\s+(?:only|just|least))|cannot|no(?!\s+(?:longer\s+than|doubt|less|fewer|sooner|later)\b)|never|nobody|"
    r"none|neither|nor|without|nothing|yet\s+to)\b|n['’]t\b(?!\s+(?:only|just|least)\b)",
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
# What is to come, or was only promised or ordered, has not happened yet.
_TO_COME = re.compile(
    r"\b(?:will|must|when|promis\w*|vow\w*|pledg\w*|agree[ds]?\s+to|urg\w*|order\w*|due|call\w*\s+(?:on|for)|rul\w*\s+out)\b|"
    r"['’]ll\b",
    re.IGNORECASE,
)
_HAS_HAPPENED = re.compile(r"(?:did|has|have|had|was|were)\b", re.IGNORECASE)
# What stands in two of these is said of two things.
_PARTS = re.compile(r";|[.!?](?=\s)|\b(?:and|but|while|whereas)\b", re.IGNORECASE)
# Where something else may hold.
_LIMIT = re.compile(
    r"\b(?:after|before|until|within|without|except|unless|if|whether|rul\w*\s+out|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun|week)days?|weekends?)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"[\w’']+\s+(?:the\s+)?(?:[{CAPITALS}]\w+\s+)*")
_NAME_OR_NUMBER = re.compile(rf"\b(?:[a-z]*[{CAPITALS}]\w+|\w*\d\w*)")
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
# The former mayor is not the mayor, and what someone tries to do is not done.
_OTHERWISE = re.compile(r"\b(?:former|ex|deputy|vice|acting|assistant|attempted|retired)[\s-]+(\w+)", re.IGNORECASE)
_TO_DO = re.compile(r"\bto\s+(?:\w+ly\s+)?(\w+)", re.IGNORECASE)
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
    question, sentence = (_LETTER.sub(r"\1", text) for text in (without_lead(question), sentence))
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
    denied = list(_denied(sentence, wanted)) if tells and len(shared) >= _SHARE_FOR_NO * len(wanted) else []
    if denied:
        return NO if any(_is_just_that(question, wanted, sentence, extent) for extent in denied) else None
    if shared != wanted or any(not wanted & {*stems(hedge[0])} for hedge in HEDGE.finditer(sentence)):
        return None
    if not _says_at_once(question, wanted, sentence) or _is_to_come(question, sentence):
        return None
    shapes = (_OTHERWISE, _TO_DO) if _HAS_HAPPENED.match(question) else (_OTHERWISE,)
    if any(_is_new(shape, question, sentence, wanted) for shape in shapes):
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


def _says_at_once(question: str, asked: set[str], sentence: str) -> bool:
    """Whether all words of the question stand in one part of a sentence, and not some in the next: "and", "but"."""
    parts = [sentence] if re.search(r"\band\b", question) else _PARTS.split(sentence)
    return any(asked <= {*stems(part)} for part in parts)


def _is_new(shape: re.Pattern[str], question: str, sentence: str, asked: set[str]) -> bool:
    """Whether a word of the question has something before it in the sentence that it lacks in the question."""
    told, before = ({stem for word in shape.findall(text) for stem in stems(word)} for text in (sentence, question))
    return bool(told & asked - before)


def _is_to_come(question: str, sentence: str) -> bool:
    """Whether it is asked if something has happened, which a sentence only has to come, in words of its own."""
    if not _HAS_HAPPENED.match(question):
        return False
    return any(not {*stems(word[0])} <= {*stems(question)} for word in _TO_COME.finditer(sentence))


def _denied(sentence: str, asked: set[str]) -> Iterator[tuple[int, int]]:
    """What stands under each negation, to the end of the clause, where a word of the question is soon among it."""
    for negation in NEGATED.finditer(sentence):
        end = _CLAUSE_ENDS.search(sentence, negation.end())
        low, high = negation.end(), end.start() if end else len(sentence)
        if asked & {*stems(sentence[low:high])[:_REACH]}:
            yield low, high
    for word in _NEGATED_WORD.finditer(sentence):
        if asked & {*stems(word["rest"] or word["bare"])}:
            yield word.span()


def _is_just_that(question: str, asked: set[str], sentence: str, denied: tuple[int, int]) -> bool:
    """Whether what is denied is what is asked: for the same people, days and numbers, within the same limits."""
    low, high = denied
    before, under, after = sentence[:low], sentence[low:high], sentence[high:]
    if any(n.end() < low and not _CLAUSE_ENDS.search(sentence, n.end(), low) for n in NEGATED.finditer(before)):
        return False  # twice: "not uncommon"
    clause, hit = _CLAUSE_ENDS.split(before)[-1] + under, asked & {*stems(under)}
    first = re.split(r"\band\b", under)[0]
    if first != under and not asked & {*stems(first)}:
        return False  # "there is no parking and there is a lift"
    if hit and hit <= {*stems(before), *stems(after)} and not asked <= {*stems(clause)}:
        return False  # "open on Sunday, but the café is not open"
    subject = _SUBJECT.match(question)
    named = _NAME_OR_NUMBER.findall(question, subject.end() if subject else 0)
    limits = _LIMIT.findall(under)
    return {*stems(" ".join(limits))} <= {*stems(question)} and {*stems(" ".join(named))} <= {*stems(sentence)}
