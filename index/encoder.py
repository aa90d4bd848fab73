"""From texts to unit vectors: a sentence-transformers model, run by ONNX Runtime."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailable, StoredIndexAbsent, StoredIndexUnreadable, StoreUnwritable
from index.progress import Progress, silent
from index.record import Record
from index.session import Arrays, Session, open_session
from index.source import find_source
from index.split import Span
from index.storage import IndexStore

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Short batches stay in the processor's cache: 512 tokens ran faster than 1,024 or more.
TOKENS_PER_BATCH = 512
MODEL, TOKENIZER, SETTINGS = "model.onnx", "tokenizer.json", "settings.json"


class Encoder(Protocol):
    """Texts to vectors.

    Attributes:
        fingerprint: Names the model and its settings; vectors of equal fingerprints can be compared.
        dimensions: Length of a vector.
    """

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of length 1 for each text, in order, shape (n, dimensions)."""
        ...

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> NDArray[np.float32]:
        """One vector of length 1 for each half-open span of each text, in order, shape (spans, dimensions)."""
        ...


class EncoderSettings(Record):
    """What the compiled graph does not know of itself. `max_tokens` counts the special tokens too."""

    name: str
    dimensions: int
    max_tokens: int
    pad_id: int
    pad_left: bool
    prompt: str
    model_sha256: str
    tokenizer_sha256: str

    @property
    def fingerprint(self) -> str:
        digest = hashlib.sha256(self.model_dump_json().encode()).hexdigest()
        return f"{self.name}-{digest[:16]}"


