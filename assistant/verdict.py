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
_NEGATED = re.compile(
    r"\b(?:not(?!\s+(?:only|just|least))|cannot|no(?!\s+(?:longer\s+than|doubt|less|fewer|sooner|later)\b)|never|nobody|"
    r"none|neither|nor|without|nothing|yet\s+to)\b|n['’]t\b",
    re.IGNORECASE,
)
_NEGATED_WORD = re.compile(r"\b(?:un|non-?)(?P<rest>\w{4,})\b|\b(?P<bare>\w{3,})less\b", re.IGNORECASE)
# What is only said to be so, wished for or limited is no yes.
_HEDGE = re.compile(
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
_OPPOSITES = {
    stems(word)[0]: frozenset(stems(opposites))
    for word, opposites in {
        "include": "exclude",
        "exclude": "include",
        "accept": "reject",
        "reject": "accept",
        "allow": "forbid prohibit ban",
        "forbid": "allow",
        "prohibit": "allow",
        "ban": "allow",
    }.items()
}
_CONDITION = re.compile(r"\s(?:if|when|unless|because|since|until|while)\s.*", re.IGNORECASE | re.DOTALL)
_LETTER = re.compile(r"\b([a-z])-(?=[a-z])", re.IGNORECASE)  # e-mail
_DOES = re.compile(r"(?:do|does|did|has|have|had)\b", re.IGNORECASE)


def verdict(question: str, sentence: str) -> str | None:
    """What a sentence that bears on a yes/no question says to it; None where its words do not settle that."""
    question, sentence = (_LETTER.sub(r"\1", text) for text in (question, sentence))
    main = _CONDITION.sub("", question)
    asked = _told(main)
    if not asked or _NEGATED.search(main):
        return None
    said = stems(sentence)
    shared = set(asked) & {*said}
    if _opposes(sentence, set(asked) - shared, shared):
        return NO
    tells = bool(shared - _VAGUE) or set(asked) <= _VAGUE
    if tells and len(shared) >= _SHARE_FOR_NO * len(set(asked)) and _negates(sentence, set(asked)):
        return NO
    whole = {*_told(question)}
    if not whole <= {*said} or any(not whole & set(stems(h[0])) for h in _HEDGE.finditer(sentence)):
        return None
    if _DOES.match(question) and said.index(asked[0]) > said.index(asked[-1]):
        return None  # who did it to whom is the other way round
    return YES


def _told(text: str) -> list[str]:
    return [stem for stem in stems(text) if stem not in _UNSAID]


def _opposes(sentence: str, unsaid: set[str], shared: set[str]) -> bool:
    """Whether a clause says plainly the opposite of a word of the question, about another of its words."""
    opposites = {opposite for stem in unsaid for opposite in _OPPOSITES.get(stem, ())}
    for clause in _CLAUSE_ENDS.split(sentence) if opposites else ():
        said = {*stems(clause)}
        hedges = (hedge for hedge in _HEDGE.finditer(clause) if not opposites & {*stems(hedge[0])})
        if opposites & said and shared & said and not _NEGATED.search(clause) and not any(hedges):
            return True
    return False


def _negates(sentence: str, asked: set[str]) -> bool:
    """Whether a word of the question stands under a negation."""
    for negation in _NEGATED.finditer(sentence):
        end = _CLAUSE_ENDS.search(sentence, negation.end())
        under = stems(sentence[negation.end() : end.start() if end else None])[:_REACH]
        if asked & set(under):
            return True
    words = _NEGATED_WORD.finditer(sentence)
    return any(asked & set(stems(word["rest"] or word["bare"])) for word in words)
