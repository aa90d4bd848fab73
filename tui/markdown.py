"""Markdown shown as it stands, so that offsets stay the article's: its signs are dimmed, and what they mean is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tui.find import Span

# A span, and what it is: "heading", "strong", "emphasis", "code", "link", or a "sign" that says so.
Mark = tuple[int, int, str]

# In characters. What is longer than a paragraph ever is, is shown as it stands.
_LONGEST = 4_000
_NAME = re.compile(r"\.(?:md|markdown)(?: \(\d+\))?$", re.IGNORECASE)
_FENCE = re.compile(r"^[ >]*(`{3,}(?=[^`\n]*$)|~{3,})(.*)$", re.MULTILINE)
# Lines of a paragraph of their own, and those with which one begins.
_ALONE = re.compile(r"[ >]{0,12}(?:#{1,6} |\||```|~~~|(?=\n|\Z))")
_BEGINS = re.compile(rf"{_ALONE.pattern}|[ >]{{0,12}}(?:[-*+]|\d{{1,9}}[.)]) ")
_HEADING = re.compile(r"^ {0,3}(#{1,6}[ ]+)(.*?)([ ]+#+)?[ ]*$", re.MULTILINE)
_INLINE = re.compile(
    r"""\\ [!-/:-@\[-`{-~]
    | (?P<address> https?:// [^\s<>)\]]+ )
    | (?<! ` ) (?P<tick> `++ ) (?P<code> [^`] .{0,500}? ) (?<! ` ) (?P=tick) (?! ` )
    | \*{3} (?! [\s*] ) (?P<both> .{1,500}? ) (?<! [\s*] ) \*{3}
    | (?P<double> \*\* | (?<! \w ) __ ) (?! \s ) (?P<strong> .{1,500}? ) (?<! \s )
      (?P=double) (?! [*] | (?<= _ ) \w )
    | (?P<single> \* | (?<! \w ) _ ) (?! [\s*_] ) (?P<emphasis> .{1,500}? ) (?<! [\s*_] )
      (?P=single) (?! [*] | (?<= _ ) \w )
    | !? \[ (?P<link> (?: [^\[\]!] | ! (?! \[ ) | !? \[ [^\[\]]* \] (?: \( [^()\s]* \) )? )++ ) \]
      (?: \( (?: [^()\s] | \( [^()\s]* \) )* (?: \s+ "[^"]*" )? \) | \[ [^\[\]]* \] )
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS = ("code", "both", "strong", "emphasis", "link")


def is_markdown(name: str) -> bool:
    """Whether an article of this name is Markdown; those of the same name are numbered."""
    return _NAME.search(name) is not None


def fenced(text: str) -> Iterator[Span]:
    """The blocks of code between fences, the fences with them; the last may lack its end."""
    begin, opened = 0, ""
    for fence in _FENCE.finditer(text):
        if not opened:
            begin, opened = fence.start(), fence[1]
        elif fence[1].startswith(opened) and not fence[2].strip():
            yield begin, fence.end()
            opened = ""
    if opened:
        yield begin, len(text)


def marks_around(text: str, offset: int) -> Iterator[Mark]:
    """What signs mark in the paragraph, item or row that holds a character of a text, but for code between fences."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    alone = _ALONE.match(text, begin)
    while 0 <= end < offset + _LONGEST and not alone and not _BEGINS.match(text, end + 1):
        end = text.find("\n", end + 1)
    end = len(text) if end < 0 else end
    while begin > max(0, offset - _LONGEST) and not _BEGINS.match(text, begin):
        before = text.rfind("\n", 0, begin - 1) + 1
        if _ALONE.match(text, before):
            break
        begin = before
    if end - begin <= _LONGEST:
        yield from ((begin + a, begin + b, kind) for a, b, kind in marks(text[begin:end]))


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
        kind = next((kind for kind in _KINDS if match[kind]), None)
        if match["address"]:
            yield *match.span(), "link"
        elif kind is None:  # what follows a backslash stands for itself
            yield match.start(), match.end() - 1, "sign"
        else:
            inner = match.span(kind)
            yield match.start(), inner[0], "sign"
            yield from ((*inner, each) for each in (("strong", "emphasis") if kind == "both" else (kind,)))
            yield inner[1], match.end(), "sign"
            if kind != "code":
                yield from _inline(text, *inner)
