"""kill -9 at random moments while something is written."""

from __future__ import annotations

import itertools
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

from assistant.history import History
from index.storage import STALE_SECONDS, IndexStore
from tests.torture.parts import article, processes, rankings, turn

_LONGEST_LIFE = 0.08  # seconds; some dozen indexes, or some ten turns


def killed_indexer(count: int, chance: random.Random) -> Iterator[str]:
    """Each index is there as a whole or not at all, and what was left half written is swept by a later writer."""
    expected = [rankings([article(number)], None) for number in range(4)]
    for _ in range(count):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "indexes"
            live_and_die(_index_on, folder, chance)
            litter = [*root.glob(".*")]
            for number, wanted in enumerate(expected):
                assert rankings([article(number)], IndexStore(root)) == wanted, number
            for left in litter:
                os.utime(left, (time.time() - STALE_SECONDS - 60,) * 2)
            rankings([article(-1)], IndexStore(root))
            assert len([*root.iterdir()]) == len([*root.glob("[!.]*")]) >= len(expected) + 1
        yield "left something half written" if litter else "left nothing"


def killed_keeper(count: int, chance: random.Random) -> Iterator[str]:
    """Every turn that was kept before the end is there, in order; none but the last unconfirmed one is added."""
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "byline" / "conversations.sqlite3")
        conversation = history.begin((), turn("start"))
        expected = ["start"]
        for life in range(count):
            confirmed = len(live_and_die(_keep_on, f"{history.path}\n{conversation}\n{life}", chance))
            expected += [f"{life}-{number}" for number in range(confirmed)]
            asked = [each.question for each in history.load(conversation).turns]
            unconfirmed = len(asked) == len(expected) + 1
            expected += [f"{life}-{confirmed}"] * unconfirmed
            assert asked == expected
            if len(expected) > 100:
                conversation, expected = history.begin((), turn("start")), ["start"]
            yield "kept one more than it could say" if unconfirmed else "kept what it said"
        with closing(sqlite3.connect(history.path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        history.begin((), turn("end"))  # a journal that had nothing in it yet goes with the next turn
        assert [path.name for path in history.path.parent.iterdir()] == [history.path.name]


def live_and_die(live: Callable[[str, Connection], None], given: str, chance: random.Random) -> list[bytes]:
    """Start it, kill it at some moment after its first word; every further word that it sent."""
    ours, theirs = processes().Pipe(duplex=False)
    process = processes().Process(target=live, args=(given, theirs), daemon=True)
    process.start()
    theirs.close()
    ours.recv_bytes()
    time.sleep(chance.random() * _LONGEST_LIFE)
    process.kill()
    process.join()
    words = []
    while True:
        try:
            words.append(ours.recv_bytes())
        except (EOFError, OSError):  # the end, perhaps in the middle of a word
            ours.close()
            return words


def _index_on(folder: str, say: Connection) -> None:
    say.send_bytes(b"begin")
    for number in itertools.count():
        rankings([article(number)], IndexStore(Path(folder) / "indexes"))


def _keep_on(given: str, say: Connection) -> None:
    path, conversation, life = given.split("\n")
    history = History(Path(path))
    say.send_bytes(b"begin")
    for number in itertools.count():
        history.add(int(conversation), turn(f"{life}-{number}"))
        say.send_bytes(b"kept")
