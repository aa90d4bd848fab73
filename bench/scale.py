"""How an archive grows: `python -m bench.scale [PASSAGES…]`, from 1,000 to a million unless numbers are given.

The first 4,000 passages are paragraphs of SQuAD (BYLINE_DATA) with their real vectors, and the questions are SQuAD's
about them. Embedding a million would take hours, so the others are made of these: a sentence keeps two thirds of its
words and takes the others from another paragraph, and its vector is moved by half the difference of two others. What is
measured is the search for articles alone, without embedding the question and without the reader, in a fresh process for
each size; its recall is against comparing every passage and sentence by the same formula.
"""

from __future__ import annotations

import json
import os
import platform
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.figures import write_page
from index.archive import Entry, best_passages
from index.article import Article
from index.blocks import BLOCK
from index.encoder import OnnxEncoder, load_encoder
from index.folder import FolderShelf
from index.open import embed
from index.postings import Postings, WordCounts, term
from index.sealed import unseal
from index.search import rows_of
from index.sections import PLACE
from index.split import Passage, Span, split
from index.storage import cache_folder
from index.vectors import Vectors
from index.words import stems
from training.data import DATA, read_examples

SIZES = (1_000, 4_000, 16_000, 64_000, 250_000, 1_000_000)
REAL, BATCH = 4_000, 1_000
QUESTIONS, COMPARED, NEAREST = 200, 50, 10
PAGE, PICTURE = Path("docs/scale.md"), Path("docs/scale.svg")
SHARE_CHANGED, MOVED = 1 / 3, 0.5


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A real passage: its sentences, the vectors of its rows, and a question that it answers."""

    sentences: tuple[str, ...]
    vectors: Vectors
    question: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size came to. Times in milliseconds, room in megabytes.

    Attributes:
        passages: How many.
        added: How many passages a second were kept, without embedding.
        opened: From opening the archive to the first question's articles.
        median: A question.
        slowest: The slowest of twenty questions.
        meaning: A question without its words.
        memory: The most that the asking process held.
        building: The most that the adding process held until then.
        disk: What the archive takes.
        recall: Share of the ten best articles that are found.
        recall_by_meaning: The same of a question without its words.
        answering: Share of questions whose own paragraph is among the eight articles chosen.
    """

    passages: int
    added: float
    opened: float
    median: float
    slowest: float
    meaning: float
    memory: float
    building: float
    disk: float
    recall: float
    recall_by_meaning: float
    answering: float


