"""The reader's weights as a folder for transformers: `python -m bench.hugging_face NETWORK FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from transformers import AutoTokenizer, BertForQuestionAnswering

from training.model import BODY, ReaderModel
from training.widen import widened


def main() -> None:
    """Write the body and span head as floats; there is no place for the head that says whether there is an answer."""
    network, folder = sys.argv[1:]
    trained = widened(Path(network))
    model = BertForQuestionAnswering(ReaderModel.of(trained).body.config)
    body = {f"bert.{name.removeprefix('body.')}": value for name, value in trained.items() if name.startswith("body.")}
    span = {f"qa_outputs.{part}": trained[f"span.{part}"] for part in ("weight", "bias")}
    model.load_state_dict(body | span)
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(str(BODY)).save_pretrained(folder)


if __name__ == "__main__":
    main()
