"""Questions that were written for the reader by a large language model: `training/questions`.

- `twins*.jsonl.gz`: two questions about one paragraph of the training sets, alike in matter and wording; the first is
  answered there, the second is not although it looks as if it were. Paragraphs are named by their hash alone. Those of
  `twins-4` and `twins-5` were written with the reader at hand; half of the former and four in five of the latter
  mislead it.
- `news*.jsonl.gz`: invented news articles, with questions that they answer and others that they do not.
- `sections*.jsonl.gz`: the same of sections as an encyclopedia has them.
- `genres*.jsonl.gz`: the same of much else, interviews, manuals, terms, minutes, recipes, with questions as typed.
- `readings*.jsonl.gz`: press articles with questions of a reading test, in other words than the article's.
- `readings-2.jsonl.gz`, `sections-2.jsonl.gz`: more of either, whose articles put rivals beside what is asked for.
- `misleading.jsonl.gz`: questions about some of these articles, written with the reader at hand; half mislead it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from training.data import Example, most_alike_of, normalise, read_lines
from training.mix import Pair, Sources
from training.mixed import cut, grown, mixed_pairs, mixed_singles, shortened, some

QUESTIONS = Path(__file__).parent / "questions"
# What each course had; more was written after it.
_BEFORE = ("news", "news-2", "news-3")
_NEW = ("news-4", "sections")
# As long as the windows that the assistant reads.
_WINDOW = 500
# Another passage of an article may answer a question with other words; people who write for one may err.
_ELSEWHERE, _WRITTEN = 0.85, 0.95


@dataclass(frozen=True, slots=True)
class Question:
    """A question about an article.

    Attributes:
        text: The question.
        paragraph: Which of the article's paragraphs answers it, or seems to.
        answer: A half-open span of that paragraph; None when the article does not say.
    """

    text: str
    paragraph: int
    answer: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Article:
    """A news article, with its questions."""

    paragraphs: tuple[str, ...]
    questions: tuple[Question, ...]


def written_singles(data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """Questions to be seen by themselves; arguments as of `mixed_singles`, of which a third comes again."""
    articles = read_articles("news")
    return singles(articles, rng) + singles(articles, rng) + mixed_singles(data, rng, 0.35 * scale)


def written_pairs(data: Path, rng: random.Random, scale: float = 1.0) -> list[Pair]:
    """The first twins twice and the first news, beside some of `mixed_pairs`; the same arguments."""
    articles, again = read_articles("news"), mixed_pairs(data, rng, 0.3 * scale)
    written = read_twins(Sources.read(data).paragraphs, "twins")
    return (
        [cut_pair(pair, rng) for pair in written + written]
        + pairs(articles, rng)
        + pairs(articles, rng)
        + windows_elsewhere(articles, rng)
        + some(again, 10_000, rng, scale)
    )


def article_singles(data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """Questions about the news, beside a fifth of `mixed_singles`; the same arguments."""
    return singles(read_articles(*_BEFORE), rng) + mixed_singles(data, rng, 0.2 * scale)


def article_pairs(data: Path, rng: random.Random, scale: float = 1.0) -> list[Pair]:
    """The news, beside some of the twins and of `mixed_pairs`; the same arguments."""
    articles, again = read_articles(*_BEFORE), mixed_pairs(data, rng, 0.2 * scale)
    written = read_twins(Sources.read(data).paragraphs, "twins", "twins-2")
    return (
        [cut_pair(pair, rng) for pair in some(written, 10_000, rng, scale)]
        + pairs(articles, rng)
        + windows_elsewhere(articles, rng)
        + some(again, 5_000, rng, scale)
    )


def section_singles(data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """Questions about the newest articles, beside some about older ones and of `mixed_singles`; the same arguments."""
    return (
        singles(read_articles(*_NEW), rng)
        + some(singles(read_articles(*_BEFORE), rng), 6_000, rng, scale)
        + mixed_singles(data, rng, 0.35 * scale)
    )


def section_pairs(data: Path, rng: random.Random, scale: float = 1.0) -> list[Pair]:
    """The newest articles and twins, beside some of all that came before; the same arguments."""
    new, before, again = read_articles(*_NEW), read_articles(*_BEFORE), mixed_pairs(data, rng, 0.2 * scale)
    paragraphs = Sources.read(data).paragraphs
    known = read_twins(paragraphs, "twins", "twins-2")
    return (
        [cut_pair(pair, rng) for pair in read_twins(paragraphs, "twins-3") + some(known, 8_000, rng, scale)]
        + pairs(new, rng)
        + windows_elsewhere(new, rng)
        + some(pairs(before, rng), 4_000, rng, scale)
        + some(again, 5_000, rng, scale)
    )


def cut_pair(pair: Pair, rng: random.Random) -> Pair:
    """Mostly both in a window, as often as not the same."""
    answered, unanswered = cut(pair[0], rng), pair[1]
    if rng.random() < 0.5:
        return answered, replace(unanswered, context=answered.context)
    return answered, shortened(unanswered, rng)


def name_of(paragraph: str) -> str:
    """What a paragraph is called among the twins."""
    return hashlib.sha256(paragraph.encode()).hexdigest()[:16]


def read_twins(paragraphs: Iterable[tuple[str, str]], *names: str) -> list[Pair]:
    """The questions in these files about those of the paragraphs (title, text) for which some were written."""
    texts = {name_of(text): (title, text) for title, text in paragraphs}
    found = []
    for record in _records(names):
        if record["paragraph"] not in texts:
            continue
        title, text = texts[record["paragraph"]]
        for twin in record["twins"]:
            start, end = twin["answer"]
            answered = Example(twin["answered"], text, ((start, end),), "twins", title)
            found.append((answered, Example(twin["unanswered"], text, (), "twins", title, _WRITTEN)))
    return found


def read_articles(*names: str) -> list[Article]:
    """The articles in these files, in their order."""
    return [
        Article(
            tuple(record["paragraphs"]),
            tuple(
                Question(q["question"], q["paragraph"], tuple(q["answer"]) if q["answer"] else None)
                for q in record["questions"]
            ),
        )
        for record in _records(names)
    ]


def _records(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    return chain.from_iterable(read_lines(QUESTIONS / f"{name}.jsonl.gz") for name in names)


def singles(articles: Sequence[Article], rng: random.Random) -> list[Example]:
    """Every question that is answered, in a window of its article that holds the answer."""
    return [answered_in_window(article, q, rng) for article in articles for q in article.questions if q.answer]


def pairs(articles: Sequence[Article], rng: random.Random) -> list[Pair]:
    """Every question that is not answered, behind the answered one of the same article with most words in common."""
    found = []
    for article in articles:
        answered = [q for q in article.questions if q.answer]
        for question in article.questions:
            if question.answer is None:
                closest = answered[most_alike_of([other.text for other in answered], question.text)]
                text, _ = _window(article, question.paragraph, rng)
                found.append(
                    (answered_in_window(article, closest, rng), Example(question.text, text, (), "news", "", _WRITTEN))
                )
    return found


def windows_elsewhere(articles: Sequence[Article], rng: random.Random) -> list[Pair]:
    """Every question that is answered, and again with a window of the same article that lacks the answer."""
    found = []
    for article in articles:
        for question in article.questions:
            if question.answer is None:
                continue
            example = answered_in_window(article, question, rng)
            said = normalise(example.context[slice(*example.answers[0])])
            far = [place for place in range(len(article.paragraphs)) if abs(place - question.paragraph) > 1]
            for place in rng.sample(far, len(far)):
                text, _ = _window(article, place, rng)
                if said not in normalise(text) and article.paragraphs[question.paragraph] not in text:
                    found.append((example, Example(question.text, text, (), "news", "", _ELSEWHERE)))
                    break
    return found


def answered_in_window(article: Article, question: Question, rng: random.Random) -> Example:
    """A question that is answered, in a run of the article's paragraphs around the answer, of a length by chance."""
    assert question.answer
    text, shift = _window(article, question.paragraph, rng)
    start, end = question.answer
    return Example(question.text, text, ((start + shift, end + shift),), "news")


def windows_of(article: Article) -> list[tuple[int, int]]:
    """The paragraphs' positions, first and last plus one, of runs that part the article into windows."""
    windows = [(0, 1)]
    for place in range(1, len(article.paragraphs)):
        low = windows[-1][0]
        if sum(map(len, article.paragraphs[low : place + 1])) + 2 * (place - low) <= _WINDOW:
            windows[-1] = (low, place + 1)
        else:
            windows.append((place, place + 1))
    return windows


def _window(article: Article, place: int, rng: random.Random) -> tuple[str, int]:
    """A run of paragraphs with this one among them, of a length by chance; and where in it this one begins."""
    text = "\n\n".join(article.paragraphs)
    ends = list(accumulate(len(paragraph) + 2 for paragraph in article.paragraphs))
    spans = [(end - len(paragraph) - 2, end - 2) for paragraph, end in zip(article.paragraphs, ends, strict=True)]
    length = len(article.paragraphs[place])
    low, high = grown(spans, place, place, rng.randint(length, max(_WINDOW, length)), rng)
    start, end = spans[low][0], spans[high][1]
    return text[start:end], spans[place][0] - start
