"""The reader's weights, for those who run them by transformers."""

from __future__ import annotations

from pathlib import Path

import pytest
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from assistant.reader.shipped import NETWORK, SHIPPED
from bench import hugging_face


def test_the_shipped_weights_answer_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All layers are written, and the span head points at the answer."""
    monkeypatch.setattr("sys.argv", ["hugging_face", str(SHIPPED / NETWORK), str(tmp_path)])
    hugging_face.main()
    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    model = AutoModelForQuestionAnswering.from_pretrained(tmp_path)
    asked = tokenizer("Who paid for the bridge?", "The town paid for the bridge in 1912.", return_tensors="pt")
    outputs = model(**asked)
    start, end = outputs.start_logits[0, 1:].argmax() + 1, outputs.end_logits[0, 1:].argmax() + 1
    assert tokenizer.decode(asked["input_ids"][0, start : end + 1]) == "the town"
