"""Draw how far confidence can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np


def draw(outcomes: Sequence[tuple[float, bool]], path: Path) -> None:
    """Two plots side by side: the share right by confidence, and the risk at each coverage.

    Args:
        outcomes: Confidence of the best answer and whether it was right, question by question.
        path: The PNG to write.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    confidence = np.array([c for c, _ in outcomes])
    right = np.array([r for _, r in outcomes])
    figure, (left, other) = pyplot.subplots(1, 2, figsize=(9, 4), layout="constrained")
    which = np.minimum((confidence * 10).astype(int), 9)
    bins = sorted(set(which.tolist()))
    left.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    left.plot([confidence[which == b].mean() for b in bins], [right[which == b].mean() for b in bins], "o-")
    left.set(xlabel="confidence", ylabel="share right", title="Calibration", xlim=(0, 1), ylim=(0, 1))
    order = np.argsort(-confidence)
    coverage = np.arange(1, len(order) + 1) / len(order)
    other.plot(coverage, 1 - np.cumsum(right[order]) / np.arange(1, len(order) + 1))
    other.set(
        xlabel="share of questions answered", ylabel="share wrong", title="Risk and coverage", xlim=(0, 1), ylim=(0, 1)
    )
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=120)
