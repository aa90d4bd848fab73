"""The course that mixes single questions with pairs, cut to windows as long as the assistant reads.

It goes on from a reader that was trained already. Cut paragraphs let more questions be seen in the same time, and their
answers stand elsewhere in the window each time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from training.data import Example, read_examples
from training.mix import Pair, Sources, most_alike, pairs_elsewhere
from training.negatives import SENTENCE, swapped, without_the_sentence, words_exchanged
from training.transfer import conditioned, roles_exchanged, turned

T = TypeVar("T")

# Share of the paragraphs that are cut, and to how many characters at least and at most.
_CUT, _SHORTEST, _LONGEST = 0.7, 150, 560


def mixed_singles(data: Path, rng: random.Random, scale: float = 1.0) -> list[Example]:
    """Questions to be seen by themselves, in any order.

    Args:
        data: The folder with `train/` and `dev/`.
        rng: The only source of chance.
        scale: Share of every part to take; small for a trial run.
    """
    sources = Sources.read(data)
    course = [cut(e, rng) for e in some(sources.answerable, 30_000, rng, scale)]
    course += [cut(e, rng) for e in some(sources.searched, 6_000, rng, scale)]
    for name, count in (
        ("qamr", 14_000),
        ("qasrl", 9_000),
        ("squadshifts_reddit", 4_000),
        ("squadshifts_amazon", 2_000),
        ("fairytaleqa", 3_000),
        ("nq_swap", 1_500),
    ):
        examples = read_examples(data / "train" / f"{name}.jsonl.gz")
        course += [cut(e, rng) for e in some(examples, count, rng, scale)]
    return course


def mixed_pairs(data: Path, rng: random.Random, scale: float = 1.0) -> list[Pair]:
    """Pairs of a question that is answered and one like it that is not; the same arguments."""
    sources = Sources.read(data)
    exchanges = words_exchanged(sources.answerable + sources.unanswerable)

    def changed(count: int, change: Callable[[Example], Iterable[Example]]) -> list[Pair]:
        examples = (cut(e, rng) for e in some(sources.answerable, len(sources.answerable), rng, 1.0))
        made = ((example, new) for example in examples for new in change(example))
        return [pair for _, pair in zip(range(int(count * scale)), made, strict=False)]

    def shorter(pairs: Iterable[Pair]) -> list[Pair]:
        return [(cut(answered, rng), shortened(new, rng)) for answered, new in pairs]

    titled = [e for e in sources.answerable if e.title]
    sentences = [e for e in read_examples(data / "train" / "qamr.jsonl.gz") if e.answers]
    return (
        2 * most_alike(sources)
        + changed(9_000, lambda e: swapped([e], rng, exchanges))
        + changed(1_200, lambda e: filter(None, [roles_exchanged(e)]))
        + changed(2_500, lambda e: filter(None, [conditioned(e, rng)]))
        + changed(2_000, lambda e: without_the_sentence([e], rng))
        + _turned_pairs(sources, rng, int(15_000 * scale))[: int(7_000 * scale)]
        + shorter(pairs_elsewhere(some(titled, 4_000, rng, scale), sources.paragraphs, rng, same_title=True, depth=60))
        + shorter(
            pairs_elsewhere(
                some(sentences, 3_000, rng, scale),
                sorted({(e.title, e.context) for e in sentences}),
                rng,
                same_title=False,
                depth=20,
            )
        )
    )


def cut(example: Example, rng: random.Random) -> Example:
    """Mostly a run of the paragraph's sentences around one answer, of a length by chance; others are lost."""
    if not example.answers or rng.random() > _CUT:
        return example
    sentences = [m.span() for m in SENTENCE.finditer(example.context)]
    answer = rng.choice(example.answers)
    own = [i for i, (start, end) in enumerate(sentences) if start < answer[1] and answer[0] < end]
    if not own:
        return example
    low, high = grown(sentences, own[0], own[-1], rng.randint(_SHORTEST, _LONGEST), rng)
    start, end = sentences[low][0], sentences[high][1]
    kept = tuple((a - start, b - start) for a, b in example.answers if start <= a and b <= end)
    return replace(example, context=example.context[start:end].rstrip(), answers=kept) if kept else example


def shortened(example: Example, rng: random.Random) -> Example:
    """A question without an answer, mostly with a run of the paragraph's sentences by chance."""
    sentences = [m.span() for m in SENTENCE.finditer(example.context)]
    if rng.random() > _CUT or not sentences:
        return example
    place = rng.randrange(len(sentences))
    low, high = grown(sentences, place, place, rng.randint(_SHORTEST, _LONGEST), rng)
    return replace(example, context=example.context[sentences[low][0] : sentences[high][1]].strip())


def grown(spans: Sequence[tuple[int, int]], low: int, high: int, room: int, rng: random.Random) -> tuple[int, int]:
    """First and last of a run of spans of a text, grown on either side by chance as far as `room` characters allow."""
    while True:
        ways = [
            (a, b)
            for a, b in ((low - 1, high), (low, high + 1))
            if a >= 0 and b < len(spans) and spans[b][1] - spans[a][0] <= room
        ]
        if not ways:
            return low, high
        low, high = rng.choice(ways)


def _turned_pairs(sources: Sources, rng: random.Random, tried: int) -> list[Pair]:
    """Questions turned onto a paragraph, behind one that it answers and that asks for the same kind of thing."""
    asked: dict[str, list[Example]] = {}
    for example in sources.answerable:
        asked.setdefault(example.context, []).append(example)
    spare = rng.sample(sources.spare, min(tried, len(sources.spare)))
    pairs = []
    for new in turned([(question, answer) for question, answer, _ in spare], sources.paragraphs, rng):
        known = asked.get(new.context, [])
        kind = new.question.split()[0].lower()
        alike = [e for e in known if e.question.split()[0].lower() == kind] or known
        if alike:
            pairs.append((rng.choice(alike), new))
    return pairs


def some(examples: Sequence[T], count: int, rng: random.Random, scale: float) -> list[T]:
    """Some of them by chance: a share of `count`, or all if there are no more."""
    return rng.sample(list(examples), min(len(examples), int(count * scale)))
