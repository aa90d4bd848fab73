"""`byline ask`: print one answer."""

from __future__ import annotations

import sys

from assistant import ArchiveAssistant, NotFound, Settings, sanitise_line
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
    question = sanitise_line(command.question)
    articles = read_articles(command.articles)
    with ProgressLine(sys.stderr) as progress:
        if command.archive is None:
            answer = build(articles, settings, progress).ask(question)
        else:
            answer = ArchiveAssistant.open(command.archive, settings=settings, progress=progress).ask(question)
    if command.json:
        sys.stdout.write(to_json(answer))
    else:
        for line in answer_lines(answer, Paper.standard_output(), name_articles=len(articles) != 1):
            print(line)
    return Exit.NO if isinstance(answer, NotFound) else Exit.YES
