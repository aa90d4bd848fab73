"""Measure everything: `python -m training.report`. Prints tables and draws `docs/quality.png`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant import Assistant, Found, Settings
from assistant.calibration import Calibration
from assistant.reader.onnx import OnnxReader
from index.encoder import load_encoder
from index.open import open_index
from index.storage import cache_folder
from training import followups
from training.calibrate import asked, cross_validated
from training.data import DATA, HELD_OUT_TITLES, SQUAD_DEV, read_examples
from training.evaluate import Reading, figures, read
from training.picture import draw
from training.retrieval import table
from training.whole import Question, gold_articles, gold_files, squad_articles


def main() -> None:
    """Retrieval, the paragraph given, whole articles, articles with questions, calibration, speed."""
    if not SQUAD_DEV.exists():
        print(f"{DATA}: the development sets are not here; BYLINE_DATA says where they are", file=sys.stderr)
        sys.exit(2)
    seed = Path("seeds/kremlin-drones.txt")
    encoder, reader, calibration = load_encoder(cache=cache_folder()), OnnxReader.load(), Calibration.load()

    _heading("Retrieval: right passage first, among the first five (%)")
    for name, articles in (
        ("squad2_dev, 19 articles", squad_articles(held_out=False)),
        ("seed, news and onestop", gold_articles("seed", "news", "onestop")),
    ):
        print(name)
        for way, first, five in table(articles, encoder):
            print(f"  {way:62} {first:5.1f} {five:5.1f}")

    _heading("Paragraph given: the 7 held-out articles of squad2_dev")
    examples = [e for e in read_examples(SQUAD_DEV) if e.title in HELD_OUT_TITLES]
    for key, value in figures(read(reader, examples, calibration.paragraph), calibration.paragraph.threshold).items():
        print(f"  {key:62} {value:7.2f}")

    _heading("Whole article given: the same questions")
    readings, cited, milliseconds = [], [], []
    for article, questions in squad_articles():
        assistant = Assistant(open_index([article], encoder), reader, calibration.article)
        forced = assistant.with_threshold(0.0)
        for question in questions:
            started = time.perf_counter()
            answer = assistant.ask(question.text)
            milliseconds.append(1000 * (time.perf_counter() - started))
            if question.golds and isinstance(answer, Found):
                cited.append(_touches(answer, question))
            told = answer if isinstance(answer, Found) else forced.ask(question.text)
            best = told.answers[0] if isinstance(told, Found) else None
            readings.append(Reading(best.text if best else "", question.golds, best.confidence if best else 0.0))
    for key, value in figures(readings, calibration.article.threshold).items():
        print(f"  {key:62} {value:7.2f}")
    print(f"  {'gold paragraph cited, of those answerable and answered':62} {100 * np.mean(cited):7.2f}")
    print(f"  {'milliseconds a question, median':62} {statistics.median(milliseconds):7.1f}")

    _heading("Articles with questions, by byline eval")
    for kind in ("seed", "news", "onestop", "everyday", "unseen"):
        print(kind, flush=True)
        subprocess.run([sys.executable, "-m", "tui", "eval", *map(str, gold_files(kind))], check=True)

    _heading("Follow-ups of CANARD: what was meant is among what is tried (%)")
    share = followups.measure()
    print(f"  {'follow-ups that do not stand alone':62} {share.follow_ups:7}")
    print(f"  {'already as typed':62} {share.as_typed:7.1f}")
    print(f"  {'tried':62} {share.tried:7.1f}")

    _heading("Calibration, by fits that never saw the article")
    outcomes = cross_validated(*asked(reader))
    print(f"  {'questions':62} {len(outcomes):7}")
    print(f"  {'expected calibration error, 10 bins':62} {calibration_error(outcomes):7.3f}")
    draw(outcomes, Path("docs/quality.png"))

    _heading("Speed: the stored seed article")
    assistant = Assistant.open(seed, settings=Settings())
    times = []
    for question in [q for _, qs in gold_articles("seed") for q in qs] * 3:
        started = time.perf_counter()
        assistant.ask(question.text)
        times.append(1000 * (time.perf_counter() - started))
    print(
        f"  {'milliseconds a question, median, ' + str(os.cpu_count()) + ' cores':62} {statistics.median(times):7.1f}"
    )


def calibration_error(outcomes: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: how far confidence lies from the share that is right, weighted by bin."""
    confidence = np.array([c for c, _ in outcomes])
    right = np.array([r for _, r in outcomes])
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [np.abs(np.sum(confidence[which == b] - right[which == b])) for b in range(bins)]
    return float(sum(gaps) / len(outcomes))


def _touches(answer: Found, question: Question) -> bool:
    citations = answer.answers[0].citations
    return any(question.is_about(c.start, c.end) for c in citations)


def _heading(text: str) -> None:
    print(f"\n{text}", flush=True)


if __name__ == "__main__":
    main()
