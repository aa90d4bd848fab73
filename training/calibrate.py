"""Fit the confidence on development data: `python -m training.calibrate` writes `calibration.json`.

Two fits. `paragraph` says whether a given paragraph answers a question, on the seven held-out articles of
squad2_dev. The other, used by the assistant, says whether a span found in a whole article is right: on the same
articles, on the news articles, and on the reading questions.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from assistant.calibration import Calibration, Logistic
from assistant.reader.onnx import OnnxReader
from assistant.reader.shipped import CALIBRATION, MANIFEST, SHIPPED
from index.encoder import load_encoder
from index.storage import cache_folder
from training.data import HELD_OUT_TITLES, SQUAD_DEV, read_examples
from training.evaluate import best_span
from training.score import best_threshold, f1
from training.whole import Asked, ask_all, gold_articles, squad_articles

# Questions of each article of squad2_dev that the assistant's confidence is fitted on.
_SAMPLE = 80
_ANSWERED_RIGHT = 11 / 12
# So many features tell apart the candidates of one question; those after them are the question's own.
_RANKING = 3
# On the squared weights of the ranking, in units of the features' spread.
_PENALTY = 1e-3


def main() -> None:
    """Fit both, choose the thresholds, write them beside the reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path, default=SHIPPED)
    args = parser.parse_args()
    reader = OnnxReader.load(args.reader)
    calibration = Calibration(article=whole(*asked(reader)), paragraph=paragraph(reader))
    written = (calibration.model_dump_json(indent=1) + "\n").encode()
    (args.reader / CALIBRATION).write_bytes(written)
    manifest = json.loads((args.reader / MANIFEST).read_text(encoding="utf-8"))
    manifest["sha256"][CALIBRATION] = hashlib.sha256(written).hexdigest()
    (args.reader / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(written.decode())


def asked(reader: OnnxReader) -> tuple[list[Asked], list[Asked], list[Asked]]:
    """What the confidence is fitted on: a sample of squad2_dev's held-out articles, the news, the reading questions."""
    encoder = load_encoder(cache=cache_folder())
    chance = random.Random(0)
    squad = [(article, chance.sample(questions, _SAMPLE)) for article, questions in squad_articles()]
    news, reading = gold_articles("seed", "news"), gold_articles("onestop")
    return (
        list(ask_all(squad, encoder, reader)),
        list(ask_all(news, encoder, reader)),
        list(ask_all(reading, encoder, reader)),
    )


def whole(squad: Sequence[Asked], news: Sequence[Asked], reading: Sequence[Asked]) -> Logistic:
    """Weights, bias and threshold for spans found in whole articles; each of the three sets weighs the same.

    The weights that rank let the right candidates of a question win against its others. Their scale, what the question
    itself adds, and the bias come from the best candidate of each question, since its confidence is the one that is
    shown and decided by.
    """
    sets = [[a for a in part if a.candidates] for part in (squad, news, reading)]
    groups = [a for part in sets for a in part]
    share = [1 / len(part) for part in sets for _ in part]
    rows = [np.array([c.features for c in a.candidates]) for a in groups]
    ranker = _ranker([some[:, :_RANKING] for some in rows], [np.array(a.right) for a in groups], np.array(share))
    best = [int(np.argmax(some[:, :_RANKING] @ ranker)) for some in rows]
    tops = np.array([some[i] for some, i in zip(rows, best, strict=True)])
    top_right = np.array([a.right[i] for a, i in zip(groups, best, strict=True)])
    of_span, of_question = tops[:, :_RANKING] @ ranker, tops[:, _RANKING:]
    (scale, *others), bias = _logistic(np.column_stack([of_span, of_question]), top_right, np.array(share))
    weights = np.array([*(ranker * scale), *others])
    model = _model(weights, bias, 0.5)
    return model.model_copy(update={"threshold": _threshold(news, model)})


def cross_validated(
    squad: Sequence[Asked], news: Sequence[Asked], reading: Sequence[Asked], folds: int = 5
) -> list[tuple[float, bool]]:
    """Confidence of each question's best candidate, and whether it is right, by fits that never saw its article."""
    articles = sorted({a.article.id for part in (squad, news, reading) for a in part})
    fold_of = {article: number % folds for number, article in enumerate(articles)}
    outcomes = []
    for fold in range(folds):
        others = ([a for a in part if fold_of[a.article.id] != fold] for part in (squad, news, reading))
        model = whole(*others)
        for asked in (a for part in (squad, news, reading) for a in part if fold_of[a.article.id] == fold):
            weighed = ((model.confidence(c.features), r) for c, r in zip(asked.candidates, asked.right, strict=True))
            outcomes.append(max(weighed, default=(0.0, False)))
    return outcomes


def _threshold(news: Sequence[Asked], model: Logistic) -> float:
    """The highest threshold at which eleven of twelve answerable questions are answered right.

    Higher ones decline more of what the article does not say, and more of what it does.
    """
    best = [
        max((model.confidence(c.features), right) for c, right in zip(a.candidates, a.right, strict=True))
        for a in news
        if a.question.golds
    ]
    grid = np.arange(0.95, 0.0, -0.01)
    return round(float(next(t for t in grid if np.mean([r and c >= t for c, r in best]) >= _ANSWERED_RIGHT)), 2)


def paragraph(reader: OnnxReader) -> Logistic:
    """Weights, bias and the threshold of the best F1 for "this paragraph answers this question"."""
    examples = [e for e in read_examples(SQUAD_DEV) if e.title in HELD_OUT_TITLES]
    read = [(e, best_span(reader, e.question, e.context)) for e in examples]
    found = [(e, s) for e, s in read if s is not None]
    rows = np.array([(s.score, s.answerable) for _, s in found])
    has = np.array([bool(e.answers) for e, _ in found])
    weights, bias = _logistic(rows, has, np.ones(len(has)))
    sure = 1 / (1 + np.exp(-(rows @ weights + bias)))
    golds = [[e.context[a:b] for a, b in e.answers] for e, _ in found]
    forced = [f1(e.context[s.start : s.end], g) if g else 0.0 for (e, s), g in zip(found, golds, strict=True)]
    threshold, _ = best_threshold(sure.tolist(), forced, has.tolist())
    return _model(weights, bias, threshold)


def _model(weights: NDArray[np.float64], bias: float, threshold: float) -> Logistic:
    return Logistic(
        weights=tuple(round(float(w), 5) for w in weights), bias=round(bias, 5), threshold=round(threshold, 4)
    )


def _ranker(
    rows: Sequence[NDArray[np.float64]], right: Sequence[NDArray[np.bool_]], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a conditional logit (McFadden, 1974): the right ones' share of each question's softmax is largest.

    Args:
        rows: For each question the features of its candidates, shape (candidates, features).
        right: Which of them are right; questions without a right or a wrong one teach nothing.
        weight: What each question weighs.
    """
    spread = np.concatenate(rows).std(0)
    seen = [(r / spread, t, w) for r, t, w in zip(rows, right, weight / weight.mean(), strict=True) if 0 < t.mean() < 1]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = 0.0, 0 * weights
        for features, is_right, share in seen:
            scores = features @ weights
            odds = np.exp(scores - scores.max())
            whole, won = odds.sum(), odds[is_right].sum()
            value -= share * np.log(won / whole)
            slope -= share * (features[is_right].T @ odds[is_right] / won - features.T @ odds / whole)
        return float(value + _PENALTY * weights @ weights), slope + 2 * _PENALTY * weights

    fitted: NDArray[np.float64] = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B").x
    weights: NDArray[np.float64] = fitted / spread
    return weights


def _logistic(
    rows: NDArray[np.float64], right: NDArray[np.bool_], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a logistic regression."""
    model = LogisticRegression(C=100.0, max_iter=1000).fit(rows, right, sample_weight=weight / weight.mean())
    return model.coef_[0], float(model.intercept_[0])


if __name__ == "__main__":
    main()
