"""The reader's exact weights as a folder that Hugging Face's transformers can load, for tools built on that."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering

from training.model import BODY

CHECKPOINT = Path("training/runs/shipped/checkpoint.pt")


def write_reader(folder: Path) -> None:
    """Write the trained body and span head; there is no place for the head that tells whether there is an answer.

    Raises:
        FileNotFoundError: The checkpoint is not here: it is kept where the reader was trained.
    """
    trained = torch.load(CHECKPOINT, map_location="cpu", weights_only=True)["model"]
    model = BertForQuestionAnswering(BertConfig.from_pretrained(str(BODY)))
    body = {f"bert.{name.removeprefix('body.')}": value for name, value in trained.items() if name.startswith("body.")}
    span = {f"qa_outputs.{part}": trained[f"span.{part}"] for part in ("weight", "bias")}
    model.load_state_dict(body | span)
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(str(BODY)).save_pretrained(folder)
