"""The trained reader: extractive question answering on ten layers of e5-small, run by ONNX Runtime."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ReaderUnavailable
from assistant.reader.shipped import NETWORK, SHIPPED, TOKENIZER, read_shipped
from assistant.reader.span import Span, Window
from index.session import Arrays, Session, open_session
from index.split import begins_item
from index.words import has_words

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_OUTPUTS = ("start", "end", "answerable")
_CLS, _SEP = 101, 102
_LONGEST = 384
_LONGEST_QUESTION = 128
_BATCH_TOKENS = 384
# What starting the network costs, in tokens that it could read in that time.
_RUN = 8
# Most answers are a few words; a clause or a quote may be longer.
_LONGEST_ANSWER = 40
_SPANS_PER_WINDOW = 4
_KEPT_WINDOWS = 256
_MATES = {"“": "”", "(": ")", "[": "]", "«": "»", '"': '"', "`": "`"}
_NEW_LINE = re.compile(r"\n(\s*\n)?")
# What marks do not part: "name@host.org", "host.org/path", "https://host", "settings.toml", "8.4", "2025-04-22".
_UNBROKEN = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:\w+://)?[\w-]+(?:\.[a-z0-9][\w-]*)+(?:/[\w.~%+#?=&-]*\w)*/?|\w+://[\w./-]*\w|"
    r"\d+(?:[.,]\d+)+|\d+(?:[-/]\d+){2,}|\d{1,2}(?::\d{2})+"
)
_MARKS_WITHIN = frozenset("@./:-_+~%#?=&,")
_TABLE_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
_OPENERS = {closer: opener for opener, closer in _MATES.items()}


@dataclass(frozen=True, slots=True)
class _Piece:
    """As much of a window as is read at once.

    Attributes:
        window: The window.
        ids: Its tokens' ids.
        offsets: Where each stands in the window's text.
        blocks: For each the number of its paragraph, item or table cell; no answer runs over the end of one.
    """

    window: Window
    ids: list[int]
    offsets: list[tuple[int, int]]
    blocks: NDArray[np.int64]


class OnnxReader:
    """Takes a ready session and tokenizer; `load` builds it from a folder. Safe to call from several threads."""

    def __init__(self, session: Session, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        # The windows of a short article are the same for every question.
        self._whole = lru_cache(_KEPT_WINDOWS)(self._tokenized)

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> OnnxReader:
        """Load the network and its tokenizer.

        Raises:
            ReaderUnavailable: A file is missing, is not the one that was shipped, or does not run here.
        """
        from onnxruntime.capi import onnxruntime_pybind11_state as refusals
        from tokenizers import Tokenizer

        network, tokens = read_shipped(folder, NETWORK), read_shipped(folder, TOKENIZER)
        try:
            session, tokenizer = open_session(network, uneven=True), Tokenizer.from_buffer(tokens)
        except (ValueError, refusals.Fail, refusals.InvalidGraph, refusals.NotImplemented) as error:
            raise ReaderUnavailable("the reader does not run on this ONNX Runtime or tokenizers") from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(session, tokenizer)

    def read(self, question: str, windows: Sequence[Window]) -> list[Span]:
        """The best spans of each window, at most four of as much as fits the network, not overlapping there.

        A question of more than 128 tokens is read as far as that.
        """
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:_LONGEST_QUESTION]
        pieces = self._pieces(windows, _LONGEST - len(asked) - 3)
        batches = list(_batches(pieces, len(asked) + 3))
        outputs = self._session.run(_OUTPUTS, [_feed(asked, batch) for batch in batches])
        return [span for batch, found in zip(batches, outputs, strict=True) for span in _spans(asked, batch, found)]

    def _pieces(self, windows: Sequence[Window], room: int) -> list[_Piece]:
        """Every window as a whole, or in overlapping pieces of `room` tokens."""
        half = room // 2
        return [
            _Piece(window, ids[part], offsets[part], blocks[part])
            for window in windows
            for ids, offsets, blocks in [self._whole(window.text)]
            for start in (range(0, len(ids) - half, half) if len(ids) > room else (0,))
            for part in [slice(start, start + room)]
        ]

    def _tokenized(self, text: str) -> tuple[list[int], list[tuple[int, int]], NDArray[np.int64]]:
        """The tokens of a text, as of a `_Piece`."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = encoding.offsets
        return encoding.ids, offsets, _blocks(text, offsets)


