"""The reader's exact weights as a folder for transformers: `python -m bench.hugging_face CHECKPOINT FOLDER`."""

from __future__ import annotations

import sys

import torch
from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering

from training.model import BODY


def main() -> None:
    """Write the trained body and span head; there is no place for the head that tells whether there is an answer."""
    checkpoint, folder = sys.argv[1:]
    trained = torch.load(checkpoint, map_location="cpu", weights_only=True)["model"]
    model = BertForQuestionAnswering(BertConfig.from_pretrained(str(BODY)))
    body = {f"bert.{name.removeprefix('body.')}": value for name, value in trained.items() if name.startswith("body.")}
    span = {f"qa_outputs.{part}": trained[f"span.{part}"] for part in ("weight", "bias")}
    model.load_state_dict(body | span)
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(str(BODY)).save_pretrained(folder)


if __name__ == "__main__":
    main()
