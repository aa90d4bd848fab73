"""Write the trained reader as the int8 ONNX file that Byline ships: `python -m training.export`."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from numpy.typing import NDArray

from assistant.reader.shipped import MANIFEST, NETWORK, SHIPPED, TOKENIZER
from index.quantise import quantise
from training.data import DATA, read_examples
from training.features import collate, features
from training.model import BODY, WORDS, ReaderModel, load_tokenizer

# Questions by which the scales of values are set, and how many of them are read at once.
_QUESTIONS, _AT_ONCE = 96, 8


def main() -> None:
    """Export the checkpoint of a run into a folder, with the tokenizer and a manifest of hashes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("training/runs/gathered"))
    parser.add_argument("--to", type=Path, default=SHIPPED)
    parser.add_argument("--words", type=int, choices=[4, 8], default=8, help="bits of the word embeddings")
    parser.add_argument("--fp32", type=Path, help="also keep the file before quantisation here")
    args = parser.parse_args()
    state = torch.load(args.run / "checkpoint.pt", map_location="cpu", weights_only=True)
    model = ReaderModel.of(state["model"])
    args.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        export(model, whole)
        network = onnx.load(whole)
        quantise(network, _samples(), narrow=[WORDS] if args.words == 4 else [])
        onnx.save(network, args.to / NETWORK)
        if args.fp32:
            shutil.copyfile(whole, args.fp32)
    shutil.copyfile(BODY / "tokenizer.json", args.to / TOKENIZER)
    hashes = {name: hashlib.sha256((args.to / name).read_bytes()).hexdigest() for name in (NETWORK, TOKENIZER)}
    provenance = json.loads((args.run / "run.json").read_text())
    manifest = {"sha256": hashes, "training": provenance}
    (args.to / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
    print(f"{args.to / 'reader.onnx'}: {(args.to / 'reader.onnx').stat().st_size / 1e6:.1f} MB")


def _samples() -> list[dict[str, NDArray[Any]]]:
    """Inputs as the reader gets them, of questions that it was trained on."""
    examples = random.Random(0).sample(read_examples(DATA / "train" / "squad.jsonl.gz"), _QUESTIONS)
    found = list(features(examples, load_tokenizer(), random.Random(1)))
    read = [collate(found[begin : begin + _AT_ONCE]) for begin in range(0, len(found), _AT_ONCE)]
    return [{"ids": batch.ids, "mask": batch.mask, "types": batch.types} for batch in read]


def export(model: ReaderModel, path: Path) -> None:
    """The network with inputs ids, mask and types of shape (n, length), in float32."""
    ids = torch.tensor([[101, 2040, 2001, 102, 2009, 2001, 2032, 102], [101, 2040, 102, 2009, 2001, 102, 0, 0]])
    types = torch.tensor([[0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1, 0, 0]])
    names = ["ids", "mask", "types"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval(),
            (ids, (ids > 0).long(), types),
            str(path),
            input_names=names,
            output_names=["start", "end", "answerable"],
            dynamic_axes={name: {0: "n", 1: "length"} for name in [*names, "start", "end"]} | {"answerable": {0: "n"}},
            opset_version=17,
            dynamo=False,
        )


if __name__ == "__main__":
    main()
