"""The command `byline` on vectors that count words: `python -m tests.torture.byline …`."""

from __future__ import annotations

import sys

from tests.torture.parts import build
from tui.cli import main

if __name__ == "__main__":
    sys.exit(main(build=build))
