"""`byline verify`: see which quotes of a record still stand."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant import Article, Citation, load_article, sanitise_line
from assistant.verify import Check, Verification, citations, parse_record, verify_record
from tui.arguments import BadInput
from tui.command import STANDARD_INPUT, Verify
from tui.exit import Exit
from tui.export import in_marks, to_json
from tui.paper import BOLD, Paper
from tui.read_articles import read_articles, read_bytes

_WIDTH = len("stands  ")


def verify(command: Verify) -> Exit:
    """Check and print; yes only when every quote stands."""
    record = parse_record(read_bytes(command.record), command.record)
    if command.articles:
        articles = read_articles(command.articles)
    else:
        articles = tuple(_look_up(each, command.record) for each in _one_each(citations(record)))
    verification = verify_record(record, articles)
    if command.json:
        sys.stdout.write(to_json(verification))
    else:
        for line in _lines(verification, Paper.standard_output()):
            print(line)
    return Exit.YES if verification.stands else Exit.NO


def _one_each(cited: tuple[Citation, ...]) -> list[Citation]:
    return list({citation.article_id: citation for citation in cited}.values())


def _look_up(citation: Citation, record: str) -> Article:
    """The article that a citation names, beside the record or here; of two the one that was quoted.

    The name comes from the record, which anyone may have written: it may not lead elsewhere.
    """
    name = citation.article_id
    folders = [Path()] if record == STANDARD_INPUT else [Path(record).parent, Path()]
    plain = Path(name).name == name
    found = [load_article(folder / name) for folder in folders if plain and (folder / name).is_file()]
    if not found:
        raise BadInput(f"{name}: not beside the record and not here; name the article: byline verify RECORD ARTICLE")
    return next((article for article in found if article.sha256 == citation.article_sha256), found[0])


def _lines(verification: Verification, paper: Paper) -> Iterator[str]:
    for check in verification.checks:
        citation = check.citation
        yield from paper.labelled(f"{check.verdict:<{_WIDTH}}", in_marks(sanitise_line(citation.quote)))
        yield from paper.wrapped(_where(check), " " * _WIDTH)
        yield ""
    yield paper.style(_summary([check.verdict for check in verification.checks]), BOLD)


def _summary(verdicts: Sequence[str]) -> str:
    counts = [f"{verdict} {verdicts.count(verdict)}" for verdict in ("stands", "moved", "gone")]
    return " · ".join([f"{len(verdicts)} quote{'' if len(verdicts) == 1 else 's'}", *counts])


def _where(check: Check) -> str:
    citation = check.citation
    place = f"{sanitise_line(citation.article_id)}, ¶ {citation.paragraph}, character {citation.start:,}"
    if check.verdict == "moved":
        place += f"; now at {check.start:,}"
    return place if check.same_text else f"{place} (the article has changed since)"
