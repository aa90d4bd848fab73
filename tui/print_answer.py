"""An answer as lines of plain text, wrapped to the terminal, the answer's own words bold where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from assistant import Citation, Found, FoundAnswer, NotFound, sanitise_line
from tui.confidence import phrase_for, refusal
from tui.paper import BOLD, DIM, Paper


def answer_lines(answer: Found | NotFound, paper: Paper, *, name_articles: bool) -> Iterator[str]:
    """The lines to print, without line ends. Nothing of article, question or answer can steer the terminal."""
    printer = _Printer(paper, name_articles=name_articles)
    if answer.understood_as is not None:
        yield from printer.understood(answer.understood_as)
    if isinstance(answer, NotFound):
        yield from printer.declined(answer)
    else:
        yield from printer.found(answer)


class _Printer:
    def __init__(self, paper: Paper, *, name_articles: bool) -> None:
        self._paper = paper
        self._name_articles = name_articles

    def understood(self, question: str) -> Iterator[str]:
        for line in self._paper.wrapped(f"understood as “{sanitise_line(question)}”"):
            yield self._paper.style(line, DIM)

    def found(self, answer: Found) -> Iterator[str]:
        number = 1
        for position, found in enumerate(answer.answers):
            if position == 1 and not answer.together:
                yield ""
                yield self._paper.style("Also possible", DIM)
            if position:
                yield ""
            yield from self._headline(found)
            yield from self._citations(found.citations, number)
            number += len(found.citations)

    def declined(self, answer: NotFound) -> Iterator[str]:
        yield self._paper.style(refusal(answer), BOLD)
        yield from self._paper.wrapped(sanitise_line(answer.reason))
        if answer.closest:
            yield ""
            yield self._paper.style("Closest passages", DIM)
            yield from self._citations(answer.closest, 1)

    def _headline(self, found: FoundAnswer) -> Iterator[str]:
        text = sanitise_line(found.text)
        phrase = phrase_for(found.confidence)
        yield from self._paper.wrapped(f"{text}  ({phrase})", bold=(0, len(text)))

    def _citations(self, citations: tuple[Citation, ...], first: int) -> Iterator[str]:
        labels = [self._label(citation, number) for number, citation in enumerate(citations, first)]
        indent = max(map(cell_len, labels))
        for label, citation in zip(labels, citations, strict=True):
            quote = sanitise_line(citation.quote)
            bold = None
            if citation.answer_start is not None and citation.answer_end is not None:
                bold = (citation.answer_start - citation.start, citation.answer_end - citation.start)
            yield ""
            yield from self._paper.labelled(label + " " * (indent - cell_len(label)), quote, bold)

    def _label(self, citation: Citation, number: int) -> str:
        name = f" {sanitise_line(citation.article_id)}" if self._name_articles else ""
        return f"[{number}]{name} ¶ {citation.paragraph}  "
