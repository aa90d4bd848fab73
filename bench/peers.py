"""Byline beside other libraries, on the same weights and the same passages: `make bench`.

In each round every tool does the same in turn, each time in a fresh process of its own environment; what is told are
medians. The whole takes half an hour or more and writes its tables into docs/speed.md; the 10,000 passages are measured
once. `--quick` is one round without them, and only prints.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.environments import BYLINE, PEERS, NotInstalled, Tool, install
from bench.figures import Figures, Row, write_page
from bench.reading import compare_readers
from bench.tasks import ANSWER, RETRIEVAL, Tasks

PAGE = Path("docs/speed.md")
ROUNDS = 5


def main() -> None:
    """Install, measure in turn, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round without the 10,000 passages, only printed")
    quick: bool = parser.parse_args().quick
    install(BYLINE)
    peers, refused = _installed()
    tools, rounds = (BYLINE, *peers), 1 if quick else ROUNDS
    figures = Figures((ANSWER, RETRIEVAL), tuple(tool.name for tool in peers))
    with tempfile.TemporaryDirectory(prefix="byline-bench-") as folder:
        tasks = Tasks(Path(folder), figures)
        tasks.first_ever()
        for tool in tools:
            tasks.installed(tool)

        def tell(number: int, reading: str = "") -> None:
            """After each step, so that one may end it early."""
            command = " ".join(["python -m bench.peers", *sys.argv[1:]])
            parts = (
                f"{_machine()}; `{command}`; medians of {number}, of 10,000 passages and the first start one.",
                figures.table(),
                reading,
                *refused,
            )
            page = "\n\n".join(filter(None, parts))
            print(f"{page}\n", flush=True)
            if not quick:
                _write(page)

        for number in range(1, rounds + 1):
            for tool in tools:
                tasks.first(tool)
            tasks.answer()
            for tool in tools:
                tasks.many(tool, 1_000, Row.INDEX_1000, Row.QUESTION_1000)
            tell(number)
        reading = compare_readers(tools, Path(folder))
        tell(rounds, reading)
        if not quick:
            for tool in tools:
                tasks.many(tool, 10_000, Row.INDEX_10000, Row.QUESTION_10000)
            tell(rounds, reading)


def _write(page: str) -> None:
    write_page(PAGE, page)


def _installed() -> tuple[list[Tool], list[str]]:
    """The others that can be had, and a line for each that cannot."""
    tools, refused = [], []
    for tool in PEERS:
        try:
            install(tool)
            tools.append(tool)
        except NotInstalled as error:
            refused.append(f"{tool.name} is missing: {error}.")
    return tools, refused


def _machine() -> str:
    today, python = datetime.now(UTC).date(), platform.python_version()
    return f"{today}, {platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {python}"


if __name__ == "__main__":
    main()
