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
from pathlib import Path

from assistant.reader.onnx import OnnxReader
from assistant.reader.span import Window
from index.words import stems
from training.data import Example, normalise
from training.mix import Pair, Sources
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
_TWINS = ("twins", "twins-2", "twins-3")
# Windows with the most words of the question in common that the reader looks at, and how many of them are kept.
_LOOKED_AT, _KEPT = 4, 2
# Another part of an article may answer a question with other words, the likelier the more it looks like it.
_ELSEWHERE = 0.8
# A shorter article has too few windows to confuse.
_LEAST_PARAGRAPHS = 6


def ranked_singles(data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """Questions to be seen by themselves; arguments as of `mixed_singles`, of which a fifth comes again."""
    return some(singles(read_articles(*_ARTICLES), rng), 6_000, rng, scale) + mixed_singles(data, rng, 0.2 * scale)


def ranked_pairs(data: Path, rng: random.Random, scale: float = 1.0) -> list[Pair]:
    """Windows of one article to be told apart, beside some of all that came before; the same arguments."""
    sources, articles = Sources.read(data), read_articles(*_ARTICLES)
    asked = some(_asked(articles), 11_000, rng, scale) + some(_squad(sources), 4_000, rng, scale)
    return (
        list(_confused(asked, rng))
        + some(pairs(articles, rng), 6_000, rng, scale)
        + [cut_pair(pair, rng) for pair in some(read_twins(sources.paragraphs, *_TWINS), 6_000, rng, scale)]
        + some(mixed_pairs(data, rng, 0.15 * scale), 4_000, rng, scale)
    )


def genre_singles(data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """Questions about texts of every kind, beside some about the news and of `mixed_singles`; the same arguments."""
    return (
        some(singles(read_articles(*_GENRES), rng), 9_000, rng, scale)
        + some(singles(read_articles(*_ARTICLES), rng), 3_000, rng, scale)
        + mixed_singles(data, rng, 0.1 * scale)
    )


def genre_pairs(data: Path, rng: random.Random, scale: float = 1.0) -> list[Pair]:
    """What such texts do not answer, and windows to be told apart, beside some of what came before; as above."""
    sources, new, before = Sources.read(data), read_articles(*_GENRES), read_articles(*_ARTICLES)
    asked = some(_asked(new), 5_000, rng, scale) + some(_asked(before), 1_500, rng, scale)
    return (
        pairs(new, rng)
        + list(_confused(asked + some(_squad(sources), 1_500, rng, scale), rng))
        + [cut_pair(pair, rng) for pair in some(read_twins(sources.paragraphs, *_TWINS), 2_500, rng, scale)]
        + some(mixed_pairs(data, rng, 0.1 * scale), 2_500, rng, scale)
    )


def reading_singles(data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """Questions in other words than the article's, beside some of what came before; the same arguments."""
    return (
        singles(read_articles(*_READINGS), rng)
        + some(singles(read_articles(*_ARTICLES), rng), 4_000, rng, scale)
        + some(singles(read_articles(*_GENRES), rng), 3_000, rng, scale)
        + mixed_singles(data, rng, 0.1 * scale)
    )


def reading_pairs(data: Path, rng: random.Random, scale: float = 1.0) -> list[Pair]:
    """What such articles do not answer, and windows to be told apart, beside some of what came before; as above."""
    sources, new = Sources.read(data), read_articles(*_READINGS)
    before, genres = read_articles(*_ARTICLES), read_articles(*_GENRES)
    asked = some(_asked(new), 5_000, rng, scale) + some(_asked(before + genres), 2_500, rng, scale)
    return (
        pairs(new, rng)
        + list(_confused(asked + some(_squad(sources), 1_500, rng, scale), rng))
        + some(pairs(before + genres, rng), 3_000, rng, scale)
        + [cut_pair(pair, rng) for pair in some(read_twins(sources.paragraphs, *_TWINS), 2_500, rng, scale)]
        + some(mixed_pairs(data, rng, 0.1 * scale), 2_500, rng, scale)
    )


def _asked(articles: Sequence[Article]) -> list[tuple[Article, Question]]:
    """Every question that is answered, of articles that are not short."""
    return [(a, q) for a in articles if len(a.paragraphs) >= _LEAST_PARAGRAPHS for q in a.questions if q.answer]


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
            yield answered_in_window(article, question, rng), Example(question.text, text, (), "ranked", "", _ELSEWHERE)
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
