"""The shipped reader's files, checked against the hashes in their manifest."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ValidationError

from assistant.errors import ReaderUnavailable

# The network, tokenizer, calibration, manifest and model card.
SHIPPED = Path(__file__).parent / "weights"
NETWORK, TOKENIZER, CALIBRATION, MANIFEST = "reader.onnx", "tokenizer.json", "calibration.json", "manifest.json"


class Manifest(BaseModel):
    """What was shipped. What else stands in it is for people.

    Attributes:
        sha256: Of each file, in hexadecimal, by name.
    """

    sha256: dict[str, str]


def read_shipped(folder: Path, name: str) -> bytes:
    """One file's bytes.

    Raises:
        ReaderUnavailable: It is missing, or is not the one that was shipped.
    """
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
        data = (folder / name).read_bytes()
    except OSError as error:
        raise ReaderUnavailable(f"the reader's files cannot be read: {error}") from error
    except ValidationError as error:
        raise ReaderUnavailable(f"the reader's {MANIFEST} is damaged; install Byline again") from error
    if manifest.sha256.get(name) != hashlib.sha256(data).hexdigest():
        raise ReaderUnavailable(f"the reader's {name} is damaged; install Byline again")
    return data
