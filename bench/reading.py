"""Byline's answers beside those of Haystack's extractive reader, which runs Byline's own weights as floats."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.reader.shipped import NETWORK, SHIPPED
from bench.environments import BYLINE, Tool
from bench.tasks import read
from training.score import exact, f1
from training.whole import Question, gold_articles


def compare_readers(tools: Sequence[Tool], folder: Path) -> str:
    """A table of speed and accuracy on the development questions, or a line that says what is missing."""
    articles = gold_articles("seed", "news")
    if not articles:
        return "The readers are not compared: the development articles are not here (BYLINE_DATA)."
    # In a process of its own: what this one holds would count as the memory of those that it starts.
    export = [sys.executable, "-m", "bench.hugging_face", str(SHIPPED / NETWORK), str(folder / "reader")]
    subprocess.run(export, check=True, capture_output=True)
    asked = [{"text": article.text, "questions": [q.text for q in questions]} for article, questions in articles]
    (folder / "articles.json").write_text(json.dumps(asked), encoding="utf-8")
    environment = {"BYLINE_CACHE": str(folder / "cache"), "BYLINE_BENCH_READER": str(folder / "reader")}
    questions = [question for _, some in articles for question in some]
    lines = [
        "| | a question, ms | most memory, MB | EM | F1 | declined, rightly | declined, wrongly |",
        f"|{' --- |' * 7}",
    ]
    for tool in tools:
        if tool == BYLINE or tool.adapter == "haystack":
            ran = read(tool, folder / "articles.json", environment)
            lines.append(_line(tool.name, questions, json.loads(ran.output), ran.megabytes))
    return "\n".join(lines)


def _line(name: str, questions: Sequence[Question], found: dict[str, Any], megabytes: float) -> str:
    """EM and F1 of the first answer are over questions that the articles answer in their own words; none counts 0."""
    answers = list(zip(questions, found["answers"], strict=True))
    answerable = [(text, q.golds) for q, text in answers if q.golds and not q.free_form]
    declined = [not text for q, text in answers if not q.golds]
    wrongly = [not text for q, text in answers if q.golds]
    shares = (
        statistics.mean(exact(text, golds) for text, golds in answerable),
        statistics.mean(f1(text, golds) for text, golds in answerable),
        statistics.mean(declined),
        statistics.mean(wrongly),
    )
    milliseconds = 1000 * statistics.median(found["queries"])
    return f"| {name} | {milliseconds:.0f} | {megabytes:.0f} | {' | '.join(f'{share:.0%}' for share in shares)} |"
