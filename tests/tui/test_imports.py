"""What is imported before anything is shown."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.tui.chatting import ROOT, SEED

HEAVY = ("torch", "transformers", "sentence_transformers", "sklearn", "faiss", "onnxruntime", "tokenizers", "numpy")
ENGINE = ("assistant.assistant", "assistant.utterances")
LATER = ("pydantic", "pydantic_core", "sqlite3", "tomlkit", "tui.prompts", "tui.help_screen")

FIRST_FRAME = """
import sys

import tui.chat, tui.cli, tui.commands.chat
from assistant import AssistantError, load_article
from tui.app import BylineApp

seen = []


def open_assistant(articles, progress):
    seen.extend(name for name in {names!r} if name in sys.modules)
    app.call_from_thread(app.exit)
    raise AssistantError("not here")


app = BylineApp([load_article({seed!r})], open_assistant)
app.run(headless=True)
print(seen)
"""


@pytest.mark.parametrize("module", ["tui.cli", "tui.app", "tui.chat"])
def test_no_model_library(module: str) -> None:
    """Neither the command line nor the chat waits for a model library or for what answers."""
    assert printed(f"import sys, {module}; print([n for n in {HEAVY + ENGINE + LATER!r} if n in sys.modules])") == "[]"


def test_first_frame() -> None:
    """When the chat is drawn and the assistant begins to load, nothing is there that was not needed to draw it."""
    assert printed(FIRST_FRAME.format(names=HEAVY + ENGINE + LATER, seed=str(SEED))) == "[]"


def test_public_names_are_there_when_they_are_asked_for() -> None:
    """Whatever `assistant` says that it has, imported at once or later."""
    code = (
        "import assistant; print([n for n in assistant.__all__ if not hasattr(assistant, n)], hasattr(assistant, 'x'))"
    )
    assert printed(code) == "[] False"


def test_command_line_needs_no_textual() -> None:
    """One answer on the command line does not wait for the chat's library."""
    assert printed("import sys, tui.cli; print('textual' in sys.modules)") == "False"


def printed(code: str) -> str:
    """What it prints in a fresh process, which coverage leaves alone: it imports sqlite3."""
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=unmeasured, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
