"""What a follow-up may mean: questions that stand alone, made from it and from the turns before.

Nothing here decides. "What did he demand?" becomes one question for everyone that "he" may be, and the article
says which of them it answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from assistant.answer import Found
from assistant.conversation import Conversation, Turn
from assistant.gist import asks_for_the_gist
from assistant.phrases import SMALL_WORDS, names, noun_phrases
from assistant.question import is_yes_no, without_else, without_lead
from index.words import CAPITALS

MOST = 7
_TURNS_BACK = 4
_LONGEST_REFERENT = 8  # words
_LONGEST_OBJECT = 20

_ABOUT = re.compile(r"^(?:what|how)\s+about\s+", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?"
_BEGINS_WITH_VERB = re.compile(
    rf"^(?:{_AUXILIARY}|tell|name|list|give|show|explain|describe|find|say|summari[sz]e|compare|translate)\b",
    re.IGNORECASE,
)
_SOMEONES = re.compile(r"\b(?:his|her|its|their)\s+\w", re.IGNORECASE)  # "And her husband?"
_BARE = re.compile(
    # "Who is she?" and "Where is he?" ask for the person, and not for who or where it was.
    r"^(?!(?:who|what)\s+(?:is|are|was|were)\b|(?:where|how)\s+(?:is|are|was|were)\s+(?:he|she|they)\b)"
    r"(?P<asked>(?:(?:in|on|at|to|for|from|by|with|since|until)\s+)?(?:who|whom|whose|what|which|when|where|why|how)"
    r"(?:\s+(?:for|so|much|many|long|often|far|else|exactly|one|ones|come|not))*|"
    r"(?:in|on|at|to|for|from|by|with|since|until)\s+(?:what|which)\s+\w+)"
    rf"(?:\s+{_AUXILIARY}\s+(?:that|this|it|they|he|she|those|these)(?:\s+(?:happen|happened|so))?)?$",
    re.IGNORECASE,
)
_ASKS_WHETHER_MORE = {"anyone else": "who else", "anybody else": "who else", "anything else": "what else"}
_ARTICLE = re.compile(r"^(?:The|An?)\b")
_ASKED_BEFORE = re.compile(r"^(?:why|when|where|how)\s+", re.IGNORECASE)
_PERSON = r"he|she|him|his|her|hers"
_THING = r"it|its|they|them|their|theirs|this|that|these|those"
# "What happened there?", "Who was there?", but not "How many are there in town?".
_PLACE = r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there(?!\s+(?:is|are|was|were)\b)|there(?=\W*$)"
_PRONOUN = re.compile(rf"\b(?:{_PERSON}|{_THING}|{_PLACE})\b", re.IGNORECASE)
_IS_PERSON = re.compile(rf"^(?:{_PERSON})$", re.IGNORECASE)
# "He's fine", "no benefit" and "did not come" are nobody and nothing to speak of.
_NOT_SPOKEN_OF = re.compile(
    rf"(?i:(?:he|she|him|it|they|them|this|that|these|those|i|we|you|yes|no|not|none|nobody|nothing)\b|"
    rf"(?:{_PERSON}|{_THING})$)|{_AUXILIARY}\b"
)
_TIME = re.compile(
    r"\d|\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)?days?|morning|afternoon|evening|night|week|month|year)\b"
)
_POSSESSIVE = frozenset({"his", "its", "their", "hers", "theirs"})
_DUMMY = re.compile(
    r"\s+[“\"]?(?:an?\s|takes?\b|took\b|\S+\s+(?:to|that|for)\b|(?:rain|snow)(?:s|ed|ing)?\b)", re.IGNORECASE
)
_COUNT_ALONE = re.compile(
    rf"^(?:how many|which)(?=\s+(?:{_AUXILIARY}|went|came|got|took|made|said|left|won|lost|\w+ed)\b)", re.IGNORECASE
)
_ACTS = frozenset({"do", "does", "did"})
_DESCRIBED = re.compile(rf"^[Ww]ho(?:['’]s|\s+(?:is|are|was|were))\s+[{CAPITALS}]")
_WHEN_OR_HOW = re.compile(
    r"^(?:in|on|at|for|by|with|from|during|before|after|since|until|under|without)\b|"
    r"\b(?:ago|earlier|later|before|last|next|yesterday|today|tomorrow|now|then)\b",
    re.IGNORECASE,
)


def meanings(question: str, conversation: Conversation, occurs: Callable[[str], bool]) -> list[str]:
    """The question as it was asked, if it can stand alone, and what it may be short for, likelier ones first.

    Args:
        question: As it was asked.
        conversation: The turns before; without any there is nothing to be short for.
        occurs: Whether a phrase stands in the articles, in whatever case.
    """
    turns = conversation.turns[-_TURNS_BACK:]
    core = without_lead(question).rstrip("?!. ")
    core = _ASKS_WHETHER_MORE.get(core.lower(), core)
    if not turns or not core:
        return [question]
    stands_alone = core == question.strip().rstrip("?!. ")
    if bare := _BARE.match(core):
        made = _asked_of_the_last(bare["asked"], turns[-1])
        stands_alone = False
    elif _ABOUT.match(core) or (_is_fragment(core) and (not stands_alone or _goes_on(core, occurs))):
        fragment = _ABOUT.sub("", core)
        made = _put_into_the_last(fragment, turns[-1], occurs)
        if _SOMEONES.search(fragment):
            made = chain(_spelt_out(fragment, turns, occurs), made)
        stands_alone = stands_alone and not _ABOUT.match(core)
    else:
        made = _spelt_out(core, turns, occurs)
        stands_alone = True
    distinct: dict[str, str] = {_plain(question): question} if stands_alone else {}
    for text in _tidied(made):
        distinct.setdefault(_plain(text), text)
    return list(distinct.values())[:MOST]


def stand_alone(turn: Turn) -> str:
    """The question of a turn as it was understood."""
    return turn.answer.understood_as or turn.question


def _is_fragment(core: str) -> bool:
    is_sentence = re.search(rf"\b{_AUXILIARY}\s", core, re.IGNORECASE)
    return len(core.split()) <= 8 and not _ASKING.search(core) and not _BEGINS_WITH_VERB.match(core) and not is_sentence


def _goes_on(fragment: str, occurs: Callable[[str], bool]) -> bool:
    """Whether a few words may change the last question: the articles know one, or they say when. Not so "Thanks!"."""
    words = (word for word in re.findall(r"\w+", fragment) if word.lower() not in SMALL_WORDS)
    return bool(_WHEN_OR_HOW.search(fragment)) or any(map(occurs, words))


def _asked_of_the_last(asked: str, turn: Turn) -> Iterator[str]:
    """For "Where?" and "When was that?": the last question with another question word, its answer filled in."""
    asked = {"what for": "why", "how come": "why", "how so": "how"}.get(asked.lower(), asked)
    if asks_for_the_gist(stand_alone(turn), is_first=True) and (told := _answer_of(turn, _LONGEST_OBJECT)):
        yield f"{asked} {told}"
        return
    last = without_else(stand_alone(turn)).rstrip("?!. ")
    whole = _question_word(last)
    if whole is None:  # "Did Ann pay?", or "Why Ann paid?", which was made here
        last = _ASKED_BEFORE.sub("", last)
        yield f"{asked} {last[0].lower() + last[1:] if is_yes_no(last) else last}"
        return
    head, auxiliary, rest = whole
    again = asked.lower() == f"{head.lower()} else"  # whose answer is another
    answer = "" if again else _answer_of(turn, _LONGEST_OBJECT)
    noun = _asked_for(head)
    if noun:
        # "How many did Acme fire?" counts whom it fired.
        yield (
            f"{asked} {auxiliary} {rest} the {noun}"
            if auxiliary.lower() in _ACTS
            else f"{asked} {auxiliary} the {noun} {rest}"
        )
    if auxiliary:
        # "Where did Ann demand?" lacks what she demanded.
        if not (answer and head.lower() == "what" and auxiliary.lower() in _ACTS):
            yield f"{asked} {auxiliary} {rest}"
        if answer:
            yield f"{asked} {auxiliary} {rest} {answer}"
    elif answer and not asked.lower().endswith("else"):  # which asks for more who did it
        yield f"{asked} {_ARTICLE.sub(lambda found: found[0].lower(), answer)} {rest}"
    else:
        yield f"{asked} {rest}"


def _put_into_the_last(fragment: str, turn: Turn, occurs: Callable[[str], bool]) -> Iterator[str]:
    """For "And Prigozhin?": the last question with a phrase of it exchanged for the new one, or with it added."""
    last = stand_alone(turn).rstrip("?!. ")
    if _WHEN_OR_HOW.search(fragment):
        yield f"{last} {fragment}"
    slots = _known_phrases(_without_question_word(last), occurs)
    slots.sort(key=lambda slot: (slot[:1].isupper() != fragment[:1].isupper(), -last.rfind(_bare(slot))))
    for slot in slots:
        yield _exchanged(last, slot, fragment)
    yield f"{last} {fragment}"


def _spelt_out(core: str, turns: Sequence[Turn], occurs: Callable[[str], bool]) -> Iterator[str]:
    """Pronouns exchanged for what they may stand for, and a count for what was counted before."""
    found = _PRONOUN.search(core)
    if found and not _stands_for_what_came_before(core, found):
        person = bool(_IS_PERSON.match(found.group()))
        for referent in _referents(turns, occurs, person=person):
            yield _with_referent(core, referent, person=person)
    alone = _COUNT_ALONE.match(core)
    if alone:
        heads = (parts[0] for turn in reversed(turns) if (parts := _question_word(stand_alone(turn))))
        noun = next(filter(None, map(_asked_for, heads)), "")
        yield f"{alone[0]} {noun}{core[alone.end() :]}"
    if not found:
        yield core


def _stands_for_what_came_before(core: str, pronoun: re.Match[str]) -> bool:
    """Whether a pronoun means something of its own question: "What did Holm say she wants?", "Why is it hard to …?".

    An object does not stand for its subject: in "What did Holm say about it?" it comes from elsewhere.
    """
    after = core[pronoun.end() :]
    if pronoun.group().lower() == "it" and _DUMMY.match(after):
        return True
    verb = re.search(rf"\b{_AUXILIARY}\b", core[: pronoun.start()], re.IGNORECASE)
    before = core[verb.end() if verb else 0 : pronoun.start()]
    is_object = not after.strip() or re.match(
        r"\s+(?:in|on|at|to|for|from|by|with|about|as|after|before|when)\b", after
    )
    return bool(noun_phrases(before)) and not is_object


def _referents(turns: Sequence[Turn], occurs: Callable[[str], bool], *, person: bool) -> Iterator[str]:
    """What was spoken of: the last turn's question and answer first, then what its quotes name."""
    for turn in reversed(turns):
        asked = stand_alone(turn)
        # "Who is Ann?" is about Ann, however she is described; a headline names whom it is about.
        is_nobody = _DESCRIBED.match(asked) or asks_for_the_gist(asked, is_first=True)
        answer = "" if is_nobody else _answer_of(turn)
        phrases = _known_phrases(_without_question_word(asked), occurs)
        capital, lower = ([p for p in phrases if p.islower() == flag] for flag in (False, True))
        # Of "my dad had a fall" the dad.
        told = [re.split(rf"\s+{_AUXILIARY}\s+(?=\S+\s)", answer)[0]] if answer and answer[0].isalpha() else []
        # A person without a name is known by the article: "the mayor", but not "season".
        people = [*capital, *told, *(p for p in lower if p.startswith("the "))]
        found = _spoken_of(people if person else [*phrases, *told], person=person)
        yield from found
        if not found and isinstance(turn.answer, Found):
            yield from _spoken_of(names(turn.answer.answers[0].citations[0].quote), person=person)[:3]


