"""`byline eval`: ask questions with known answers, and print the figures."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant import Article, Found, Settings, load_article, sanitise_line
from assistant.evaluate import Figures, Outcome, ask_gold, figures
from assistant.gold import Gold, parse_gold
from tui.answering import Build
from tui.arguments import BadInput
from tui.command import Evaluate
from tui.exit import Exit
from tui.export import to_json
from tui.paper import Paper
from tui.progress import ProgressLine
from tui.read_articles import read_bytes

_ROWS = (
    ("right", "answers in the text that came first"),
    ("top3", "… that came among the first three"),
    ("cited", "answerable questions whose evidence was cited"),
    ("declined", "unanswerable questions that were declined"),
    ("sure", "answers given that were right"),
    ("dialogue", "turns of dialogues that were right"),
    ("follow_ups", "… without the first turns"),
)


def evaluate(command: Evaluate, settings: Settings, build: Build) -> Exit:
    """Read everything before anything is asked, so that a bad file costs no waiting."""
    golds = [_read(path) for path in command.golds]
    outcomes: list[Outcome] = []
    with ProgressLine(sys.stderr) as progress:
        for article, gold in golds:
            assistant = build([article], settings, progress)
            total = len(list(gold.all_questions()))
            for done, outcome in enumerate(ask_gold(assistant, article, gold), 1):
                outcomes.append(outcome)
                progress(f"Asking about {article.id}", done, total)
    counted = figures(outcomes, len(golds))
    misses = [outcome for outcome in outcomes if outcome.miss is not None] if command.misses else []
    if command.json:
        record = counted.model_dump() | ({"misses": list(map(_record, misses))} if command.misses else {})
        sys.stdout.write(to_json(record))
    else:
        for line in _lines(counted, misses, Paper.standard_output()):
            print(line)
    return Exit.YES


def _read(path: str) -> tuple[Article, Gold]:
    """The questions and their article, whose name may not lead elsewhere: anyone may have written the file."""
    gold = parse_gold(read_bytes(path), path)
    if Path(gold.article).name != gold.article:
        raise BadInput(f"{path}: its article is not beside it: {gold.article}")
    article = load_article(Path(path).parent / gold.article)
    for where, question in gold.all_questions():
        for passage in question.evidence:
            if passage not in article.text:
                words = sanitise_line(f"{path}: {where}: this evidence is not in the article: “{passage}”")
                print(f"byline: {words}", file=sys.stderr)
    return article, gold


def _lines(counted: Figures, misses: Sequence[Outcome], paper: Paper) -> Iterator[str]:
    for name, about in _ROWS:
        share = getattr(counted, name)
        if share is not None:
            yield f"{share:5.1f} %  {name:<10}  {about}"
    yield ""
    yield f"articles {counted.articles} · questions {counted.questions} · turns {counted.turns}"
    if counted.median_ms is not None:
        yield f"{counted.median_ms} ms a question, median"
    for outcome in misses:
        yield ""
        title = f"{outcome.label} {outcome.gold.question}".strip()
        yield from paper.labelled(f"{outcome.miss:<14}", sanitise_line(title))
        yield from paper.wrapped(sanitise_line(f"said: {_said(outcome)}"), " " * 14)
        gold = " | ".join(outcome.gold.answers) or "(the article does not say)"
        yield from paper.wrapped(sanitise_line(f"gold: {gold}"), " " * 14)


def _said(outcome: Outcome) -> str:
    answer = outcome.answer
    if not isinstance(answer, Found):
        return "(the article does not say)"
    return " | ".join(found.text for found in answer.answers)


def _record(outcome: Outcome) -> dict[str, object]:
    return {
        "miss": outcome.miss,
        "id": outcome.label,
        "question": outcome.gold.question,
        "gold": outcome.gold.answers,
        "answer": outcome.answer.model_dump(mode="json"),
    }
