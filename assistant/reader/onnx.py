"""The trained reader: extractive question answering on the MiniLM body, run by ONNX Runtime."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ReaderUnavailable
from assistant.reader.span import SHIPPED, Span, Window

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

_CLS, _SEP = 101, 102
_LONGEST = 384
_LONGEST_QUESTION = 64
_BATCH_TOKENS = 1024
# Most answers are a few words; a clause or a quote may be longer.
_LONGEST_ANSWER = 40
_SPANS_PER_WINDOW = 4
_MATES = {"“": "”", "(": ")", "[": "]", "«": "»", '"': '"'}
_OPENERS = {closer: opener for opener, closer in _MATES.items()}


class OnnxReader:
    """Takes a ready session and tokenizer; `load` builds it from a folder. Safe to call from several threads."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> OnnxReader:
        """Load `reader.onnx` and `tokenizer.json`, whose hashes stand in `manifest.json`.

        Raises:
            ReaderUnavailable: A file is missing or is not the one that was shipped.
        """
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            data = {name: (folder / name).read_bytes() for name in ("reader.onnx", "tokenizer.json")}
        except (OSError, ValueError) as error:
            raise ReaderUnavailable(f"the reader's files cannot be read: {error}") from error
        for name, content in data.items():
            if manifest.get("sha256", {}).get(name) != hashlib.sha256(content).hexdigest():
                raise ReaderUnavailable(f"the reader's {name} is damaged; install Byline again")
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(data["reader.onnx"], options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_buffer(data["tokenizer.json"])
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(session, tokenizer)

    def read(self, question: str, windows: Sequence[Window]) -> list[Span]:
        """The best spans of each window, at most four, not overlapping.

        A window of more than 384 tokens less the question's is read as far as that.
        """
        if not windows:
            return []
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:_LONGEST_QUESTION]
        encodings = self._tokenizer.encode_batch([w.text for w in windows], add_special_tokens=False)
        room = _LONGEST - len(asked) - 3
        by_length = sorted(range(len(windows)), key=lambda i: len(encodings[i].ids))
        return [
            span
            for group in _groups(by_length, [min(len(e.ids), room) + len(asked) + 3 for e in encodings])
            for span in self._read_batch(asked, [(windows[i], encodings[i]) for i in group], room)
        ]

    def _read_batch(self, asked: list[int], batch: Sequence[tuple[Window, Encoding]], room: int) -> Iterator[Span]:
        contexts = [encoding.ids[:room] for _, encoding in batch]
        first = len(asked) + 2
        ids = np.zeros((len(batch), first + max(map(len, contexts)) + 1), np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, context in enumerate(contexts):
            sequence = [_CLS, *asked, _SEP, *context, _SEP]
            ids[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
            types[row, first : len(sequence)] = 1
        starts, ends, answerable = self._session.run(None, {"ids": ids, "mask": mask, "types": types})
        for row, (window, encoding) in enumerate(batch):
            last = first + len(contexts[row])
            null = float(starts[row, 0] + ends[row, 0])
            for low, high, score in _best_spans(starts[row, first:last], ends[row, first:last]):
                start, end = _trimmed(window.text, encoding.offsets[low][0], encoding.offsets[high][1])
                yield Span(window, window.start + start, window.start + end, score - null, float(answerable[row]))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a comma at its end or a quotation mark or bracket whose mate lies outside."""
    before = None
    while before != (start, end):
        before = start, end
        inside = text[start + 1 : end - 1]
        if end - start > 1 and text[end - 1] in ",;:":
            end -= 1
        elif end - start > 1 and text[start] in _MATES and _MATES[text[start]] not in text[start + 1 : end]:
            start += 1
        elif end - start > 1 and text[end - 1] in _OPENERS and _OPENERS[text[end - 1]] not in inside + text[start]:
            end -= 1
    return start, end


def _groups(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Batches of about the same length, each of at most so many tokens after padding."""
    group: list[int] = []
    for i in order:
        if group and lengths[i] * (len(group) + 1) > _BATCH_TOKENS:
            yield group
            group = []
        group.append(i)
    yield group


def _best_spans(starts: NDArray[np.float32], ends: NDArray[np.float32]) -> Iterator[tuple[int, int, float]]:
    """First token, last token and score of the best spans that do not overlap, best first."""
    if not len(starts):
        return
    scores: NDArray[Any] = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(scores, bool)) & ~np.triu(np.ones_like(scores, bool), _LONGEST_ANSWER)
    scores = np.where(allowed, scores, -np.inf)
    for _ in range(_SPANS_PER_WINDOW):
        low, high = (int(i) for i in np.unravel_index(int(scores.argmax()), scores.shape))
        if not np.isfinite(scores[low, high]):
            return
        yield low, high, float(scores[low, high])
        scores[: high + 1, low:] = -np.inf
