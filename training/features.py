"""From examples to padded batches of token ids."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from training.data import Example

CLS, SEP = 101, 102
MAX_LENGTH = 288
MAX_QUESTION = 48
PAD_TO = 16


@dataclass(frozen=True, slots=True)
class Feature:
    """An example as token ids; `start` and `end` are token positions, both 0 when there is no answer."""

    ids: tuple[int, ...]
    question_length: int
    start: int
    end: int
    certainty: float


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of shape (n, length), and (n,) for the labels.

    `paired` says that the second half of the rows are the unanswerable likes of the first, in the same order.
    """

    ids: np.ndarray
    mask: np.ndarray
    types: np.ndarray
    start: np.ndarray
    end: np.ndarray
    certainty: np.ndarray
    paired: bool = False


def features(examples: Sequence[Example], tokenizer: Tokenizer, rng: random.Random | None) -> Iterator[Feature]:
    """Tokenize; a context that is too long is cut to a window that holds the answer somewhere in it.

    Args:
        examples: The questions with their paragraphs.
        tokenizer: Of the body.
        rng: Chooses the answer and the window; without it, for measuring, both are the first.
    """
    for begin in range(0, len(examples), 4096):
        part = examples[begin : begin + 4096]
        questions = tokenizer.encode_batch([e.question for e in part], add_special_tokens=False)
        contexts = tokenizer.encode_batch([e.context for e in part], add_special_tokens=False)
        for example, question, context in zip(part, questions, contexts, strict=True):
            asked = question.ids[:MAX_QUESTION]
            first = last = -1
            if example.answers:
                low, high = rng.choice(example.answers) if rng else example.answers[0]
                inside = [i for i, (a, b) in enumerate(context.offsets) if a < high and low < b]
                if not inside:
                    continue
                first, last = inside[0], inside[-1]
            room = MAX_LENGTH - len(asked) - 3
            shift = 0
            if len(context.ids) > room:
                spread = len(context.ids) - room
                low_shift, high_shift = (0, spread) if first < 0 else (max(0, last - room + 1), min(spread, first))
                if low_shift > high_shift:
                    continue
                shift = rng.randint(low_shift, high_shift) if rng else low_shift
            offset = len(asked) + 2 - shift
            yield Feature(
                ids=(CLS, *asked, SEP, *context.ids[shift : shift + room], SEP),
                question_length=len(asked) + 2,
                start=first + offset if first >= 0 else 0,
                end=last + offset if first >= 0 else 0,
                certainty=example.certainty,
            )


def batches(
    units: Sequence[tuple[Feature, ...]], rng: random.Random, tokens: int = 3072, pool: int = 3000
) -> Iterator[Batch]:
    """Batches of about `tokens` tokens of similar length, near the order given.

    Args:
        units: What must stay in one batch: single features, or pairs. A batch is made of either; of pairs it has all
            firsts before all seconds.
        rng: Orders the batches of a pool.
        tokens: With padding.
        pool: Units that are sorted by length together.
    """
    for begin in range(0, len(units), pool):
        by_length = sorted(units[begin : begin + pool], key=lambda unit: (len(unit), max(len(f.ids) for f in unit)))
        groups: list[list[tuple[Feature, ...]]] = [[]]
        for unit in by_length:
            last = groups[-1]
            too_many = max(map(_padded, unit)) * len(unit) * (len(last) + 1) > tokens
            if last and (too_many or len(last[0]) != len(unit)):
                groups.append([])
            groups[-1].append(unit)
        rng.shuffle(groups)
        for group in groups:
            rows = [feature for same_place in zip(*group, strict=True) for feature in same_place]
            yield collate(rows, paired=len(group[0]) == 2)


def collate(group: Sequence[Feature], *, paired: bool = False) -> Batch:
    """Pad a group of features to one length, a multiple of 16."""
    length = max(_padded(f) for f in group)
    ids = np.zeros((len(group), length), np.int64)
    mask = np.zeros_like(ids)
    types = np.zeros_like(ids)
    for row, feature in enumerate(group):
        ids[row, : len(feature.ids)] = feature.ids
        mask[row, : len(feature.ids)] = 1
        types[row, feature.question_length : len(feature.ids)] = 1
    return Batch(
        ids,
        mask,
        types,
        np.array([f.start for f in group], np.int64),
        np.array([f.end for f in group], np.int64),
        np.array([f.certainty for f in group], np.float32),
        paired,
    )


def _padded(feature: Feature) -> int:
    return -(-len(feature.ids) // PAD_TO) * PAD_TO
