"""Read the question sets: one paragraph a line, with its questions and their answers."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("BYLINE_DATA", "../shared/data"))
SQUAD_DEV = DATA / "dev" / "squad2_dev.jsonl.gz"
# These articles of squad2_dev stay for development; the other twelve may be trained on.
HELD_OUT_TITLES = frozenset(
    {
        "Economic_inequality",
        "Oxygen",
        "Amazon_rainforest",
        "Construction",
        "Black_Death",
        "Sky_(United_Kingdom)",
        "Jacksonville,_Florida",
    }
)


# How sure labels are: another part of an article may answer a question with other words; people who write one may err.
ELSEWHERE, WRITTEN = 0.8, 0.95


@dataclass(frozen=True, slots=True)
class Example:
    """One question asked of one paragraph.

    Attributes:
        question: The question.
        context: The paragraph.
        answers: Half-open character spans in `context`; empty when the paragraph does not say.
        origin: Where the example comes from, such as "squad" or "swap".
        title: The article that the paragraph is from, where known.
        certainty: How sure the label is, 0..1; made-up unanswerable questions are below 1.
    """

    question: str
    context: str
    answers: tuple[tuple[int, int], ...]
    origin: str
    title: str = ""
    certainty: float = 1.0


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON records of a gzipped file, one a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_examples(path: Path) -> list[Example]:
    """Every question of a `.jsonl.gz` file of paragraphs, in file order."""
    origin = path.name.removesuffix(".jsonl.gz")
    return [
        Example(
            question=question["question"].strip(),
            context=paragraph["context"],
            answers=tuple((a["start"], a["start"] + len(a["text"])) for a in question["answers"]),
            origin=origin,
            title=paragraph.get("title", ""),
        )
        for paragraph in read_lines(path)
        for question in paragraph["questions"]
    ]


def normalise(text: str) -> str:
    """Lower case, no punctuation, no articles, single spaces: SQuAD's way to compare answers."""
    text = re.sub(r"[^\w\s]|_", "", text.lower())
    return " ".join(word for word in text.split() if word not in {"a", "an", "the"})


def most_alike_of(questions: Sequence[str], to: str) -> int:
    """The position of the question that has the largest share of its and the other's words in common with it."""
    wanted = set(re.findall(r"\w+", to.lower()))
    words = [set(re.findall(r"\w+", question.lower())) for question in questions]
    shared = [len(some & wanted) / len(some | wanted) for some in words]
    return shared.index(max(shared))


def sha256_of(path: Path) -> str:
    """The file's sha256, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
