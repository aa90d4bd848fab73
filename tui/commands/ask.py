"""`byline ask`: print one answer."""

from __future__ import annotations

import sys

from assistant import NotFound, Settings, sanitise_line
from tui.answering import Build
from tui.command import Ask
from tui.exit import Exit
from tui.export import to_json
from tui.paper import Paper
from tui.print_answer import answer_lines
from tui.progress import ProgressLine
from tui.read_articles import read_articles


def ask(command: Ask, settings: Settings, build: Build) -> Exit:
    """Ask, print, and say by the exit code whether the article answers."""
    articles = read_articles(command.articles)
    with ProgressLine(sys.stderr) as progress:
        answer = build(articles, settings, progress).ask(sanitise_line(command.question))
    if command.json:
        sys.stdout.write(to_json(answer))
    else:
        for line in answer_lines(answer, Paper.standard_output(), name_articles=len(articles) > 1):
            print(line)
    return Exit.NO if isinstance(answer, NotFound) else Exit.YES
