"""What every tool is asked to do, in a process and an environment of its own.

    first PASSAGES FOLDER QUESTION   find three passages: in the stored index where there is one, else in a new one
    many PASSAGES FOLDER QUESTION…   with the model loaded: the seconds that indexing and each question take
    read ARTICLES                    with the models loaded: the answer to each question, and its seconds

PASSAGES is a JSON file of texts, ARTICLES one of texts with questions; what is found is printed as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

Index = TypeVar("Index")
Opened = TypeVar("Opened")
Result = TypeVar("Result")


class Retriever(Protocol[Index]):
    """A library as its own documentation uses it. Its constructor loads the model."""

    def index(self, passages: list[str], folder: Path) -> Index:
        """Embed the passages and store them in the folder; what can be searched."""

    def load(self, folder: Path) -> Index:
        """What was stored, ready to be searched."""

    def search(self, index: Index, question: str) -> list[str]:
        """The three closest passages, best first."""


class Answerer(Protocol[Opened]):
    """The same for what answers from an article."""

    def open(self, text: str) -> Opened:
        """The article, ready to be asked."""

    def ask(self, article: Opened, question: str) -> str:
        """The best answer's words, empty for none."""


def retrieve(make: type[Retriever[Index]]) -> None:
    """Follow the command line's `first` or `many`."""
    task, path, folder, *questions = sys.argv[1:]
    passages: list[str] = json.loads(Path(path).read_text(encoding="utf-8"))
    target = Path(folder)
    retriever = make()
    if task == "first":
        index = retriever.load(target) if target.exists() else retriever.index(passages, target)
        print(json.dumps(retriever.search(index, questions[0])))
        return
    retriever.search(retriever.index(passages[:3], target / "warm"), questions[0])
    index, indexing = _timed(partial(retriever.index, passages, target / "index"))
    queries = [_timed(partial(retriever.search, index, text))[1] for text in questions]
    print(json.dumps({"indexing": indexing, "queries": queries}))


def read(make: type[Answerer[Opened]]) -> None:
    """Follow the command line's `read`."""
    articles = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    answerer = make()
    asked = []
    for article in articles:
        opened = answerer.open(article["text"])
        answerer.ask(opened, article["questions"][0])  # warm
        asked += [_timed(partial(answerer.ask, opened, text)) for text in article["questions"]]
    print(json.dumps({"answers": [answer for answer, _ in asked], "queries": [seconds for _, seconds in asked]}))


def _timed(call: Callable[[], Result]) -> tuple[Result, float]:
    started = time.perf_counter()
    return call(), time.perf_counter() - started
