"""Fit the confidence on development data: `python -m training.calibrate` writes `calibration.json`.

Two fits. `paragraph` says whether a given paragraph answers a question, on the seven held-out articles of
squad2_dev. The other, used by the assistant, says whether a span found in a whole article is right: on the same
articles, on the news articles, and on the reading questions.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant.reader.onnx import OnnxReader
from assistant.reader.span import SHIPPED
from index.encoder import load_encoder
from index.storage import cache_folder
from training.data import HELD_OUT_TITLES, read_examples
from training.evaluate import best_span
from training.score import best_threshold, f1
from training.whole import Asked, ask_all, gold_articles, squad_articles

DATA = Path(os.environ.get("BYLINE_DATA", "../shared/data"))


def main() -> None:
    """Fit both, choose the thresholds, write them beside the reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path, default=SHIPPED)
    args = parser.parse_args()
    reader = OnnxReader.load(args.reader)
    encoder = load_encoder(cache=cache_folder())
    squad = list(ask_all(squad_articles(DATA / "dev" / "squad2_dev.jsonl.gz"), encoder, reader))
    gold = [p for kind in ("seed", "news", "onestop") for p in sorted((DATA / "dev" / kind).glob("*.json"))]
    asked = list(ask_all(gold_articles(gold), encoder, reader))
    calibration = {**whole(squad, asked), "paragraph": paragraph(reader)}
    (args.reader / "calibration.json").write_text(json.dumps(calibration, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(calibration, indent=1))


def whole(squad: Sequence[Asked], asked: Sequence[Asked]) -> dict[str, object]:
    """Weights, bias and threshold for spans found in whole articles.

    The weights that rank come from all candidates; their scale and the bias from the best candidate of each
    question, since its confidence is the one that is shown and decided by.
    """
    groups = [a for a in (*squad, *asked) if a.candidates]
    share = [1 / len(squad)] * sum(bool(a.candidates) for a in squad) + [1 / len(asked)] * sum(
        bool(a.candidates) for a in asked
    )
    rows = np.array([c.features for a in groups for c in a.candidates])
    right = np.array([r for a in groups for r in a.right])
    weight = np.array([s for a, s in zip(groups, share, strict=True) for _ in a.candidates])
    ranker = _logistic(rows, right, weight)
    best = [int(np.argmax([np.dot(ranker[0], c.features) for c in a.candidates])) for a in groups]
    tops = np.array([a.candidates[i].features for a, i in zip(groups, best, strict=True)])
    top_right = np.array([a.right[i] for a, i in zip(groups, best, strict=True)])
    scale, bias = _logistic((tops @ ranker[0])[:, None], top_right, np.array(share))
    weights = ranker[0] * scale[0]
    confidence = 1 / (1 + np.exp(-(tops @ weights + bias)))
    return {
        "weights": [round(float(w), 5) for w in weights],
        "bias": round(float(bias), 5),
        "threshold": _threshold(groups, best, confidence),
    }


def _threshold(groups: Sequence[Asked], best: Sequence[int], confidence: NDArray[np.float64]) -> float:
    """The threshold with the best sum of: right where the article says, declined where it does not.

    Each of the two counts as a share of its own questions, so that neither kind outweighs the other; questions
    with answers of their own wording count by their evidence.
    """
    right = np.array([a.right[i] for a, i in zip(groups, best, strict=True)])
    says = np.array([bool(a.question.golds) for a in groups])
    grid = np.arange(0.05, 0.9, 0.01)
    balance = [np.mean((right & (confidence >= t))[says]) + np.mean((confidence < t)[~says]) for t in grid]
    return round(float(grid[int(np.argmax(balance))]), 2)


def paragraph(reader: OnnxReader) -> dict[str, object]:
    """Weights, bias and the threshold of the best F1 for "this paragraph answers this question"."""
    examples = [e for e in read_examples(DATA / "dev" / "squad2_dev.jsonl.gz") if e.title in HELD_OUT_TITLES]
    read = [(e, best_span(reader, e.question, e.context)) for e in examples]
    found = [(e, s) for e, s in read if s is not None]
    rows = np.array([(s.score, s.answerable) for _, s in found])
    has = np.array([bool(e.answers) for e, _ in found])
    weights, bias = _logistic(rows, has, np.ones(len(has)))
    sure = 1 / (1 + np.exp(-(rows @ weights + bias)))
    golds = [[e.context[a:b] for a, b in e.answers] for e, _ in found]
    forced = [f1(e.context[s.start : s.end], g) if g else 0.0 for (e, s), g in zip(found, golds, strict=True)]
    threshold, _ = best_threshold(sure.tolist(), forced, has.tolist())
    return {"weights": [round(float(w), 5) for w in weights], "bias": round(bias, 5), "threshold": round(threshold, 4)}


def _logistic(
    rows: NDArray[np.float64], right: NDArray[np.bool_], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a logistic regression."""
    model = LogisticRegression(C=100.0, max_iter=1000).fit(rows, right, sample_weight=weight / weight.mean())
    return model.coef_[0], float(model.intercept_[0])


if __name__ == "__main__":
    main()
