"""The command `byline` with an assistant that needs no model: `python -m tests.tui.fake_byline …`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from assistant import Article, Progress, Settings
from tests.fakes import FakeAssistant
from tui.cli import main


def build(articles: Sequence[Article], settings: Settings, progress: Progress) -> FakeAssistant:
    """As `tui.cli.build_assistant`."""
    return FakeAssistant.from_articles(articles, settings, progress)


if __name__ == "__main__":
    sys.exit(main(build=build))
