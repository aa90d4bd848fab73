"""Cut a text into paragraphs, sentences and passages, all as spans of the text that cannot drift."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]

# Counted up when the same text is cut otherwise; an archive that was cut before is then of another version.
RECIPE = 2
# A passage fits the encoder's 256 tokens: English news runs at 4 to 5 characters a token.
MAX_PASSAGE = 1000
# Lines longer than this are paragraphs of their own; shorter ones are taken for a wrapped paragraph.
WRAPPED_LINE = 120

_BLOCK = re.compile(r"[^\n\r]+(?:(?:\r\n|\n|\r)(?![^\S\n\r]*(?:[\n\r]|$))[^\n\r]+)*")
_HEADING = re.compile(r"[^\S\n\r]{0,3}#{1,6}[^\S\n\r]")
# Bullets, numbers, rows of a table but for the line under its head, "**Present:**", what a mail begins with, and what
# was written at a time ("[09:31] hi").
_ITEM = re.compile(
    r"[^\S\n\r]*(?:(?:[-*+•–—]|\d{1,3}[.)]|\((?:[a-z]|[ivx]{2,4})\))[^\S\n\r]+|\|(?!\s*:?-{2})|"
    r"(\*\*|__)[^*_\n\r]{1,30}(?::|\1:)|(?:From|To|Cc|Bcc|Date|Sent|Subject):|\[\d{1,2}:\d\d(?::\d\d)?\])"
)
# "Ann Lee:", clauses ("4.2 The guest") and times begin items, too, but not where a sentence was wrapped.
_ENTRY = re.compile(
    r"[^\S\n\r]*(?:[A-Z][\w’'.-]*(?:[^\S\n\r](?:de|van|von|[A-Z][\w’'.-]*)){0,3}:(?=\s|$)|"
    r"\d{1,2}(?:\.\d{1,2})+\.?[^\S\n\r]+(?=[A-Z“\"])|\d{1,2}:\d\d[^\S\n\r]+(?=[A-Z]))"
)
# So may a wrapped line: "at the age of / 45.", "the mayor / – a teacher –". A list's first number is none of those.
_LIKE_ITEM = re.compile(r"[^\S\n\r]*(?:[–—]|(?!1[.)])\d{1,3}[.)])[^\S\n\r]")
_LOOKED_BACK = 2 * WRAPPED_LINE
_ENDS = tuple('.!?…:;"”’»)')
_LINE = re.compile(r"[^\n\r]+")
# “It is late.” – The mayor
_SOURCE = re.compile(r"\s+[–—-]{1,2}\s*(?=[^\W\d])")

_BYTE_ORDER_MARK = "\ufeff"
_CLOSERS = "\"'”’»)\\]"
_OPENERS = "\"'“‘«([¿¡"
_QUOTE_ENDS, _QUOTE_BEGINS = tuple('"”’»'), tuple('"“‘«')
# The end of a sentence: its stop, closing quotes (the seed even has one after a space), Markdown's emphasis and the
# marks of footnotes, then white space before a capital, a digit, money or an opening quote. East Asian stops need no
# space.
# It begins with a plain set of characters, which `re` looks for faster than for anything else.
_STOP = re.compile(
    rf"[.!?…。！？](?:(?<=[.!?…])(?<![.!?…]{{2}})[.!?…]*+[{_CLOSERS}*_]*+(?:\[[^\[\]\n]{{1,20}}\]|[¹²³⁰-⁹])*+"
    rf"(?:\s++[”»](?=\s|$))?+(?=\s++[{_OPENERS}*_`$£€–—-]*+\s?[^\W_a-zß-öø-ÿ])|(?<=[。！？])[。！？]*+[”」』）]*+)"
)
# fmt: off
_TITLES = frozenset({
    "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "hon", "st", "sr", "jr", "gen", "col", "lt", "sgt", "capt", "cmdr",
    "adm", "maj", "gov", "sen", "rep", "pres", "supt", "det", "insp", "messrs", "vs", "etc", "al", "eg", "ie", "cf",
    "approx", "dept", "univ", "inc", "ltd", "corp", "bros", "assn", "ave", "blvd", "mt", "ft", "e.g", "i.e", "v",
    "brig", "cpl", "pvt", "amb", "mme", "mlle", "msgr",
})
# Words too, unless a number follows.
_BEFORE_NUMBERS = frozenset({
    "no", "nos", "vol", "p", "pp", "ch", "chap", "para", "paras", "fig", "figs", "sec", "ed", "est", "art", "c", "ca",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed",
    "thu", "thurs", "fri", "sat", "sun",
})
# fmt: on
# These close a sentence as often as not, so what follows decides: "at 5 p.m. The", but "at 5 p.m. Monday".
_HOUR_ENDS = ("a.m", "p.m")
_HOUR_GOES_ON = re.compile(
    r"\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:[ECMP][SD]?T|GMT|UTC|BST|CET|CEST|IST|JST)\b|"
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d)"
)
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")

# "part no. BM-114"
_CODED = re.compile(r"\b(?:part|model|item|order|serial|article|catalogue|ref)\s+nos?\.$", re.IGNORECASE)
_CODE = re.compile(r"\s{0,3}[A-Z][\w-]{0,8}\d")


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one article that is searched and read as one.

    Attributes:
        article: Position of the article in its index.
        paragraph: Number of the paragraph in the article, from 1.
        start: Character offset into the article's text, inclusive.
        end: Character offset into the article's text, exclusive.
        sentences: The spans of its sentences, in order, inside `start` and `end`.
    """

    article: int
    paragraph: int
    start: int
    end: int
    sentences: tuple[Span, ...]


