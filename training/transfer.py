"""Questions that a paragraph does not answer although they name what it is about.

What people ask of an article that does not say is rarely strange to it: the right person, the wrong fact.

- `turned`: a question about something else, with a name or thing of this paragraph put in its place.
- `roles_exchanged`: who did it and to whom, the other way round.
- `conditioned`: a question with a time, place or means added that the paragraph tells of something else.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from training.data import Example, normalise
from training.negatives import NAME, SENTENCE, closest, says

_PLACE = re.compile(r"\b(?:in|at|from|near|to|around|across)\s+$", re.IGNORECASE)
_THING = re.compile(
    r"\bthe\s+([a-z][a-z-]+(?:\s[a-z][a-z-]+)?)(?=\s+(?:of|in|on|at|is|are|was|were|has|had|have|did|do|does|to|for|by|and|that|which|with|from)\b|[?.,;])"
)
_CONDITION = re.compile(
    r"\b(?:in|on|at|during|after|before|by|near|with|for|under|outside)\s+"
    r"(?:(?:the\s+)?(?:\d[\d,.]*\d|[A-Z][\w'’-]+)(?:\s+(?:of\s+)?(?:the\s+)?[A-Z\d][\w'’-]*){0,3})(?=[,.;)]|\s)"
)
_NOT_NAMES = frozenset(
    re.findall(
        r"\w+",
        "what who when where why how which whose whom the a an in on at of for is are was were did does do to by and "
        "or but during after before while i it he she they this that these those from with as if not",
    )
)


def turned(
    questions: Sequence[tuple[str, str]], paragraphs: Sequence[tuple[str, str]], rng: random.Random, depth: int = 30
) -> list[Example]:
    """Questions of other paragraphs, asked of the most similar ones with what these are about put in.

    Args:
        questions: Pairs of question and answer.
        paragraphs: Pairs of title and text.
        rng: The only source of chance.
        depth: How many paragraphs are looked at for one question, best BM25 first.
    """
    slots = [(question, answer, slot) for question, answer in questions if (slot := _slot(question)) is not None]
    texts = [text for _, text in paragraphs]
    found = closest([question[:start] + question[end:] for question, _, (start, end) in slots], texts, depth)
    made = []
    for (question, answer, (start, end)), ranks in zip(slots, found, strict=True):
        old = question[start:end]
        for place in rng.sample(ranks, depth)[:8]:
            title, text = paragraphs[place]
            if len(text) < 150 or says(text, [answer]) or old.lower() in text.lower():
                continue
            others = _fillers(text, old, bool(_PLACE.search(question[:start])))
            others = [other for other in others if normalise(other) not in normalise(question)]
            if others:
                new = question[:start] + rng.choice(others[:2]) + question[end:]
                made.append(Example(new, text, (), "turned", title, certainty=0.9))
                break
    return made


def roles_exchanged(example: Example) -> Example | None:
    """The question with its name exchanged for the answer: "Who did Kyiv accuse?" to "Who did Moscow accuse?"."""
    answer = example.context[slice(*example.answers[0])]
    if not NAME.fullmatch(answer) or not re.match(r"whom?\b", example.question, re.IGNORECASE):
        return None
    if re.search(
        r"\b(?:between|and|with|married|same|similar|called|named|known|name)\b", example.question, re.IGNORECASE
    ):
        return None  # the other way round it would be as true
    own = [m for m in _names(example.question) if m.group() in example.context]
    if len(own) != 1 or re.search(r"\b(?:the|of|in|at|from|on|for)\s+$", example.question[: own[0].start()]):
        return None
    if set(normalise(own[0].group()).split()) & set(normalise(answer).split()):
        return None
    question = example.question[: own[0].start()] + answer + example.question[own[0].end() :]
    return replace(example, question=question, answers=(), origin="roles", certainty=0.85)


def conditioned(example: Example, rng: random.Random) -> Example | None:
    """The question with a condition added that stands in another sentence of the paragraph."""
    question = example.question.rstrip()
    if not question.endswith("?") or len(question) > 110:
        return None
    asked = re.match(r"(?:in |on |at )?(\w+)", question.lower())
    if (
        asked is None
        or asked[1] in {"when", "where"}
        or re.search(r"\b(?:year|date|month|day|city|country)\b", question)
    ):
        return None
    conditions = []
    for sentence in SENTENCE.finditer(example.context):
        if any(sentence.start() < end and start < sentence.end() for start, end in example.answers):
            continue
        conditions += [m.group() for m in _CONDITION.finditer(sentence.group()) if m.start() > 0]
    held = normalise(example.question)
    conditions = [c for c in conditions if not set(normalise(c).split()[1:]) & set(held.split())]
    if not conditions:
        return None
    new = f"{question[:-1].rstrip()} {rng.choice(conditions)}?"
    return replace(example, question=new, answers=(), origin="condition", certainty=0.8)


def _names(question: str) -> list[re.Match[str]]:
    return [m for m in NAME.finditer(question) if m.start() > 0 and m.group().lower() not in _NOT_NAMES]


def _slot(question: str) -> tuple[int, int] | None:
    """Where the one name of the question stands, or where there is none its "the …"."""
    names = _names(question)
    if len(names) == 1:
        return names[0].span()
    things = [] if names else list(_THING.finditer(question))
    return things[0].span(1) if len(things) == 1 else None


def _fillers(text: str, old: str, place: bool) -> list[str]:
    """What the text names most often and could stand for `old`: names for a name, places for a place."""
    if old[0].islower():
        things = [m.group(1) for m in _THING.finditer(text)]
        things = [thing for thing in things if thing.endswith("s") == old.endswith("s")]
    else:
        found = [
            m for m in NAME.finditer(text) if m.group().split()[0].lower() not in _NOT_NAMES and len(m.group()) > 3
        ]
        things = [m.group() for m in found if bool(_PLACE.search(text[: m.start()])) == place]
    return [thing for thing, _ in Counter(things).most_common(4)]
