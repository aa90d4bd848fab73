"""Every attack with how often it is made: in the test run, and by `make torture`."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.torture import archives, damaged, files, hostile, killed, questions, refused, shared


@dataclass(frozen=True, slots=True)
class Attack:
    """A way to try Byline.

    Attributes:
        rounds: Makes so many rounds, and yields one word for each that was won.
        few: How many in the test run.
        many: How many by `make torture`.
    """

    rounds: Callable[[int, random.Random], Iterator[str]]
    few: int
    many: int

    @property
    def name(self) -> str:
        """As it is called on the command line."""
        return self.rounds.__name__


ATTACKS = [
    Attack(killed.killed_indexer, 8, 1000),
    Attack(killed.killed_keeper, 20, 1000),
    Attack(damaged.damaged_index, 60, 10_000),
    Attack(damaged.other_version, 10, 200),
    Attack(damaged.damaged_history, 60, 10_000),
    Attack(damaged.damaged_reader, 20, 1000),
    Attack(archives.damaged_archive, 100, 10_000),
    Attack(archives.killed_archivist, 20, 1000),
    Attack(archives.archive_on_a_full_disk, 4, 200),
    Attack(shared.changed_article, 30, 30),  # all pairs
    Attack(shared.opened_at_once, 40, 200),
    Attack(shared.asked_at_once, 8, 2000),
    Attack(refused.refused_cache, 8, 80),  # each
    Attack(files.odd_file, 33, 165),  # each, of five sizes up to a megabyte
    Attack(files.odd_files_added, 1, 4),
    Attack(files.growing_file, 20, 1000),
    Attack(files.mutated_file, 60, 10_000),
    Attack(questions.odd_question, 20, 10_000),
    Attack(questions.many_questions, 30, 10_000),
    Attack(hostile.hostile_text, 30, 1000),
    Attack(hostile.hostile_archive, 2, 200),
]
