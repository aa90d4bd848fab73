"""The courses that tell apart the windows of one article: the one that answers, and those that only look like it.

In a whole article the right answer competes with others from elsewhere. Here each question that an article answers is
seen beside the windows of the same article that lack the answer and that the shipped reader is most inclined to
answer it from.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from assistant.reader.onnx import OnnxReader
from assistant.reader.span import Window
from index.words import stems
from training.data import ELSEWHERE, Example, normalise
from training.gathered import left_open, likely_elsewhere, of_people
from training.mix import Pair, Sources, most_alike
from training.mixed import mixed_pairs, mixed_singles, some
from training.written import (
    Article,
    Question,
    answered_in_window,
    cut_pair,
    pairs,
    read_articles,
    read_twins,
    singles,
    windows_of,
)

_ARTICLES = ("news", "news-2", "news-3", "news-4", "sections")
_GENRES = ("genres",)
_READINGS = ("readings",)
_NEWLY_WRITTEN = ("readings-2", "sections-2")
_EVERY = _ARTICLES + _GENRES + _READINGS
_TWINS = ("twins", "twins-2", "twins-3")
_MISLEADING = ("twins-4",)
_NEWLY_MISLEADING = ("twins-5",)
_ASKED_TO_MISLEAD = ("misleading",)
_Parts = tuple[tuple[tuple[str, ...], int], ...]
# Windows with the most words of the question in common that the reader looks at, and how many of them are kept.
_LOOKED_AT, _KEPT = 4, 2
# A shorter article has too few windows to confuse.
_LEAST_PARAGRAPHS = 6


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a course is made of: so many by chance from these files, or as many as there are.

    Attributes:
        singles: Answered questions of articles, to be seen by themselves.
        unanswered: Questions that their articles do not answer, each behind one that is answered.
        confused: Questions of articles, beside windows to be told apart from the right one.
        squad: The same of SQuAD's.
        twins: Twins.
        people: Questions that people wrote to be unanswerable, in their paragraph and in windows of it.
        mixed_singles: Share of `mixed_singles`.
        mixed_pairs: Share of `mixed_pairs`, and so many of them.
        gathered: Questions of articles, with sentences that look like answering them side by side.
        gathered_open: The same of questions that their articles do not answer.
        gathered_squad: The same of SQuAD's questions.
        gathered_people: The same of questions that people wrote to be unanswerable.
    """

    singles: _Parts
    unanswered: _Parts
    confused: _Parts
    squad: int
    twins: _Parts
    people: int = 0
    mixed_singles: float = 0.0
    mixed_pairs: tuple[float, int] = (0.0, 0)
    gathered: _Parts = ()
    gathered_open: _Parts = ()
    gathered_squad: int = 0
    gathered_people: int = 0