def split(text: str, article: int = 0, max_passage: int = MAX_PASSAGE) -> list[Passage]:
    """The passages of a text: its paragraphs, long ones cut between sentences into even parts.

    Every character that is not white space lies in exactly one passage and one sentence.
    """
    return list(passages(text, article, max_passage))


def passages(text: str, article: int = 0, max_passage: int = MAX_PASSAGE) -> Iterator[Passage]:
    """The same one by one, for a text that may be too long."""
    for number, (start, end) in enumerate(_paragraphs(text), 1):
        for sentences in _even_parts(sentence_spans(text, start, end, max_passage), max_passage):
            yield Passage(article, number, sentences[0][0], sentences[-1][1], sentences)


def paragraphs(text: str) -> list[Span]:
    """Blocks between blank lines. Long lines, Markdown headings and the lines around them stand alone."""
    return list(_paragraphs(text))


def sentence_spans(text: str, start: int, end: int, longest: int = MAX_PASSAGE) -> list[Span]:
    """The sentences of `text[start:end]`, without the white space between them; none is over `longest`."""
    found: list[Span] = []
    for piece_start, piece_end in _items(text, start, end):
        begin = piece_start
        for stop in _STOP.finditer(text, piece_start, piece_end):
            if _is_abbreviation(text, begin, stop.end()) or _source_follows(text, stop.end()):
                continue
            found += _pieces(text, begin, stop.end(), longest)
            begin = stop.end()
        found += _pieces(text, begin, piece_end, longest)
    return found


def begins_item(text: str, line: int) -> bool:
    """Whether a heading, an item of a list, a row of a table or the like begins in the line that begins at `line`."""
    return _HEADING.match(text, line) is not None or _is_item(text, line) or _is_entry(text, line)


def _paragraphs(text: str) -> Iterator[Span]:
    for block in _BLOCK.finditer(text):
        yield from _paragraphs_of_block(text, block)


def _paragraphs_of_block(text: str, block: re.Match[str]) -> Iterator[Span]:
    lines = [line for m in _LINE.finditer(text, *block.span()) if (line := _stripped(text, *m.span()))]
    begin: int | None = None
    previous_end = 0
    for start, end in lines:
        alone = bool(_HEADING.match(text, start)) or end - start > WRAPPED_LINE
        if begin is not None and alone:
            yield begin, previous_end
            begin = None
        if alone:
            yield start, end
        elif begin is None:
            begin = start
        previous_end = end
    if begin is not None:
        yield begin, previous_end


