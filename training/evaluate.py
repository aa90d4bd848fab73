"""Exact match and F1 with the paragraph given: `python -m training.evaluate FILE`, by SQuAD 2.0's definitions.

FILE is an official SQuAD 2.0 JSON file, or a `.jsonl.gz` file of paragraphs.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.calibration import Calibration, Logistic
from assistant.look_again import look_again
from assistant.reader.onnx import OnnxReader
from assistant.reader.shipped import SHIPPED
from assistant.reader.span import Span, Window
from training.data import HELD_OUT_TITLES, Example, read_examples
from training.score import auroc, best_threshold, exact, f1


@dataclass(frozen=True, slots=True)
class Reading:
    """One question read: the best span's text, the gold answers, and how sure the reader is, 0..1."""

    text: str
    golds: tuple[str, ...]
    sure: float


def main() -> None:
    """Read every question with its paragraph and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--reader", type=Path, default=SHIPPED)
    parser.add_argument("--held-out", action="store_true", help="only the seven articles kept for development")
    args = parser.parse_args()
    examples = official(args.file) if args.file.suffix == ".json" else read_examples(args.file)
    if args.held_out:
        examples = [e for e in examples if e.title in HELD_OUT_TITLES]
    model = Calibration.load(args.reader).paragraph
    readings = read(OnnxReader.load(args.reader), examples, model)
    for name, value in figures(readings, model.threshold).items():
        print(f"{name:34} {value}")


def official(path: Path) -> list[Example]:
    """The questions of a file in SQuAD's own format, version 1.1 or 2.0."""
    return [
        Example(
            question=question["question"],
            context=paragraph["context"],
            answers=tuple((a["answer_start"], a["answer_start"] + len(a["text"])) for a in question["answers"]),
            origin=path.name,
            title=article["title"],
        )
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    ]


def best_span(reader: OnnxReader, question: str, context: str) -> Span | None:
    """The best span of one paragraph, however unsure."""
    spans = look_again(reader, question, reader.read(question, [Window(0, 0, context)]))
    return max(spans, key=lambda span: span.score, default=None)


def read(reader: OnnxReader, examples: Sequence[Example], model: Logistic) -> list[Reading]:
    """Read each question with its paragraph; `model` weighs the reader's two scores."""
    readings = []
    for example in examples:
        span = best_span(reader, example.question, example.context)
        golds = tuple(example.context[start:end] for start, end in example.answers)
        if span is None:
            readings.append(Reading("", golds, 0.0))
        else:
            sure = model.confidence((span.score, span.answerable))
            readings.append(Reading(example.context[span.start : span.end], golds, sure))
    return readings


def figures(readings: Sequence[Reading], threshold: float) -> dict[str, float]:
    """EM and F1 over all, with an answer at or above the threshold, and their parts; percentages but for the AUROC."""
    has = [bool(r.golds) for r in readings]
    said = [r.text if r.sure >= threshold else "" for r in readings]
    scored = {
        "EM": [exact(text, r.golds) for text, r in zip(said, readings, strict=True)],
        "F1": [f1(text, r.golds) for text, r in zip(said, readings, strict=True)],
    }
    forced = {
        "EM": [exact(r.text, r.golds) if r.golds else 0.0 for r in readings],
        "F1": [f1(r.text, r.golds) if r.golds else 0.0 for r in readings],
    }
    out: dict[str, float] = {"questions": len(readings), "unanswerable": has.count(False)}
    for name, values in scored.items():
        out[f"{name} over all"] = _percent(values)
    for name, values in scored.items():
        out[f"{name} answerable"] = _percent([v for v, h in zip(values, has, strict=True) if h])
    if False in has:
        out["unanswerable declined"] = _percent([v for v, h in zip(scored["EM"], has, strict=True) if not h])
    for name, values in forced.items():
        out[f"{name} answerable, answer forced"] = _percent([v for v, h in zip(values, has, strict=True) if h])
    if len(set(has)) == 2:
        sure = [r.sure for r in readings]
        out["AUROC, can it be answered"] = round(auroc(sure, has), 4)
        for name, values in forced.items():
            out[f"{name} over all, best threshold"] = round(100 * best_threshold(sure, values, has)[1], 2)
    return out


def _percent(values: Sequence[float]) -> float:
    return round(100 * float(np.mean(values)), 2)


if __name__ == "__main__":
    main()
