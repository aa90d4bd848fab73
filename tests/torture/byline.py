"""The command `byline` on vectors that count words: `python -m tests.torture.byline …`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant import Article, Assistant, Progress, Settings
from tui.cli import main


def build(articles: Sequence[Article], settings: Settings, progress: Progress) -> Assistant:
    """As `tui.cli.build_assistant`; as there, what computes is imported once the articles could be read."""
    from tests.torture.parts import build

    return build(articles, settings, progress)


if __name__ == "__main__":
    sys.exit(main(build=build))
