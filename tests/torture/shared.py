"""Stored indexes under articles that change, and several that write at once."""

from __future__ import annotations

import itertools
import os
import random
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant import load_article
from index.storage import IndexStore
from tests.torture.parts import QUESTIONS, Ranking, article, build, processes, rankings


def changed_article(count: int, chance: random.Random) -> Iterator[str]:
    """Whatever a file held and was called before, it is searched as what it is now, and quoted with true offsets."""
    states = [*itertools.product(("a.txt", "b.txt"), (0, 1, 11))]
    pairs = [*itertools.permutations(states, 2)]
    with tempfile.TemporaryDirectory() as folder:
        store = IndexStore(Path(folder) / "indexes")
        for before, after in [pairs[place % len(pairs)] for place in range(count)]:
            for name, number in (before, after):
                path = Path(folder) / name
                path.write_text(article(number).text)
                os.utime(path, (0, 0))  # neither size nor time of a file may count
                loaded = load_article(path)
                found, told = rankings([loaded], store)
                assert (found, told) == rankings([article(number, name)], None)
                assert {text for text, *_ in found} <= {*loaded.text.split("\n\n")}
            same = "the same" if before[1] == after[1] else "another"
            yield f"{same} text under {'the same' if before[0] == after[0] else 'another'} name"


def opened_at_once(count: int, chance: random.Random) -> Iterator[str]:
    """Two or eight processes open the same new article: all find the same, and one index is kept."""
    wanted = rankings([article()], None)
    pools = {processes_: processes().Pool(processes_) for processes_ in (2, 8)}
    for _ in range(count):
        size = chance.choice([2, 8])
        with tempfile.TemporaryDirectory() as folder:
            found = pools[size].map(_open, [folder] * size, chunksize=1)
            assert found == [wanted] * size
            assert len(list(Path(folder).iterdir())) == 1
        yield f"{size} at once"
    for pool in pools.values():
        pool.terminate()
        pool.join()


def asked_at_once(count: int, chance: random.Random) -> Iterator[str]:
    """Eight threads that ask one assistant get the answers that one thread gets."""
    assistant = build([article(), article(1, "other.txt")])
    questions = [*QUESTIONS, "Who was hurt?", "What did Moscow and Kyiv say?", "Who reacted?"]
    expected = {question: assistant.ask(question) for question in questions}
    asked = [chance.choice(questions) for _ in range(count)]
    with ThreadPoolExecutor(8) as pool:
        for question, answer in zip(asked, pool.map(assistant.ask, asked), strict=True):
            assert answer == expected[question]
            yield answer.kind


def _open(folder: str) -> tuple[Ranking, list[str]]:
    return rankings([article()], IndexStore(Path(folder)))