class NoEncoder:
    """Stands where every vector is there already."""

    def __init__(self, like: OnnxEncoder) -> None:
        self.fingerprint, self.dimensions = like.fingerprint, like.dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Never called."""
        raise NotImplementedError

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Vectors:
        """Never called."""
        raise NotImplementedError


def main(sizes: Sequence[int]) -> None:
    """Grow an archive, ask it at every size, print and write the page and its picture."""
    if find_spec("matplotlib") is None:
        raise SystemExit("matplotlib is missing: pip install -c constraints.txt -e '.[train]'")
    encoder = load_encoder(cache=cache_folder())
    real, rate = _real(encoder)
    asked = random.Random(1).sample(range(min(REAL, sizes[0])), QUESTIONS)
    questions = [real[number].question for number in asked]
    vectors = encoder.encode(questions)
    all_measured = []
    with tempfile.TemporaryDirectory() as folder:
        archive, questions_file = Path(folder, "archive"), Path(folder, "questions.npz")
        np.savez(questions_file, questions=np.array(questions), vectors=vectors)
        shelf = FolderShelf(archive, NoEncoder(encoder), create=True)
        made = _made(real, random.Random(2))
        held = 0
        for size in sizes:
            started = perf_counter()
            for first in range(held, size, BATCH):
                shelf.put([next(made) for _ in range(first, min(first + BATCH, size))])
            added = (size - held) / (perf_counter() - started)
            held = size
            told = _in_a_process("--ask", archive, questions_file)
            found, found_by_meaning = told.pop("found"), told.pop("found_by_meaning")
            exact = _in_a_process("--compare", archive, questions_file)
            all_measured.append(
                Measured(
                    passages=size,
                    added=added,
                    building=_most_memory(),
                    disk=sum(file.stat().st_size for file in archive.rglob("*") if file.is_file()) / 1e6,
                    recall=_recall(found, exact["best"]),
                    recall_by_meaning=_recall(found_by_meaning, exact["best_by_meaning"]),
                    answering=statistics.mean(
                        _name(number) in ours[:8] for number, ours in zip(asked, found, strict=True)
                    ),
                    **told,
                )
            )
            print(all_measured[-1], flush=True)
    page = _page(all_measured, rate)
    print(page)
    _draw(all_measured)
    write_page(PAGE, page)


def _in_a_process(*arguments: str | Path) -> dict[str, Any]:
    """What a process of its own tells, so that no memory is counted twice."""
    done = subprocess.run([sys.executable, "-m", "bench.scale", *arguments], check=True, stdout=subprocess.PIPE)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def ask(archive: Path, questions_file: Path) -> None:
    """Ask an archive all questions, and print what it took as JSON."""
    with np.load(questions_file) as stored:
        questions, vectors = stored["questions"].tolist(), stored["vectors"]
    like = load_encoder(cache=cache_folder())
    started = perf_counter()
    shelf = FolderShelf(archive, NoEncoder(like))
    shelf.closest(questions[0], vectors[0], NEAREST)
    opened = perf_counter() - started
    asked = list(zip(questions, vectors, strict=True))
    found = [shelf.closest(question, vector, NEAREST) for question, vector in asked]
    found_by_meaning = [shelf.closest("", vector, NEAREST) for _, vector in asked]
    whole, meaning = [], []
    for question, vector in asked:
        started = perf_counter()
        shelf.closest(question, vector, NEAREST)
        whole.append(perf_counter() - started)
        started = perf_counter()
        shelf.closest("", vector, NEAREST)
        meaning.append(perf_counter() - started)
    print(
        json.dumps(
            {
                "opened": 1e3 * opened,
                "median": 1e3 * statistics.median(whole),
                "slowest": 1e3 * statistics.quantiles(whole, n=20)[-1],
                "meaning": 1e3 * statistics.median(meaning),
                "memory": _most_memory(),
                "found": found,
                "found_by_meaning": found_by_meaning,
            }
        )
    )


def _real(encoder: OnnxEncoder) -> tuple[list[Paragraph], float]:
    """Paragraphs that are one passage each, with a question; and how many passages a second were embedded."""
    paragraphs: dict[str, tuple[list[Passage], str]] = {}
    for example in read_examples(DATA / "train" / "squad.jsonl.gz"):
        if example.answers and len(paragraphs) < REAL and example.context not in paragraphs:
            passages = split(example.context)
            if len(passages) == 1:
                paragraphs[example.context] = (passages, example.question)
    rows = [[text[start:end] for start, end in rows_of(passages[0])] for text, (passages, _) in paragraphs.items()]
    alone = [(Article("paragraph", text), passages[0]) for text, (passages, _) in paragraphs.items()]
    started = perf_counter()
    vectors: list[Vectors] = []
    for first in range(0, len(rows), 100):
        ends = np.cumsum([len(spans) for spans in rows[first : first + 100]])[:-1]
        vectors += np.split(embed(alone[first : first + 100], encoder), ends)
    rate = len(rows) / (perf_counter() - started)
    asked = (question for _, question in paragraphs.values())
    real = [
        Paragraph(tuple(spans[1:] or spans), own, question)
        for spans, own, question in zip(rows, vectors, asked, strict=True)
    ]
    return real, rate


def _made(real: Sequence[Paragraph], chance: random.Random) -> Iterator[Entry]:
    """The real paragraphs, then without end others that are made of them."""
    for number, paragraph in enumerate(real):
        yield _entry(number, paragraph.sentences, paragraph.vectors)
    words = [" ".join(paragraph.sentences).split() for paragraph in real]
    number = len(real)
    while True:
        source = chance.choice(real)
        one, other = chance.choice(real).vectors[0], chance.choice(real).vectors[0]
        vectors = source.vectors + MOVED * (one - other)
        lent = chance.choice(words)
        sentences = tuple(
            " ".join(chance.choice(lent) if chance.random() < SHARE_CHANGED else word for word in sentence.split())
            for sentence in source.sentences
        )
        yield _entry(number, sentences, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
        number += 1


def _entry(number: int, sentences: Sequence[str], vectors: Vectors) -> Entry:
    spans, start = [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    passage = Passage(0, 1, 0, start - 1, tuple(spans))
    return Entry(Article(_name(number), " ".join(sentences)), [passage], vectors)


def _name(number: int) -> str:
    return f"{number:07}"


def compare(archive: Path, questions_file: Path) -> None:
    """Print as JSON the ten best articles for the first questions, every passage and sentence compared."""
    with np.load(questions_file) as stored:
        questions, vectors = stored["questions"].tolist()[:COMPARED], stored["vectors"][:COMPARED]
    with sqlite3.connect(archive / "articles.sqlite") as db:
        fresh = db.execute("SELECT words, places FROM fresh ORDER BY first_passage").fetchall()
        blocks = db.execute("SELECT first_passage, passages, files FROM blocks ORDER BY first_passage").fetchall()
    sealed = [(unseal(archive / f"block-{first}-{passages}", files), passages) for first, passages, files in blocks]
    places = [files["places.npy"].column()[:] for files, _ in sealed]
    rows = np.concatenate([*places, *(np.frombuffer(data, PLACE) for _, data in fresh)])["count"]
    dense = _dense(archive / "rows.f16", rows, vectors)
    postings = [Postings.open(files, passages) for files, passages in sealed]
    if fresh:
        postings.append(Postings.build(WordCounts.joined([WordCounts.from_bytes(data) for data, _ in fresh])))
    best, best_by_meaning = [], []
    for place, question in enumerate(questions):
        terms = [term(stem) for stem in dict.fromkeys(stems(question))]
        entries = [each.find(terms) for each in postings]
        totals = np.array([[e.stop - e.start for e in each] for each in entries]).sum(0)
        rareness = np.where(totals, np.log(1 + (len(rows) - totals + 0.5) / (totals + 0.5)), 0).tolist()
        lexical = [each.weigh(found, rareness).sums for each, found in zip(postings, entries, strict=True)]
        best.append([_name(number) for number in best_passages(dense[:, place], np.concatenate(lexical), NEAREST)])
        silence = np.zeros(len(rows), np.float32)
        best_by_meaning.append([_name(n) for n in best_passages(dense[:, place], silence, NEAREST)])
    print(json.dumps({"best": best, "best_by_meaning": best_by_meaning}))


def _dense(path: Path, rows: NDArray[np.int32], vectors: Vectors) -> Vectors:
    """Cosine of each passage and its best sentence together, shape (passages, questions)."""
    stored = np.memmap(path, "<f2", "r").reshape(-1, vectors.shape[1])
    dense = np.empty((len(rows), len(vectors)), np.float32)
    row = 0
    for first in range(0, len(rows), 2_000):
        some = rows[first : first + 2_000]
        starts = np.concatenate([[0], np.cumsum(some)])
        cosines = stored[row : row + starts[-1]].astype(np.float32) @ vectors.T
        heads = cosines[starts[:-1]].copy()
        several = starts[:-1][some > 1]
        cosines[several] = -1  # the passage itself is not one of its sentences
        dense[first : first + len(some)] = heads + np.maximum.reduceat(cosines, starts[:-1])
        row += int(starts[-1])
    return dense


def _recall(found: Sequence[Sequence[str]], best: Sequence[Sequence[str]]) -> float:
    """Share of the best that were found, over the questions of `best`."""
    return statistics.mean(len(set(ours) & set(all_)) / NEAREST for ours, all_ in zip(found, best, strict=False))


def _page(all_measured: Sequence[Measured], rate: float) -> str:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    head = (
        "| passages | a question, ms | slowest of 20 | by meaning alone | opening and the first, ms "
        "| recall of the ten best | by meaning alone "
        "| own paragraph chosen | asking, MB | adding, MB | disk, MB | kept a second |"
    )
    lines = [f"{machine}; `python -m bench.scale`. Embedding: {rate:,.0f} passages a second.", "", head]
    lines.append("| ---: " * 12 + "|")
    lines += [
        f"| {m.passages:,} | {m.median:.1f} | {m.slowest:.1f} | {m.meaning:.1f} | {m.opened:,.0f} "
        f"| {m.recall:.3f} | {m.recall_by_meaning:.3f} "
        f"| {m.answering:.0%} | {m.memory:,.0f} | {m.building:,.0f} | {m.disk:,.0f} | {m.added:,.0f} |"
        for m in all_measured
    ]
    return "\n".join(lines)


def _draw(all_measured: Sequence[Measured]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    sizes = [m.passages for m in all_measured]
    figure, (left, middle, right) = pyplot.subplots(1, 3, figsize=(11, 3.6), layout="constrained")
    left.plot(sizes, [m.median for m in all_measured], "o-", label="a question")
    left.plot(sizes, [m.slowest for m in all_measured], "o--", label="slowest of 20")
    left.plot(sizes, [m.meaning for m in all_measured], "o-", label="by meaning alone")
    left.axvline(BLOCK, color="0.7", linewidth=1)
    left.set(title="Search, ms", ylim=(0, None))
    left.legend(frameon=False)
    middle.plot(sizes, [m.memory for m in all_measured], "o-", label="asking")
    middle.plot(sizes, [m.building for m in all_measured], "o-", label="adding")
    middle.set(title="Most memory, MB", ylim=(0, None))
    middle.legend(frameon=False)
    right.plot(sizes, [m.recall for m in all_measured], "o-", label="recall of the ten best")
    right.plot(sizes, [m.recall_by_meaning for m in all_measured], "o-", label="… by meaning alone")
    right.plot(sizes, [m.answering for m in all_measured], "o-", label="own paragraph chosen")
    right.set(title="Found", ylim=(0.5, 1.01))
    right.legend(frameon=False)
    for plot in (left, middle, right):
        plot.set(xscale="log", xlabel="passages")
        plot.spines[["top", "right"]].set_visible(False)
    figure.savefig(PICTURE)


def _most_memory() -> float:
    """Of this process. What the operating system tells of a child begins with its parent's, so ask Linux itself."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        ask(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1:2] == ["--compare"]:
        compare(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([int(size.replace(",", "")) for size in sys.argv[1:]] or SIZES)
