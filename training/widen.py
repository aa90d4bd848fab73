"""Turn the shipped 8-bit reader back into a checkpoint to train on from: `python -m training.widen`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

from assistant.reader.shipped import MANIFEST, NETWORK, SHIPPED
from index.quantise import unpacked
from training.model import ReaderModel


def main() -> None:
    """Write a run's `checkpoint.pt` from the shipped network, and its `run.json` from the manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path, default=SHIPPED)
    parser.add_argument("--run", type=Path, default=Path("training/runs/shipped"))
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    torch.save({"model": widened(args.reader / NETWORK), "step": 0}, args.run / "checkpoint.pt")
    manifest = json.loads((args.reader / MANIFEST).read_text(encoding="utf-8"))
    (args.run / "run.json").write_text(json.dumps(manifest["training"], indent=1))
    print(args.run / "checkpoint.pt")


def widened(path: Path) -> dict[str, torch.Tensor]:
    """The state of a `ReaderModel` with the weights of a quantised file, as float32."""
    graph = onnx.load(path).graph
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    layers = sum(name.endswith(".attention.self.query.bias") for name in held)
    state = ReaderModel(layers).state_dict()
    filled = {name: torch.from_numpy(held[name].copy()) for name in state if name in held}
    for name in state:
        if f"{name}.pairs" in held:
            filled[name] = torch.from_numpy(unpacked(held[f"{name}.pairs"], held[f"{name}.scales"]))
        if f"{name}.rows" in held:
            filled[name] = torch.from_numpy(held[f"{name}.rows"] * held[f"{name}.scales"])
    for node in graph.node:
        name = node.name.partition("/MatMul")[0].strip("/").replace("/", ".") + ".weight"
        if node.op_type == "MatMulIntegerToFloat":
            weights = held[node.input[1]] * held[node.input[3]]
            factor = held.get(node.input[0].removesuffix(".bytes") + ".factor")
            filled[name] = torch.from_numpy((weights if factor is None else weights * factor[:, None]).T.copy())
        elif node.op_type == "MatMul" and name in state:
            filled[name] = torch.from_numpy(held[node.input[1]].T.copy())
    missing = state.keys() - filled.keys()
    if missing:
        raise SystemExit(f"{path}: no weights for {', '.join(sorted(missing))}")
    return filled


if __name__ == "__main__":
    main()
