"""From spans to answers: one calibrated confidence each, the same answers merged, the rest ranked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.calibration import Logistic, features
from assistant.phrases import HONORIFICS, ROLES
from assistant.reader.span import Span
from assistant.speakers import NAME
from index.words import stems, words

if TYPE_CHECKING:
    from index.search import Hit

_UNNAMED = frozenset({"a", "an", "the"}) | HONORIFICS
_WHO_IS = re.compile(r"who(?:['’]s|\s+(?:is|was))\s+(?!(?:the|an?|his|her|their)\b)(?P<name>[^,]+)", re.IGNORECASE)
_ASKS_FOR_WORDING = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|questions?|wonder(?:s|ed|ing)?|want(?:s|ed)? to know|titled?s?|headlines?)\b",
    re.IGNORECASE,
)
_NEGATIONS = frozenset({"no", "not", "never", "none", "neither", "nor", "without", "un", "non", "t"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span, the passage that it begins in, and how likely it is to be right.

    Attributes:
        span: What the reader found.
        hit: The passage that the span begins in, with its retrieval scores.
        features: What the confidence is computed from.
        confidence: 0..1, calibrated.
    """

    span: Span
    hit: Hit
    features: tuple[float, ...]
    confidence: float


def candidates(question: str, spans: Iterable[Span], hits: Sequence[Hit], model: Logistic) -> list[Candidate]:
    """Every span with its passage and confidence, best first.

    Args:
        question: What was asked.
        spans: What the reader found.
        hits: The passages that were read, best first.
        model: Gives the confidence.
    """
    ranked = []
    for span in spans:
        for hit in hits:
            passage = hit.passage
            # A span that runs on into the next passage has no sentence that could be quoted for it.
            if passage.article == span.window.article and passage.start <= span.start and span.end <= passage.end:
                evidence = features(question, span, hit, hits[0])
                ranked.append(Candidate(span, hit, evidence, model.confidence(evidence)))
                break
    return sorted(ranked, key=lambda c: -c.confidence)


def merge(texts: Sequence[str]) -> list[list[int]]:
    """Groups of positions whose texts say the same, in the order of their first."""
    groups: list[list[int]] = []
    for position, text in enumerate(texts):
        same = next((group for group in groups if say_the_same(text, texts[group[0]])), None)
        if same is None:
            groups.append([position])
        else:
            same.append(position)
    return groups


def say_the_same(one: str, other: str) -> bool:
    """Whether the words of two texts are the same but for articles, titles and punctuation.

    Or the words of one all stand together in the other ("Mr Nikiforov" and "Serhiy Nikiforov"). A number or a "not"
    more says something else.
    """
    return _same(_words(one), _words(other))


def repeats(question: str, text: str) -> bool:
    """Whether a text says nothing but words of the question: "Priya" does to "What is Priya's price?"."""
    return {*stems(" ".join(_words(text)))} <= {*stems(question)}


def is_of_the_name(question: str, quote: str, start: int, end: int) -> bool:
    """Whether words of a quote are part of the name that is asked about: to "Who is Lee?" the "Ann" of "Ann Lee".

    What someone is called by ("Prime Minister") says who they are, and who is called so is asked for by it.
    """
    asked = _WHO_IS.fullmatch(question.strip().rstrip("?!. "))
    wanted = _words(asked["name"]) if asked else []
    if not wanted or ROLES & {*wanted, *_words(quote[start:end])}:
        return False
    names = (match for match in NAME.finditer(quote) if match.start() <= start and end <= match.end())
    return any(_words(name.group())[-len(wanted) :] == wanted for name in names)


def only_asks(question: str, sentences: Iterable[str]) -> bool:
    """Whether a passage only asks, as an interviewer does, and so answers nothing but what was asked or said there."""
    return all(sentence.endswith("?") for sentence in sentences) and not _ASKS_FOR_WORDING.search(question)


def _words(text: str) -> list[str]:
    return [word for word in words(text) if word not in _UNNAMED]


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((one, other), key=len)
    places = [i for i in range(len(long) - len(short) + 1) if long[i : i + len(short)] == short]
    if not short or not places:
        return short == long
    more = {*long[: places[0]], *long[places[0] + len(short) :]}
    return not more & _NEGATIONS and not any(word[0].isdigit() for word in (*more, *(short if more else ())))
