"""The command `byline` on vectors that count words: `python -m tests.torture.byline …`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant import Article, Assistant, Progress, Settings
from tui.cli import main


def build(articles: Sequence[Article], settings: Settings, progress: Progress) -> Assistant:
    """As `tui.cli.build_assistant`; as there, what computes is imported once the articles could be read."""
    from tests.torture.parts import build

    return build(articles, settings, progress)


def _tell_peak() -> None:
    """Write the most memory that this program had, in bytes, to the file that the caller named.

    What `wait4` tells counts the memory of the process that started it, from before it became this program.
    """
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    Path(os.environ["BYLINE_PEAK"]).write_text(str(int(status["VmHWM"].split()[0]) << 10))


if __name__ == "__main__":
    try:
        code = main(build=build)
    finally:
        if "BYLINE_PEAK" in os.environ:
            _tell_peak()
    sys.exit(code)