class OnnxEncoder:
    """Runs a compiled model. A text has the same vector in whatever company it is encoded. Threads may share one."""

    def __init__(self, session: Session, tokenizer: Tokenizer, settings: EncoderSettings) -> None:
        tokenizer.no_padding()
        tokenizer.enable_truncation(settings.max_tokens)
        self._session = session
        self._tokenizer = tokenizer
        self._settings = settings
        self.fingerprint = settings.fingerprint
        self.dimensions = settings.dimensions

    @classmethod
    def from_files(cls, files: dict[str, bytes]) -> OnnxEncoder:
        """Build from the compiled files in memory, by name.

        Raises:
            ModelUnavailable: A file is missing, or this ONNX Runtime or tokenizers cannot run it.
        """
        from onnxruntime.capi import onnxruntime_pybind11_state as refusals
        from tokenizers import Tokenizer

        try:
            settings = EncoderSettings.model_validate_json(files[SETTINGS])
            tokenizer = Tokenizer.from_buffer(files[TOKENIZER])
            session = open_session(files[MODEL])
        except (
            KeyError,
            ValueError,  # settings or a tokenizer of another version
            refusals.Fail,
            refusals.InvalidGraph,
            refusals.InvalidProtobuf,
            refusals.NotImplemented,
        ) as error:
            raise ModelUnavailable("the compiled language model does not run here") from error
        return cls(session, tokenizer, settings)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector of length 1 for each text, in order, shape (n, dimensions).

        A text longer than the model's limit counts up to there.
        """
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        encodings = self._tokenizer.encode_batch_fast([self._settings.prompt + text for text in texts])
        for batch, (embeddings,) in self._run(["embedding"], encodings):
            vectors[batch] = embeddings
        return vectors

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> NDArray[np.float32]:
        """One vector of length 1 for each half-open span of each text, in order, shape (spans, dimensions).

        Each text is encoded once. A span that is not all of it has the mean of its tokens' vectors, which know the
        text around them ("late chunking", Günther et al., 2024). A span that reaches over the model's limit is
        encoded alone, and so is every one where the model does not take the mean of its tokens.
        """
        alone = [text[start:end] for text, some in zip(texts, spans, strict=True) for start, end in some]
        if "tokens" not in self._session.outputs:
            return self.encode(alone)
        vectors = np.zeros((len(alone), self.dimensions), dtype=np.float32)
        first = np.cumsum([0, *map(len, spans)])
        encodings = self._tokenizer.encode_batch([self._settings.prompt + text for text in texts])
        for batch, (wholes, tokens) in self._run(["embedding", "tokens"], encodings):
            for position, whole, of_tokens in zip(batch, wholes, tokens, strict=True):
                ends = self._ends([end for _, end in encodings[position].offsets], len(of_tokens))
                for row, (start, end) in enumerate(spans[position], first[position]):
                    if (start, end) == (0, len(texts[position])):
                        vectors[row] = whole
                    elif end <= ends.max() or not encodings[position].overflowing:
                        vectors[row] = of_tokens[(ends > start) & (ends <= end)].sum(axis=0)
        empty = np.flatnonzero(~vectors.any(axis=1))
        vectors[empty] = self.encode([alone[row] for row in empty])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _ends(self, ends: Sequence[int], length: int) -> NDArray[np.int64]:
        """The ends in the text of each token of a padded row, shape (length,); 0 or less of those not of the text."""
        of_row = np.zeros(length, dtype=np.int64)
        of_row[self._place(len(ends), length)] = np.array(ends) - len(self._settings.prompt)
        return of_row

    def _run(self, outputs: Sequence[str], encodings: Sequence[Any]) -> Iterator[tuple[list[int], Arrays]]:
        """Positions of some of the texts, and the model's outputs for them, until all were encoded."""
        batches = list(_batches([len(encoding.ids) for encoding in encodings]))
        feeds = [self._feed([encodings[position] for position in batch]) for batch in batches]
        return zip(batches, self._session.run(outputs, feeds), strict=True)

    def _feed(self, encodings: Sequence[Any]) -> dict[str, NDArray[np.int64]]:
        """The model's inputs for one batch, padded to its longest text."""
        shape = (len(encodings), max(len(encoding.ids) for encoding in encodings))
        ids = np.full(shape, self._settings.pad_id, dtype=np.int64)
        mask = np.zeros(shape, dtype=np.int64)
        types = np.zeros(shape, dtype=np.int64)
        for row, encoding in enumerate(encodings):
            place = self._place(len(encoding.ids), shape[1])
            ids[row, place] = encoding.ids
            mask[row, place] = 1
            types[row, place] = encoding.type_ids
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        return {name: inputs[name] for name in self._session.inputs}

    def _place(self, tokens: int, length: int) -> slice:
        """Where a text's tokens stand in a row that is padded to a length."""
        return slice(length - tokens, length) if self._settings.pad_left else slice(0, tokens)


def load_encoder(model: str | None = None, *, cache: Path, progress: Progress | None = None) -> OnnxEncoder:
    """The encoder for a sentence-transformers model, compiled on first use and kept under `cache / "models"`.

    Args:
        model: The folder of a model, or the name of one that Hugging Face's cache holds; None for the model that
            comes with Byline. Nothing is downloaded.
        cache: Where compiled models are kept; when it cannot be written, the model is compiled at every start.
        progress: Told of a compilation, which takes ten seconds or so.

    Raises:
        ModelUnavailable: There is no such model here, it is damaged, or it cannot be compiled.
    """
    source = find_source(model)
    store = IndexStore(cache / "models")
    report = progress or silent
    try:
        return OnnxEncoder.from_files(store.load(source.key))
    except StoredIndexAbsent:
        pass
    except (StoredIndexUnreadable, ModelUnavailable):
        report("The prepared language model is damaged; preparing it anew", 0, 0)
    from index.compile import compile_model  # only when needed

    files = compile_model(source, report)
    try:
        store.save(source.key, files, about={"model": source.name, "folder": str(source.folder)})
    except StoreUnwritable as error:
        report(f"The language model is not kept for the next start: {error}", 0, 0)
    return OnnxEncoder.from_files(files)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Positions in batches of about `TOKENS_PER_BATCH`, longest texts first, so that little is padding."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    while order:
        size = max(1, TOKENS_PER_BATCH // max(1, lengths[order[0]]))
        yield order[:size]
        del order[:size]
