"""Questions with the sentences of an article that look most like answering them, side by side.

So does the assistant read in the end what it has found (`assistant/look_again.py`): the right sentence beside its
rivals, each with its neighbours or alone, in the article's order; or the rivals alone.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from index.split import split
from index.words import stems
from training.data import ELSEWHERE, WRITTEN, Example, most_alike_of, normalise
from training.mix import Pair, Sources, most_alike
from training.written import Article, Question

# So many of the likest sentences are looked at, and at least and most as many taken.
_LOOKED_AT, _FEWEST, _MOST = 8, 3, 5
# How often they are taken alone, without their neighbours.
_ALONE = 0.4
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Sentences:
    """An article cut into sentences, in order.

    Attributes:
        paragraph: Where each stands.
        texts: Its words.
        start: Where it begins in its paragraph.
        stems: Its stems.
        weight: What a stem says: the rarer, the more.
    """

    paragraph: tuple[int, ...]
    texts: tuple[str, ...]
    start: tuple[int, ...]
    stems: tuple[frozenset[str], ...]
    weight: dict[str, float]

    @classmethod
    def of(cls, paragraphs: Sequence[str]) -> Sentences:
        """The sentences of an article's paragraphs."""
        places = [
            (number, low, high)
            for number, text in enumerate(paragraphs)
            for passage in split(text)
            for low, high in passage.sentences
        ]
        texts = tuple(paragraphs[number][low:high] for number, low, high in places)
        said = tuple(frozenset(stems(text)) for text in texts)
        known = Counter(stem for one in said for stem in one)
        return cls(
            paragraph=tuple(number for number, _, _ in places),
            texts=texts,
            start=tuple(low for _, low, _ in places),
            stems=said,
            weight={stem: math.log(1 + len(texts) / count) for stem, count in known.items()},
        )

    def likest(self, question: str) -> list[int]:
        """All sentences, those with the most of the question's words first."""
        wanted = {*stems(question)}
        scores = [sum(self.weight[stem] for stem in wanted & said) / (4 + len(said)) for said in self.stems]
        return sorted(range(len(self.texts)), key=lambda i: -scores[i])

    def own(self, question: Question) -> list[int]:
        """The sentences that hold the answer to a question."""
        assert question.answer
        low, high = question.answer
        return [
            i
            for i, (number, start) in enumerate(zip(self.paragraph, self.start, strict=True))
            if number == question.paragraph and start < high and low < start + len(self.texts[i])
        ]


def answered(sentences: Sentences, question: Question, rng: random.Random) -> Example | None:
    """A question with its own sentence and its rivals; None where the answer runs over the end of a sentence."""
    own = sentences.own(question)
    if len(own) != 1 or not question.answer:
        return None
    at = own[0]
    low, high = (place - sentences.start[at] for place in question.answer)
    text, shift = _side_by_side(sentences, [at, *_rivals(sentences, question, own, rng)[:-1]], at, rng)
    return Example(question.text, text, ((low + shift, high + shift),), "gathered")


def unanswered(sentences: Sentences, question: Question, rng: random.Random) -> Example:
    """The same question among its rivals alone, or one that its article does not answer."""
    own = sentences.own(question) if question.answer else []
    taken = _rivals(sentences, question, own, rng)
    text, _ = _side_by_side(sentences, taken, taken[0], rng, without=own)
    return Example(question.text, text, (), "gathered", "", ELSEWHERE if own else WRITTEN)


def likely_elsewhere(asked: Iterable[tuple[Article, Question]], rng: random.Random) -> Iterator[Pair]:
    """Each question that is answered with its own sentence among the rivals, and with the rivals alone."""
    for article, question in asked:
        sentences = _cut(article.paragraphs)
        first, second = answered(sentences, question, rng), unanswered(sentences, question, rng)
        if first and normalise(first.context[slice(*first.answers[0])]) not in normalise(second.context):
            yield first, second


def left_open(asked: Iterable[tuple[Article, Question]], rng: random.Random) -> Iterator[Pair]:
    """Each question that its article does not answer, behind the answered one with most words in common."""
    for article, question in asked:
        sentences = _cut(article.paragraphs)
        known = [q for q in article.questions if q.answer]
        closest = known[most_alike_of([other.text for other in known], question.text)]
        first = answered(sentences, closest, rng)
        if first:
            yield first, unanswered(sentences, question, rng)


def of_people(sources: Sources, count: int, rng: random.Random) -> Iterator[Pair]:
    """Questions that people wrote to be unanswerable, behind the answered one of the same paragraph that is likest."""
    by_title: dict[str, list[str]] = {}
    for title, text in sources.paragraphs:
        by_title.setdefault(title, []).append(text)
    pairs = most_alike(sources)
    for one, other in rng.sample(pairs, min(count, len(pairs))):
        paragraphs = tuple(by_title[one.title]) if one.title else (one.context,)
        sentences, place = _cut(paragraphs), paragraphs.index(one.context)
        first = answered(sentences, Question(one.question, place, one.answers[0]), rng)
        if first:
            yield first, unanswered(sentences, Question(other.question, place, None), rng)


@cache
def _cut(paragraphs: tuple[str, ...]) -> Sentences:
    return Sentences.of(paragraphs)


def _rivals(sentences: Sentences, question: Question, own: Sequence[int], rng: random.Random) -> list[int]:
    """Some of the likest sentences other than these; one of them of the question's paragraph."""
    order = [i for i in sentences.likest(question.text) if i not in own]
    beside = [i for i in order if sentences.paragraph[i] == question.paragraph][:1]
    others = [i for i in order[:_LOOKED_AT] if i not in beside]
    taken = [*beside, *rng.sample(others, min(len(others), rng.randint(_FEWEST, _MOST) - len(beside)))]
    return taken or list(range(min(_FEWEST, len(sentences.texts))))


def _side_by_side(
    sentences: Sentences, taken: Sequence[int], wanted: int, rng: random.Random, without: Sequence[int] = ()
) -> tuple[str, int]:
    """These sentences in order, alone or with their neighbours, and where one of them begins in the text."""
    alone = rng.random() < _ALONE
    shown = {*taken} if alone else {j for i in taken for j in (i - 1, i, i + 1) if _is_beside(sentences, i, j)}
    text, shift, before = "", 0, None
    for i in sorted(shown - {*without}):
        if before is not None:
            text += " " if i == before + 1 and sentences.paragraph[i] == sentences.paragraph[before] else _GAP
        if i == wanted:
            shift = len(text)
        text += sentences.texts[i]
        before = i
    return text, shift


def _is_beside(sentences: Sentences, one: int, other: int) -> bool:
    return 0 <= other < len(sentences.texts) and sentences.paragraph[one] == sentences.paragraph[other]
