"""What is imported before anything is shown."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.tui.chatting import ROOT

HEAVY = ("torch", "transformers", "sentence_transformers", "sklearn", "faiss", "onnxruntime", "tokenizers", "numpy")
ENGINE = ("assistant.assistant", "assistant.utterances")


@pytest.mark.parametrize("module", ["tui.cli", "tui.app", "tui.chat"])
def test_no_model_library(module: str) -> None:
    """Neither the command line nor the chat's first frame waits for a model library or for what answers."""
    code = f"import sys, {module}; print([name for name in {HEAVY + ENGINE!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_command_line_needs_no_textual() -> None:
    """One answer on the command line does not wait for the chat's library."""
    code = "import sys, tui.cli; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
