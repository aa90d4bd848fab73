"""The official SQuAD 2.0 definitions: exact match and F1, with and without a threshold for "no answer"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from training.data import normalise


def exact(text: str, golds: Sequence[str]) -> float:
    """1.0 when the text is one of the gold answers after normalising; no gold answers means "" is right."""
    return float(any(normalise(text) == normalise(gold) for gold in golds or [""]))


def f1(text: str, golds: Sequence[str]) -> float:
    """The best token F1 against the gold answers; no gold answers means "" is right."""
    return max(_f1(text, gold) for gold in golds or [""])


def _f1(text: str, gold: str) -> float:
    ours, theirs = normalise(text).split(), normalise(gold).split()
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """How often a positive scores above a negative, ties counted half."""
    values, labels = np.asarray(scores, float), np.asarray(positive, bool)
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positives, negatives = int(labels.sum()), int((~labels).sum())
    return float((ranks[labels].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def best_threshold(scores: Sequence[float], values: Sequence[float], answerable: Sequence[bool]) -> tuple[float, float]:
    """The threshold on `scores` that gives the best mean, and that mean.

    Args:
        scores: How sure it is that there is an answer.
        values: What answering earns (EM or F1 of the forced answer); 0 for unanswerable questions.
        answerable: Declining earns 1 where this is false.
    """
    order = np.argsort(-np.asarray(scores, float))
    gains = np.asarray(values, float)[order] - (~np.asarray(answerable, bool))[order]
    totals = np.concatenate([[0.0], np.cumsum(gains)]) + np.sum(~np.asarray(answerable, bool))
    best = int(np.argmax(totals))
    ordered = np.asarray(scores, float)[order]
    threshold = float("inf") if best == 0 else float(ordered[best - 1])
    return threshold, float(totals[best] / len(order))