RECIPES = {
    "ranked": Recipe(
        singles=((_ARTICLES, 6_000),),
        unanswered=((_ARTICLES, 6_000),),
        confused=((_ARTICLES, 11_000),),
        squad=4_000,
        twins=((_TWINS, 6_000),),
        mixed_singles=0.2,
        mixed_pairs=(0.15, 4_000),
    ),
    "genres": Recipe(
        singles=((_GENRES, 9_000), (_ARTICLES, 3_000)),
        unanswered=((_GENRES, 30_000),),
        confused=((_GENRES, 5_000), (_ARTICLES, 1_500)),
        squad=1_500,
        twins=((_TWINS, 2_500),),
        mixed_singles=0.1,
        mixed_pairs=(0.1, 2_500),
    ),
    "readings": Recipe(
        singles=((_READINGS, 30_000), (_ARTICLES, 4_000), (_GENRES, 3_000)),
        unanswered=((_READINGS, 30_000), (_ARTICLES + _GENRES, 3_000)),
        confused=((_READINGS, 5_000), (_ARTICLES + _GENRES, 2_500)),
        squad=1_500,
        twins=((_TWINS, 2_500),),
        mixed_singles=0.1,
        mixed_pairs=(0.1, 2_500),
    ),
    # Unanswerable questions that someone wrote, none that a program made; those that mislead the reader twice.
    "closing": Recipe(
        singles=((_EVERY, 8_000),),
        unanswered=((_EVERY, 7_000),),
        confused=((_EVERY, 1_000),),
        squad=1_000,
        twins=((_TWINS, 8_000), (_MISLEADING, 30_000), (_MISLEADING, 30_000)),
        people=9_000,
        mixed_singles=0.12,
    ),
    # The same, but mostly about articles, reading questions before all.
    "press": Recipe(
        singles=((_READINGS, 10_000), (_ARTICLES + _GENRES, 6_000)),
        unanswered=((_READINGS, 30_000), (_ARTICLES + _GENRES, 5_000)),
        confused=((_READINGS, 3_000), (_ARTICLES + _GENRES, 1_000)),
        squad=500,
        twins=((_TWINS, 2_000), (_MISLEADING, 3_000)),
        people=3_000,
        mixed_singles=0.06,
    ),
    # All that one course can hold, for a body that has read nothing yet.
    "deep": Recipe(
        singles=((_EVERY, 14_000),),
        unanswered=((_EVERY, 12_000), (_ASKED_TO_MISLEAD, 30_000)),
        confused=((_EVERY, 2_500),),
        squad=1_500,
        twins=((_TWINS, 14_000), (_MISLEADING, 30_000), (_NEWLY_MISLEADING, 3_000)),
        people=8_000,
        mixed_singles=0.45,
        mixed_pairs=(0.15, 4_000),
    ),
    # What whole articles ask, for a body that knows paragraphs: their windows, their questions, what they leave open.
    "whole": Recipe(
        singles=((_READINGS, 9_000), (_ARTICLES + _GENRES, 9_000)),
        unanswered=((_READINGS, 30_000), (_ARTICLES + _GENRES, 9_000), (_ASKED_TO_MISLEAD, 4_000)),
        confused=((_READINGS, 3_000), (_ARTICLES + _GENRES, 2_500)),
        squad=1_000,
        twins=((_TWINS, 5_000), (_MISLEADING, 5_000), (_NEWLY_MISLEADING, 1_000)),
        people=4_000,
        mixed_singles=0.1,
    ),
    # Every reading question and all that misleads about articles, for a body that has been through "whole".
    "exam": Recipe(
        singles=((_READINGS, 30_000), (_ARTICLES + _GENRES, 7_000)),
        unanswered=((_READINGS, 30_000), (_ARTICLES + _GENRES, 6_000), (_ASKED_TO_MISLEAD, 30_000)),
        confused=((_READINGS, 3_000), (_ARTICLES + _GENRES, 1_500)),
        squad=700,
        twins=((_TWINS, 4_000), (_MISLEADING, 4_000), (_NEWLY_MISLEADING, 2_000)),
        people=4_000,
        mixed_singles=0.12,
    ),
    # What the assistant reads in the end, likely sentences side by side, beside windows as before.
    "gather": Recipe(
        singles=((_NEWLY_WRITTEN, 7_000), (_READINGS + _ARTICLES + _GENRES, 3_000)),
        unanswered=((_NEWLY_WRITTEN, 2_500), (_EVERY, 1_500)),
        confused=(),
        squad=0,
        twins=((_TWINS, 2_000), (_MISLEADING, 2_000)),
        people=2_500,
        mixed_singles=0.04,
        gathered=((_NEWLY_WRITTEN, 4_500), (_READINGS, 2_000), (_ARTICLES + _GENRES, 2_000)),
        gathered_open=((_NEWLY_WRITTEN, 3_500), (_READINGS, 1_500), (_ARTICLES + _GENRES, 1_500)),
        gathered_squad=2_500,
        gathered_people=2_000,
    ),
    # Some of everything, at a lower rate still.
    "polish": Recipe(
        singles=((_EVERY, 12_000), (_ASKED_TO_MISLEAD, 30_000)),
        unanswered=((_EVERY, 9_000), (_ASKED_TO_MISLEAD, 30_000)),
        confused=((_EVERY, 1_000), (_ASKED_TO_MISLEAD, 500)),
        squad=500,
        twins=((_TWINS, 8_000), (_MISLEADING, 30_000), (_NEWLY_MISLEADING, 1_500)),
        people=7_000,
        mixed_singles=0.1,
    ),
}


