"""From a cold process to the first frame: Byline's chat beside a bare Textual app, in turn, each in a real terminal.

The bare app shows the same text in one widget and nothing else: `python -m bench.paint`.
"""

from __future__ import annotations

import os
import platform
import pty
import signal
import statistics
import struct
import sys
import tempfile
import time
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

from bench.process import environment

ARTICLE = Path("seeds/kremlin-drones.txt")
SEEN = b"potentially"  # stands in the article
ROUNDS = 9
COLUMNS, LINES = 120, 40

# As the installed command.
BYLINE = """
import sys

from tui.cli import main

sys.exit(main())
"""

BARE = """
import sys
from pathlib import Path

from textual.app import App
from textual.widgets import Static


class Bare(App):
    def compose(self):
        yield Static(Path(sys.argv[1]).read_text(encoding="utf-8"), markup=False)


Bare().run()
"""


def main() -> None:
    """Run both in turn and print medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"BYLINE_CACHE": folder, "BYLINE_HISTORY": f"{folder}/history.db", "BYLINE_CONFIG": folder}
        started_with = environment({**places, "TERM": "xterm-256color"})
        byline = [sys.executable, "-c", BYLINE, str(ARTICLE)]
        bare = [sys.executable, "-c", BARE, str(ARTICLE)]
        _seconds(byline, started_with), _seconds(bare, started_with)  # compiled, and in the disk's cache
        rounds = [(_seconds(byline, started_with), _seconds(bare, started_with)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {ROUNDS} rounds, medians")
    print(f"Byline {ours:.2f} s, a bare Textual app {theirs:.2f} s, ratio {ours / theirs:.2f}")


def _seconds(command: list[str], started_with: dict[str, str]) -> float:
    started = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execve(command[0], command, started_with)
    try:
        ioctl(terminal, TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        shown = b""
        while SEEN not in shown:
            shown += os.read(terminal, 65536)
        return time.perf_counter() - started
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


if __name__ == "__main__":
    main()
