"""What the attacks share: small articles, an index and an assistant without an embedding model, processes to kill."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.context import ForkServerContext
from pathlib import Path

from assistant import Article, Assistant, CannotOpen, Found, FoundAnswer, Progress, Settings, Turn
from assistant.articles import named_apart
from assistant.calibration import Calibration
from assistant.reader.onnx import OnnxReader
from index import IndexingError, Passage
from index.open import open_index
from index.storage import IndexStore, cache_folder
from tests.fakes import FakeEncoder, cite

NEWS = (
    "Kyiv denied involvement in the attack on Monday.\n\n"
    "Moscow blamed Kyiv. Two drones were shot down over the Kremlin.\n\n"
    "The mayor, Anna Holm, closed the bridge at 5 p.m. Nobody was hurt."
)
NEWS_ARTICLE = Article("news.txt", NEWS)
QUESTIONS = ("Who denied involvement?", "What was shot down over the Kremlin?", "Who closed the bridge?")


Ranking = list[tuple[str, Passage, float, tuple[float, ...]]]


def article(number: int = 0, name: str = "news.txt") -> Article:
    """One of many articles that differ in every sentence."""
    return Article(name, NEWS.replace("K", f"K{number}").replace("M", f"M{number}").replace("a", f"a{number}a"))


def rankings(articles: Sequence[Article], store: IndexStore | None) -> tuple[Ranking, list[str]]:
    """What the index finds for a few questions, to the last digit, and the lines that were told on the way."""
    told: list[str] = []
    index = open_index(articles, FakeEncoder(), store, lambda step, done, total: None if total else told.append(step))
    hits = [hit for question in QUESTIONS for hit in index.search(question)]
    return [(index.text(hit.passage), hit.passage, hit.score, hit.sentences) for hit in hits], told


def build(articles: Sequence[Article], settings: Settings = Settings(), progress: Progress | None = None) -> Assistant:  # noqa: B008 - frozen
    """The real assistant with the shipped reader, on vectors that count words; as `tui.cli.build_assistant`."""
    store = IndexStore(cache_folder() / "indexes") if settings.cache else None
    try:
        index = open_index(named_apart(articles), FakeEncoder(), store, progress)
    except IndexingError as error:
        raise CannotOpen(str(error)) from error
    return Assistant(index, OnnxReader.load(), Calibration.load().article, settings)


def turn(question: str) -> Turn:
    """A question with an answer that quotes the news."""
    found = FoundAnswer(text="Kyiv", confidence=0.5, citations=(cite(NEWS_ARTICLE, 1, 0, 48),))
    return Turn(question=question, answer=Found(question=question, answers=(found,)))


def processes() -> ForkServerContext:
    """Starts processes in milliseconds, from one that has everything imported and no thread."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.torture.parts", "assistant.history", "faiss", "index.folder"])
    return context


def in_a_process(function: Callable[[Path], None], folder: Path) -> None:
    """Run it in a process of its own, which may give up its rights there."""
    process = processes().Process(target=function, args=(folder,))
    process.start()
    process.join()
    assert process.exitcode == 0
