"""An answer as lines of plain text, wrapped to the terminal, the answer's own words bold where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import Citation, Found, FoundAnswer, NotFound, sanitise_line
from tui.confidence import phrase_for
from tui.wrap import Span, lay_out

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_WIDEST = 100


def answer_lines(answer: Found | NotFound, *, width: int, styled: bool, name_articles: bool) -> Iterator[str]:
    """The lines to print, without line ends. Nothing of article, question or answer can steer the terminal."""
    page = _Printer(min(width, _WIDEST), styled=styled, name_articles=name_articles)
    if isinstance(answer, NotFound):
        yield from page.declined(answer)
    else:
        yield from page.found(answer)


class _Printer:
    def __init__(self, width: int, *, styled: bool, name_articles: bool) -> None:
        self._width = width
        self._styled = styled
        self._name_articles = name_articles

    def found(self, answer: Found) -> Iterator[str]:
        number = 1
        for position, found in enumerate(answer.answers):
            if position == 1:
                yield ""
                yield self._style("Also possible", _DIM)
            if position:
                yield ""
            yield from self._headline(found)
            yield from self._citations(found.citations, number)
            number += len(found.citations)

    def declined(self, answer: NotFound) -> Iterator[str]:
        yield self._style("The article does not say.", _BOLD)
        yield from self._wrapped(sanitise_line(answer.reason), "")
        if answer.closest:
            yield ""
            yield self._style("Closest passages", _DIM)
            yield from self._citations(answer.closest, 1)

    def _headline(self, found: FoundAnswer) -> Iterator[str]:
        text = sanitise_line(found.text)
        phrase = phrase_for(found.confidence)
        yield from self._wrapped(f"{text}  ({phrase})", "", (0, len(text)))

    def _citations(self, citations: tuple[Citation, ...], first: int) -> Iterator[str]:
        labels = [self._label(citation, number) for number, citation in enumerate(citations, first)]
        indent = max(map(len, labels))
        for label, citation in zip(labels, citations, strict=True):
            quote = sanitise_line(citation.quote)
            bold = None
            if citation.answer_start is not None and citation.answer_end is not None:
                opening = citation.start - 1  # the quotation mark comes first
                bold = (citation.answer_start - opening, citation.answer_end - opening)
            lines = self._wrapped(f"“{quote}”", " " * indent, bold)
            yield ""
            yield self._style(f"{label:<{indent}}", _DIM) + next(lines)[indent:]
            yield from lines

    def _label(self, citation: Citation, number: int) -> str:
        name = f" {sanitise_line(citation.article_id)}" if self._name_articles else ""
        return f"[{number}]{name} ¶ {citation.paragraph}  "

    def _wrapped(self, text: str, indent: str, bold: Span | None = None) -> Iterator[str]:
        layout = lay_out(text, self._width - len(indent))
        for start, end in zip(layout.starts, layout.ends, strict=True):
            line = text[start:end]
            if bold is not None and bold[0] < end and start < bold[1]:
                a, b = max(bold[0] - start, 0), min(bold[1], end) - start
                line = line[:a] + self._style(line[a:b], _BOLD) + line[b:]
            yield indent + line

    def _style(self, text: str, code: str) -> str:
        return f"{code}{text}{_PLAIN}" if self._styled else text
