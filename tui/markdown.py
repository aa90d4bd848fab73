"""Markdown shown as it stands, so that offsets stay the article's: its signs are dimmed, and what they mean is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tui.find import Span

# A span, and what it is: "heading", "strong", "emphasis", "code", "link", or a "sign" that says so.
Mark = tuple[int, int, str]

_NAME = re.compile(r"\.(?:md|markdown)(?: \(\d+\))?$", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}(#{1,6}[ ]+)(.*?)([ ]+#+)?[ ]*$", re.MULTILINE)
_INLINE = re.compile(
    r"""\\.
    | (?P<tick> `++ ) (?P<code> [^`] .{0,500}? ) (?<! ` ) (?P=tick) (?! ` )
    | (?P<double> \*\* | (?<! \w ) __ ) (?! \s ) (?P<strong> .{1,500}? ) (?<! \s )
      (?P=double) (?! (?<= _ ) \w )
    | (?P<single> \* | (?<! \w ) _ ) (?! [\s*_] ) (?P<emphasis> .{1,500}? ) (?<! [\s*_] )
      (?P=single) (?! [*] | (?<= _ ) \w )
    | !? \[ (?P<link> [^\[\]]+ ) \] \( [^()\s]* \)
    """,
    re.VERBOSE | re.DOTALL,
)


def is_markdown(name: str) -> bool:
    """Whether an article of this name is Markdown; those of the same name are numbered."""
    return _NAME.search(name) is not None


def fenced(text: str) -> Iterator[Span]:
    """The blocks of code between fences, the fences with them; the last may lack its end."""
    begin, opened = 0, ""
    for fence in _FENCE.finditer(text):
        if not opened:
            begin, opened = fence.start(), fence[1]
        elif fence[1].startswith(opened):
            line_end = text.find("\n", fence.end())
            yield begin, len(text) if line_end < 0 else line_end
            opened = ""
    if opened:
        yield begin, len(text)


@lru_cache(256)
def marks(paragraph: str) -> tuple[Mark, ...]:
    """What a paragraph's signs mark, as offsets into it; the signs of what stands inside come after it."""
    found: list[Mark] = []
    for heading in _HEADING.finditer(paragraph):
        found.append((*heading.span(2), "heading"))
        found += [(*heading.span(group), "sign") for group in (1, 3) if heading[group]]
    return (*found, *_inline(paragraph, 0, len(paragraph)))


def _inline(text: str, start: int, end: int) -> Iterator[Mark]:
    for match in _INLINE.finditer(text, start, end):
        kind = next((k for k in ("code", "strong", "emphasis", "link") if match[k]), "sign")
        inner_start, inner_end = match.span(kind) if kind != "sign" else (match.end() - 1, match.end())
        yield match.start(), inner_start, "sign"
        if kind != "sign":
            yield inner_start, inner_end, kind
            yield inner_end, match.end(), "sign"
        if kind in ("strong", "emphasis", "link"):
            yield from _inline(text, inner_start, inner_end)
