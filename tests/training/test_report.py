"""`make eval`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.chatting import ROOT


def test_without_the_development_sets_it_says_so(tmp_path: Path) -> None:
    """One line and exit code 2: they are not in the repository."""
    pytest.importorskip("sklearn", reason="`make eval` installs it")
    environment = os.environ | {"BYLINE_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "training.report"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{tmp_path}: the development sets are not here; BYLINE_DATA says where they are\n"