def _items(text: str, start: int, end: int) -> Iterator[Span]:
    """Items of a list, rows of a table and lines that open with a dash are sentences of their own, however they end."""
    begin = start
    for line in _LINE.finditer(text, start, end):
        at = line.start()
        is_item = _is_item(text, at) or _is_entry(text, at)
        if at > begin and is_item and not _is_source(text, begin, at):
            yield begin, at
            begin = at
    yield begin, end


def _is_item(text: str, line: int) -> bool:
    """Whether the line is an item or a row of its own, and not only wrapped so."""
    return bool(_ITEM.match(text, line)) and (not _LIKE_ITEM.match(text, line) or _is_over(text, line))


def _is_entry(text: str, line: int) -> bool:
    """Whether the line looks like an entry, and is not only wrapped so."""
    return bool(_ENTRY.match(text, line)) and _is_over(text, line)


def _is_over(text: str, line: int) -> bool:
    """Whether what stands before a line is over with it, or is an entry or an item itself."""
    before = text[max(0, line - _LOOKED_BACK) : line].rstrip("\r\n")
    begin = max(before.rfind("\n"), before.rfind("\r")) + 1
    return (
        not before or before.endswith(_ENDS) or any(shape.match(before, begin) for shape in (_ENTRY, _ITEM, _HEADING))
    )


def _is_source(text: str, begin: int, line: int) -> bool:
    """Whether the line that begins at `line` says who is quoted from `begin` on."""
    quoted = _stripped(text, begin, line)
    return quoted is not None and text.startswith(_QUOTE_BEGINS, quoted[0]) and _source_follows(text, quoted[1])


def _source_follows(text: str, end: int) -> bool:
    """Whether a quotation closes before `end`, and a dash and who said it come after."""
    return text.endswith(_QUOTE_ENDS, 0, end) and bool(_SOURCE.match(text, end))


def _is_abbreviation(text: str, begin: int, stop: int) -> bool:
    """Whether the full stop before `stop` belongs to a title, an initial, a shortened word or a list's number."""
    if stop - begin <= 8 and text[begin:stop].strip()[:-1].isdigit():
        return True
    word = _LAST_WORD.search(text, max(begin, stop - 12), stop)
    if word is None:
        return False
    letters = word.group(1)
    if letters.lower() in _TITLES:
        return True
    if letters.lower() in _BEFORE_NUMBERS and letters not in ("P", "C"):  # initials
        return text[stop : stop + 4].lstrip()[:1].isdigit() or (
            _CODE.match(text, stop) is not None and _CODED.search(text, max(begin, stop - 24), stop) is not None
        )
    if letters.lower() in _HOUR_ENDS:
        return _HOUR_GOES_ON.match(text, stop) is not None
    if "." in letters:  # U.S., Ph.D.: a sentence ends here unless a name goes on
        return letters.isupper() and not re.match(
            r"\s+(?:The|A|An|It|He|She|They|We|In|But|And|This|That)\b", text[stop : stop + 12]
        )
    return len(letters) == 1 and letters.isupper() and letters != "I"


def _pieces(text: str, start: int, end: int, longest: int) -> list[Span]:
    """The span without white space at its ends, cut at spaces (or anywhere) where it is over `longest`."""
    pieces = []
    while span := _stripped(text, start, end):
        start, end = span
        if end - start <= longest:
            pieces.append(span)
            break
        cut = max(text.rfind(" ", start, start + longest), text.rfind("\n", start, start + longest))
        cut = cut if cut > start else start + longest
        pieces += filter(None, [_stripped(text, start, cut)])
        start = cut
    return pieces


def _even_parts(sentences: list[Span], longest: int) -> Iterator[tuple[Span, ...]]:
    """Runs of sentences of about the same length, none over `longest`."""
    if not sentences:
        return
    total = sentences[-1][1] - sentences[0][0]
    parts = -(-total // longest)
    target = total / parts
    run: list[Span] = []
    for sentence in sentences:
        if run and (sentence[1] - run[0][0] > longest or (parts > 1 and run[-1][1] - run[0][0] >= target)):
            yield tuple(run)
            run = []
        run.append(sentence)
    yield tuple(run)


def _stripped(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] == _BYTE_ORDER_MARK):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