def course_singles(recipe: Recipe, data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """Questions to be seen by themselves; arguments as of `mixed_singles`."""
    found = [some(singles(read_articles(*names), rng), count, rng, scale) for names, count in recipe.singles]
    return [*chain(*found), *mixed_singles(data, rng, recipe.mixed_singles * scale)]


def course_pairs(recipe: Recipe, data: Path, rng: random.Random, scale: float = 1.0) -> list[Pair]:
    """Pairs of a question that is answered and one like it that is not, or not there; the same arguments."""
    sources = Sources.read(data)
    asked = [some(_asked(read_articles(*names)), count, rng, scale) for names, count in recipe.confused]
    asked.append(some(_squad(sources), recipe.squad, rng, scale))
    people = most_alike(sources)
    cut = [some(read_twins(sources.paragraphs, *names), count, rng, scale) for names, count in recipe.twins]
    cut.append(some(people + people, recipe.people * 2 // 3, rng, scale))
    rivals = [some(_asked(read_articles(*names)), count, rng, scale) for names, count in recipe.gathered]
    rivals.append(some(_squad(sources), recipe.gathered_squad, rng, scale))
    left = [some(_open(read_articles(*names)), count, rng, scale) for names, count in recipe.gathered_open]
    share, count = recipe.mixed_pairs
    mixed = some(mixed_pairs(data, rng, share * scale), count, rng, scale) if count else []
    return [
        *chain(*(some(pairs(read_articles(*names), rng), count, rng, scale) for names, count in recipe.unanswered)),
        *_confused(list(chain(*asked)), rng),
        *(cut_pair(pair, rng) for pair in chain(*cut)),
        *some(people, recipe.people // 3, rng, scale),
        *likely_elsewhere(chain(*rivals), rng),
        *left_open(chain(*left), rng),
        *of_people(sources, int(recipe.gathered_people * scale), rng),
        *mixed,
    ]


def _asked(articles: Sequence[Article]) -> list[tuple[Article, Question]]:
    """Every question that is answered, of articles that are not short."""
    return [(a, q) for a in articles if len(a.paragraphs) >= _LEAST_PARAGRAPHS for q in a.questions if q.answer]


def _open(articles: Sequence[Article]) -> list[tuple[Article, Question]]:
    """Every question that is not answered, of articles that answer some."""
    return [(a, q) for a in articles if any(q.answer for q in a.questions) for q in a.questions if not q.answer]


def _confused(asked: Sequence[tuple[Article, Question]], rng: random.Random) -> Iterator[Pair]:
    """Each question in a window that answers it, and again in those elsewhere that the reader takes for it."""
    reader = OnnxReader.load()
    for number, (article, question) in enumerate(asked):
        assert question.answer
        said = normalise(article.paragraphs[question.paragraph][slice(*question.answer)])
        wrong = [
            text
            for low, high in windows_of(article)
            if not low <= question.paragraph < high
            and said not in normalise(text := "\n\n".join(article.paragraphs[low:high]))
        ]
        likely = _most_alike(wrong, question.text)
        spans = reader.read(question.text, [Window(0, 0, text) for text in likely])
        sure = dict.fromkeys(likely, -math.inf)
        for span in spans:
            sure[span.window.text] = max(sure[span.window.text], span.score + span.answerable)
        for text in sorted(likely, key=lambda text: -sure[text])[:_KEPT]:
            yield answered_in_window(article, question, rng), Example(question.text, text, (), "ranked", "", ELSEWHERE)
        if number % 1000 == 0:
            print(f"looked for windows like the right one: {number} of {len(asked)}", flush=True)


def _most_alike(texts: Sequence[str], question: str) -> list[str]:
    """The texts with the most of the question's words, rare ones counting more."""
    said = [set(stems(text)) for text in texts]
    known = Counter(word for one in said for word in one)
    wanted = {word: math.log(1 + len(texts) / (1 + known[word])) for word in set(stems(question))}
    scores = [sum(weight for word, weight in wanted.items() if word in one) for one in said]
    return [texts[i] for i in sorted(range(len(texts)), key=lambda i: -scores[i])[:_LOOKED_AT]]


def _squad(sources: Sources) -> list[tuple[Article, Question]]:
    """The same of SQuAD: the paragraphs of one title are an article."""
    by_title: dict[str, dict[str, list[Example]]] = {}
    for example in sources.answerable:
        if example.title:
            by_title.setdefault(example.title, {}).setdefault(example.context, []).append(example)
    found = []
    for paragraphs in by_title.values():
        if len(paragraphs) < _LEAST_PARAGRAPHS:
            continue
        article = Article(tuple(paragraphs), ())
        for place, examples in enumerate(paragraphs.values()):
            found += [(article, Question(e.question, place, e.answers[0])) for e in examples]
    return found
