"""What every tool does in a round, and Byline alone does besides."""

from __future__ import annotations

import json
import shutil
from itertools import count
from pathlib import Path

from bench.environments import BYLINE, Tool, environment_folder
from bench.figures import Figures, Row
from bench.process import Ran, run

ADAPTERS = Path(__file__).absolute().parent / "adapters"
ARTICLE = Path("seeds/kremlin-drones.txt").absolute()
QUESTIONS = (
    "Who denied involvement?",
    "What did Volodin demand?",
    "When did the attack happen?",
    "Where was Putin?",
    "What did Zelenskyy say in Finland?",
)
ANSWER, RETRIEVAL = "Byline, a cited answer", "Byline, retrieval"
SEARCHES = 5  # times all questions


class Tasks:
    """Runs tools, each time in a new folder under `folder`, and adds what it measures to `figures`."""

    def __init__(self, folder: Path, figures: Figures) -> None:
        self._folder, self._figures = folder, figures
        self._numbers = count()
        self._paragraphs = [part.strip() for part in ARTICLE.read_text(encoding="utf-8").split("\n\n") if part.strip()]

    def first_ever(self) -> None:
        """Byline on a machine where it never ran; the model that it compiles is there for what follows."""
        ran = self._ask(self._cache)
        self._figures.add(Row.FIRST_EVER, ANSWER, ran.seconds)

    def installed(self, tool: Tool) -> None:
        """What the tool's environment takes on the disk."""
        self._figures.add(Row.INSTALLED, _column(tool), _bytes(environment_folder(tool)) / 1e6)

    def first(self, tool: Tool) -> None:
        """The three passages closest to a question: from the article's paragraphs, and again from what was stored."""
        passages, store = self._write(self._paragraphs), self._new()
        for row in (Row.FIRST_NEW, Row.FIRST_STORED):
            ran = self._retrieve(tool, "first", passages, store, QUESTIONS[0])
            self._figures.add(row, _column(tool), ran.seconds)
        self._figures.add(Row.MEMORY_FIRST, _column(tool), ran.megabytes)

    def answer(self) -> None:
        """Byline's cited answer, from the article's text, again from what was stored, and with all of it loaded."""
        cache = self._new()
        shutil.copytree(self._cache / "models", cache / "models")
        for row in (Row.FIRST_NEW, Row.FIRST_STORED):
            ran = self._ask(cache)
            self._figures.add(row, ANSWER, ran.seconds)
        self._figures.add(Row.MEMORY_FIRST, ANSWER, ran.megabytes)
        articles = self._write([{"text": ARTICLE.read_text(encoding="utf-8"), "questions": QUESTIONS * SEARCHES}])
        for seconds in json.loads(read(BYLINE, articles, self._environment).output)["queries"]:
            self._figures.add(Row.QUESTION_ARTICLE, ANSWER, 1000 * seconds)

    def many(self, tool: Tool, size: int, indexing: Row, question: Row) -> None:
        """Index and search the article's paragraphs again and again, each with another number before it."""
        times = range(1, -(-size // len(self._paragraphs)) + 1)
        passages = self._write([f"({time}) {text}" for time in times for text in self._paragraphs][:size])
        store = self._new()
        ran = self._retrieve(tool, "many", passages, store, *QUESTIONS * SEARCHES)
        taken = json.loads(ran.output)
        self._figures.add(indexing, _column(tool), taken["indexing"])
        for seconds in taken["queries"]:
            self._figures.add(question, _column(tool), 1000 * seconds)
        if indexing is Row.INDEX_1000:
            self._figures.add(Row.MEMORY_1000, _column(tool), ran.megabytes)
            self._figures.add(Row.DISK_1000, _column(tool), _bytes(store / "index") / 1e6)

    @property
    def _cache(self) -> Path:
        return self._folder / "cache"

    @property
    def _environment(self) -> dict[str, str]:
        return {"BYLINE_CACHE": str(self._cache), "BYLINE_CONFIG": str(self._folder)}

    def _ask(self, cache: Path) -> Ran:
        command = [str(environment_folder(BYLINE) / "bin" / "byline"), "ask", str(ARTICLE), QUESTIONS[0]]
        return run(command, self._environment | {"BYLINE_CACHE": str(cache)})

    def _retrieve(self, tool: Tool, task: str, passages: Path, store: Path, *questions: str) -> Ran:
        script = str(ADAPTERS / f"retrieve_{tool.adapter}.py")
        return run([python(tool), script, task, str(passages), str(store), *questions], self._environment)

    def _write(self, data: object) -> Path:
        path = self._folder / f"{next(self._numbers)}.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    def _new(self) -> Path:
        return self._folder / str(next(self._numbers))


def read(tool: Tool, articles: Path, environment: dict[str, str]) -> Ran:
    """Ask every question of every article in a file, with all models loaded."""
    return run([python(tool), str(ADAPTERS / f"read_{tool.adapter}.py"), "read", str(articles)], environment)


def python(tool: Tool) -> str:
    """The Python of the tool's environment."""
    return str(environment_folder(tool) / "bin" / "python")


def _column(tool: Tool) -> str:
    return RETRIEVAL if tool == BYLINE else tool.name


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