def _feed(asked: list[int], batch: Sequence[_Piece]) -> dict[str, NDArray[np.int64]]:
    """The network's inputs for the question with each piece, padded to the longest."""
    first = len(asked) + 2
    ids = np.zeros((len(batch), first + max(len(piece.ids) for piece in batch) + 1), np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for row, piece in enumerate(batch):
        sequence = [_CLS, *asked, _SEP, *piece.ids, _SEP]
        ids[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = 1
        types[row, first : len(sequence)] = 1
    return {"ids": ids, "mask": mask, "types": types}


def _spans(asked: list[int], batch: Sequence[_Piece], found: Arrays) -> Iterator[Span]:
    """The best spans of each piece, from the network's outputs for the batch."""
    starts, ends, answerable = found
    first = len(asked) + 2
    for row, piece in enumerate(batch):
        last = first + len(piece.ids)
        null = float(starts[row, 0] + ends[row, 0])
        window = piece.window
        for low, high, score in _best_spans(starts[row, first:last], ends[row, first:last], piece.blocks):
            start, end = _trimmed(window.text, piece.offsets[low][0], piece.offsets[high][1])
            if has_words(window.text[start:end]):
                yield Span(window, window.start + start, window.start + end, score - null, float(answerable[row]))


def _blocks(text: str, offsets: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """For each token the number of its paragraph, item or table cell."""
    new = (gap.end() for gap in _NEW_LINE.finditer(text) if gap[1] is not None or begins_item(text, gap.end()))
    bars = [place for row in _TABLE_ROW.finditer(text) for place in range(*row.span()) if text[place] == "|"]
    edges = sorted([*new, *bars, *(bar + 1 for bar in bars)])
    return np.searchsorted(np.array(edges, np.int64), [start for start, _ in offsets], side="right")


def _one_word(before: str, after: str) -> bool:
    """Whether two neighbours belong to one word: letters of a script that parts words, or a letter and its accent."""
    if unicodedata.combining(after):
        return True
    return before.isalnum() and after.isalnum() and max(before, after) < "\u2e80"


def _batches(pieces: Sequence[_Piece], more: int) -> Iterator[list[_Piece]]:
    """Pieces of about the same length together, so that the least is computed; at most 384 tokens after padding.

    Args:
        pieces: The pieces.
        more: How many tokens each has besides its own.
    """
    ordered = sorted(pieces, key=lambda piece: len(piece.ids))
    least = [
        (0, 0)
    ]  # for the first 0, 1, … pieces: the least that they cost in tokens, and where the last batch begins
    for end, piece in enumerate(ordered, 1):
        length = len(piece.ids) + more
        first = max(0, end - max(1, _BATCH_TOKENS // length))
        least.append(min((least[begin][0] + (end - begin) * length + _RUN, begin) for begin in range(first, end)))
    end = len(ordered)
    while end:
        begin = least[end][1]
        yield ordered[begin:end]
        end = begin


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span in whole words, without a comma at its end, and without quotation marks or brackets around all of it.

    Numbers and addresses are words. A mark whose mate lies outside goes, too, but what is opened within the words and
    closed right after them stays whole. Asterisks are Markdown's, of which several stand together.
    """
    while start > 0 and (_one_word(text[start - 1], text[start]) or _is_ending(text, start)):
        start -= 1
    while end < len(text) and _one_word(text[end - 1], text[end]):
        end += 1
    if _MARKS_WITHIN & {*text[start - 1 : start + 1], *text[end - 1 : end + 1]}:
        start, end = _unbroken(text, start, end)
    before = None
    while before != (start, end) and end - start > 1:
        before = start, end
        inside = text[start + 1 : end - 1]
        if text[end - 1] in ",;:":
            end -= 1
        elif text[start] == "*" and "*" not in text[start:end].strip("*"):
            start += 1
        elif text[end - 1] == "*" and "*" not in text[start:end].strip("*"):
            end -= 1
        elif text[start] in _MATES and _MATES[text[start]] not in text[start + 1 : end]:
            start += 1
        elif end - start > 2 and text[end - 1] == _MATES.get(text[start]) and text[end - 1] not in inside:
            start, end = start + 1, end - 1
        elif text[end - 1] in _OPENERS and _OPENERS[text[end - 1]] not in inside + text[start]:
            end -= 1
    for opener, mate in _MATES.items():
        closing = next((c for c in (mate, f".{mate}", f"!{mate}", f"?{mate}") if text.startswith(c, end)), None)
        if closing is not None and _is_open(text[start:end], opener):
            return start, end + len(closing)
    return start, end


def _unbroken(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the whole of the number or address that it begins or ends in."""
    touched = [m.span() for m in _UNBROKEN.finditer(text) if m.start() < end and start < m.end()]
    return min([start, *(low for low, _ in touched)]), max([end, *(high for _, high in touched)])


def _is_ending(text: str, start: int) -> bool:
    """Whether only the "s" of "Ann’s" stands here, or its apostrophe before."""
    at = start if text[start] in "'’" else start - 1
    return at > 0 and text[at] in "'’" and text[at - 1].isalnum() and re.match(r"s\b", text[at + 1 :]) is not None


def _is_open(text: str, opener: str) -> bool:
    mate = _MATES[opener]
    return text.count(opener) % 2 == 1 if mate == opener else text.rfind(opener) > text.rfind(mate)


def _best_spans(
    starts: NDArray[np.float32], ends: NDArray[np.float32], blocks: NDArray[np.int64]
) -> Iterator[tuple[int, int, float]]:
    """First token, last token and score of the best spans within one block that do not overlap, best first."""
    if not len(starts):
        return
    scores: NDArray[Any] = starts[:, None] + ends[None, :]
    places = np.arange(len(starts))
    more = places[None, :] - places[:, None]
    allowed = (more >= 0) & (more < _LONGEST_ANSWER) & (blocks[:, None] == blocks[None, :])
    scores = np.where(allowed, scores, -np.inf)
    for _ in range(_SPANS_PER_WINDOW):
        low, high = (int(i) for i in np.unravel_index(int(scores.argmax()), scores.shape))
        if not np.isfinite(scores[low, high]):
            return
        yield low, high, float(scores[low, high])
        scores[: high + 1, low:] = -np.inf