def _spoken_of(phrases: Iterable[str], *, person: bool) -> list[str]:
    return [p for p in phrases if not _NOT_SPOKEN_OF.match(p) and not (person and _TIME.search(p))]


def _known_phrases(text: str, occurs: Callable[[str], bool]) -> list[str]:
    """Names and noun phrases of a question, each as far as the articles have it: without a verb that follows it."""
    known = []
    for phrase in [*names(text), *noun_phrases(text)]:
        words = phrase.split()
        while words and not occurs(" ".join(words[1:] if words[0] == "the" else words)):
            words = words[:-1]
        if words and words != ["the"] and (len(words) > 1 or len(words[0]) > 3):
            known.append(" ".join(words))
    return [p for p in dict.fromkeys(known) if not any(p != q and f" {p} " in f" {q} " for q in known)]


def _with_referent(core: str, referent: str, *, person: bool) -> str:
    """The question with the pronouns of one kind exchanged."""

    def exchange(match: re.Match[str]) -> str:
        pronoun = match.group().lower()
        if bool(_IS_PERSON.match(pronoun)) != person:
            return match.group()
        following = re.match(r"\s+([\w’'-]+)", core[match.end() :])
        before = core[: match.start()].split()
        if pronoun in {"this", "that", "these", "those"} and (
            (following and following[1].lower() not in SMALL_WORDS)
            or (before and before[-1].lower() not in SMALL_WORDS)
        ):
            return match.group()
        owns = pronoun in _POSSESSIVE or (pronoun == "her" and following and following[1].lower() not in SMALL_WORDS)
        return f"{referent}’s" if owns else referent

    return _PRONOUN.sub(exchange, core)


