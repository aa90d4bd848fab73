"""The training mixture: which questions are seen, how often, and in which order.

The first course takes sentence-level and out-of-domain sets first; Wikipedia paragraphs and the hard unanswerable
questions last, where the learning rate is falling and what is learnt stays. The second goes over all of it again in
no order, with other unanswerable questions, more of them and closer to those that people write.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training.data import HELD_OUT_TITLES, Example, most_alike_of, read_examples, read_lines
from training.negatives import asked_elsewhere, swapped, without_the_sentence, words_exchanged

Pair = tuple[Example, Example]


@dataclass(frozen=True, slots=True)
class Sources:
    """The paragraph questions that every course is made of.

    Attributes:
        answerable: Questions about Wikipedia paragraphs, with answers.
        unanswerable: Questions that people wrote for a paragraph that does not answer them.
        searched: What people typed into a search engine.
        spare: Question, answer and an empty title; the paragraph is not known.
        known: The same of the answerable questions, with their article's title.
        paragraphs: Title and text.
    """

    answerable: list[Example]
    unanswerable: list[Example]
    searched: list[Example]
    spare: list[tuple[str, str, str]]
    known: list[tuple[str, str, str]]
    paragraphs: list[tuple[str, str]]

    @classmethod
    def read(cls, data: Path) -> Sources:
        """All of them, less the articles that are held out."""
        train = data / "train"
        squad = read_examples(train / "squad.jsonl.gz")
        wiki = read_examples(train / "squadshifts_new_wiki.jsonl.gz")
        dev = [e for e in read_examples(data / "dev" / "squad2_dev.jsonl.gz") if e.title not in HELD_OUT_TITLES]
        answerable = [e for e in squad + wiki + dev if e.answers]
        return cls(
            answerable=answerable,
            unanswerable=[e for e in squad + dev if not e.answers],
            searched=read_examples(train / "natural_questions_qed.jsonl.gz"),
            spare=[(r["question"], r["answer"], "") for r in read_lines(train / "squad_spare_questions.jsonl.gz")],
            known=[(e.question, e.context[slice(*e.answers[0])], e.title) for e in answerable],
            paragraphs=sorted({(e.title, e.context) for e in squad + wiki + dev}),
        )


def first_course(data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """The course for a new body, in the order in which it is to be seen.

    Args:
        data: The folder with `train/` and `dev/`.
        rng: The only source of chance.
        scale: Share of every part to take; small for a trial run.
    """
    train = data / "train"

    def some(name: str, count: int) -> list[Example]:
        examples = read_examples(train / f"{name}.jsonl.gz")
        return rng.sample(examples, min(len(examples), int(count * scale)))

    sources = Sources.read(data)
    answerable, unanswerable = sources.answerable + sources.searched, sources.unanswerable
    paragraphs = sources.paragraphs

    elsewhere = asked_elsewhere(rng.sample(sources.spare, int(10_000 * scale)), paragraphs, rng, same_title=False)
    sibling = asked_elsewhere(rng.sample(sources.known, int(9_000 * scale)), paragraphs, rng, same_title=True, depth=60)
    cut = without_the_sentence(answerable, rng)[: int(9_000 * scale)]
    swaps = swapped(rng.sample(answerable, int(len(answerable) * min(1.0, 0.5 * scale))), rng)[: int(9_000 * scale)]
    for part in (answerable, unanswerable, elsewhere, sibling, cut, swaps):
        rng.shuffle(part)

    def half(part: Sequence[Example], which: int) -> list[Example]:
        middle = len(part) // 2
        return list(part[:middle] if which == 0 else part[middle:])

    warm_up = (
        some("qamr", 12_000)
        + some("qasrl", 8_000)
        + some("squadshifts_reddit", 4_000)
        + some("squadshifts_amazon", 3_000)
        + some("fairytaleqa", 3_000)
        + some("nq_swap", 1_000)
        + some("policyqa", 500)
        + half(elsewhere, 0)
    )
    count = int(len(answerable) * min(1.0, scale))
    first = answerable[:count] + half(sibling, 0) + half(cut, 0) + half(swaps, 0) + unanswerable
    second = (
        rng.sample(answerable, int(count * 0.4))
        + half(elsewhere, 1)
        + half(sibling, 1)
        + half(cut, 1)
        + half(swaps, 1)
        + unanswerable * 2
    )
    course = []
    for stage in (warm_up, _with_neighbours(first, paragraphs, rng), _with_neighbours(second, paragraphs, rng)):
        rng.shuffle(stage)
        course += stage
    return course


def second_course(data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """The course that goes on from the first; the same arguments."""
    train = data / "train"

    def some(examples: Sequence[Example], count: float) -> list[Example]:
        return rng.sample(list(examples), min(len(examples), int(count * scale)))

    sources = Sources.read(data)
    answerable, unanswerable, paragraphs = sources.answerable, sources.unanswerable, sources.paragraphs
    exchanges = words_exchanged(answerable + unanswerable)

    course = (
        some(answerable, len(answerable))
        + some(answerable, 15_000)
        + some(sources.searched, len(sources.searched))
        + 3 * some(unanswerable, len(unanswerable))
        + some(
            asked_elsewhere(rng.sample(sources.spare, int(16_000 * scale)), paragraphs, rng, same_title=False), 11_000
        )
        + some(
            asked_elsewhere(rng.sample(sources.known, int(14_000 * scale)), paragraphs, rng, same_title=True, depth=60),
            10_000,
        )
        + some(without_the_sentence(some(answerable, 20_000), rng), 8_000)
        + some(swapped(some(answerable, 24_000), rng, exchanges), 15_000)
    )
    course = _with_neighbours(course, paragraphs, rng)
    for name, count in (
        ("qamr", 5_000),
        ("qasrl", 5_000),
        ("squadshifts_reddit", 3_000),
        ("squadshifts_amazon", 1_500),
        ("fairytaleqa", 1_500),
        ("nq_swap", 1_000),
    ):
        course += some(read_examples(train / f"{name}.jsonl.gz"), count)
    rng.shuffle(course)
    return course


def third_course(
    data: Path, rng: random.Random, scale: float, hardest: Callable[[Sequence[Example], float], list[Example]]
) -> list[Example]:
    """The course that goes on from the second: unanswerable questions that the reader so far would answer.

    Args:
        data: The folder with `train/` and `dev/`.
        rng: The only source of chance.
        scale: Share of every part to take; small for a trial run.
        hardest: Keeps a share of questions, those that the reader is most inclined to answer.
    """
    train = data / "train"

    def some(examples: Sequence[Example], count: float) -> list[Example]:
        return rng.sample(list(examples), min(len(examples), int(count * scale)))

    sources = Sources.read(data)
    answerable, unanswerable, paragraphs = sources.answerable, sources.unanswerable, sources.paragraphs
    exchanges = words_exchanged(answerable + unanswerable)

    elsewhere = asked_elsewhere(rng.sample(sources.spare, int(20_000 * scale)), paragraphs, rng, same_title=False)
    sibling = asked_elsewhere(
        rng.sample(sources.known, int(20_000 * scale)), paragraphs, rng, same_title=True, depth=60
    )
    course = (
        some(answerable, 24_000)
        + some(sources.searched, 3_000)
        + 2 * some(unanswerable, len(unanswerable))
        + hardest(elsewhere, 0.3)
        + hardest(sibling, 0.3)
        + hardest(swapped(some(answerable, 26_000), rng, exchanges), 0.4)
        + some(without_the_sentence(some(answerable, 8_000), rng), 2_500)
    )
    course = _with_neighbours(course, paragraphs, rng)
    for name, count in (("qamr", 2_500), ("qasrl", 2_500), ("squadshifts_reddit", 1_500), ("fairytaleqa", 1_000)):
        course += some(read_examples(train / f"{name}.jsonl.gz"), count)
    rng.shuffle(course)
    return course


def paired_course(data: Path, rng: random.Random, scale: float = 1.0) -> list[Pair]:
    """Pairs of a question that is answered and one like it that is not, to be told apart; the same arguments.

    The second is what people wrote for the same paragraph, or the first with a word exchanged, or the first asked of
    a paragraph or sentence that lacks the answer.
    """
    sources = Sources.read(data)
    exchanges = words_exchanged(sources.answerable + sources.unanswerable)

    def some(examples: Sequence[Example], count: float) -> list[Example]:
        return rng.sample(list(examples), min(len(examples), int(count * scale)))

    def changed(examples: Sequence[Example], change: Callable[[list[Example]], list[Example]]) -> list[Pair]:
        return [(example, new) for example in examples for new in change([example])]

    titled = [e for e in sources.answerable if e.title]
    sentences = [e for e in read_examples(data / "train" / "qamr.jsonl.gz") if e.answers]
    course = (
        2 * most_alike(sources)
        + changed(some(sources.answerable, 13_000), lambda one: swapped(one, rng, exchanges))
        + changed(some(sources.answerable, 2_500), lambda one: without_the_sentence(one, rng))
        + pairs_elsewhere(some(titled, 4_000), sources.paragraphs, rng, same_title=True, depth=60)
        + pairs_elsewhere(
            some(sentences, 3_500), sorted({(e.title, e.context) for e in sentences}), rng, same_title=False, depth=20
        )
    )
    rng.shuffle(course)
    return course


def pairs_elsewhere(
    examples: Sequence[Example],
    paragraphs: Sequence[tuple[str, str]],
    rng: random.Random,
    *,
    same_title: bool,
    depth: int,
) -> list[Pair]:
    """Questions with their answers, and the same asked of what lacks them; arguments as of `asked_elsewhere`."""
    asked = {e.question: e for e in examples}
    triples = [(e.question, e.context[slice(*e.answers[0])], e.title if same_title else "") for e in asked.values()]
    made = asked_elsewhere(triples, paragraphs, rng, same_title=same_title, depth=depth)
    return [(asked[new.question], new) for new in made]


def most_alike(sources: Sources) -> list[Pair]:
    """Each question that people wrote to be unanswerable, behind the answered one with most words in common."""
    by_context: dict[str, list[Example]] = {}
    for example in sources.answerable:
        by_context.setdefault(example.context, []).append(example)
    pairs = []
    for example in sources.unanswerable:
        answered = by_context.get(example.context, [])
        if answered:
            closest = most_alike_of([other.question for other in answered], example.question)
            pairs.append((answered[closest], example))
    return pairs


def _with_neighbours(
    examples: Sequence[Example], paragraphs: Sequence[tuple[str, str]], rng: random.Random
) -> list[Example]:
    """One in five short paragraphs gets another of the same article beside it, as a reader of articles meets them."""
    by_title: dict[str, list[str]] = {}
    for title, text in paragraphs:
        by_title.setdefault(title, []).append(text)
    out = []
    for example in examples:
        siblings = by_title.get(example.title, []) if example.title else []
        if len(siblings) > 1 and len(example.context) < 600 and rng.random() < 0.2:
            other = rng.choice(siblings)
            if other != example.context and len(other) < 600:
                if rng.random() < 0.5:
                    example = replace(example, context=f"{example.context}\n\n{other}")
                else:
                    shift = len(other) + 2
                    example = replace(
                        example,
                        context=f"{other}\n\n{example.context}",
                        answers=tuple((start + shift, end + shift) for start, end in example.answers),
                    )
        out.append(example)
    return out