def _answer_of(turn: Turn, longest: int = _LONGEST_REFERENT) -> str:
    """The best answer, if it is short enough to be spoken of again."""
    if not isinstance(turn.answer, Found):
        return ""
    text = turn.answer.answers[0].text.strip(" .,;:")
    return text if len(text.split()) <= longest else ""


def _question_word(question: str) -> tuple[str, str, str] | None:
    """Question word with its noun, auxiliary ("" when the question word is the subject), and the rest."""
    with_auxiliary = re.match(rf"^((?:\w+\s+)?{_ASKING.pattern}.*?)\s+({_AUXILIARY})\s+(.*)$", question, re.IGNORECASE)
    if with_auxiliary:
        return with_auxiliary[1], with_auxiliary[2], with_auxiliary[3]
    if counted := _COUNT_ALONE.match(question):
        return counted[0], "", question[counted.end() :].strip()
    alone = re.match(r"^(who|what|how many \w+|how much \w+|which \w+)\s+(.*)$", question, re.IGNORECASE)
    return (alone[1], "", alone[2]) if alone else None


def _without_question_word(question: str) -> str:
    """What a question speaks of: "How many animals were found?" asks of "animals | found", "Who paid?" of nothing."""
    parts = _question_word(question.rstrip("?!. "))
    if parts is None:
        return question
    head, auxiliary, rest = parts
    return f"{_asked_for(head)} | {rest if auxiliary else rest.partition(' ')[2]}"


def _asked_for(head: str) -> str:
    """The noun of a question word: "animals" of "How many animals", "" of "Who" and of "How long"."""
    noun = re.search(r"\b(?:how (?:many|much)|what|which|whose)\s+(\w.*)$", head, re.IGNORECASE)
    return noun[1] if noun else ""


def _exchanged(text: str, old: str, new: str) -> str:
    """`old` for `new` in a question, without two articles in a row."""
    bare = re.escape(_bare(old))
    return re.sub(rf"(?:\b(?:the|a|an)\s+)?\b{bare}\b", lambda _: new, text, count=1, flags=re.IGNORECASE)


def _bare(phrase: str) -> str:
    return re.sub(r"^the\s+", "", phrase)


def _tidied(questions: Iterable[str]) -> Iterator[str]:
    for question in questions:
        text = " ".join(question.split())
        if text:
            yield text[0].upper() + text[1:] + "?"


def _plain(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.lower()))
