"""The chat in a real terminal, byte by byte."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from assistant.history import History, history_file
from tests.tui.chatting import QUESTION, ROOT, SEED

SAFE_START = "\x1b[?1049h"
CLEAN_END = "\x1b[?1049l"


def environment() -> dict[str, str]:
    """Without the size that the test runner's own terminal claims to have."""
    return {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}


def heed_ctrl_c() -> None:
    """Whatever started the tests in the background had it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def exit_code(pid: int) -> int:
    """Wait until the process ends, but not for ever."""
    for _ in range(600):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise AssertionError("it does not end")


class Terminal:
    """A chat in a pseudo terminal; keeps every byte that came from it."""

    def __init__(self, *articles: str | Path, module: str = "tests.tui.fake_byline", folder: Path = ROOT) -> None:
        self.bytes = bytearray()
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", module, *map(str, articles)],
            cwd=folder,
            env=environment(),
            dimensions=(40, 120),
            timeout=30,
        )
        self.child.logfile_read = self

    def write(self, data: bytes) -> None:
        """Called by pexpect with whatever was read."""
        self.bytes += data

    def flush(self) -> None:
        """Called by pexpect."""

    def see(self, text: str) -> None:
        """Wait until it is drawn."""
        self.child.expect_exact(text.encode())

    def leave(self) -> int:
        """Quit; the exit code."""
        self.child.send("\x11")
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus)


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Terminal]:
    """A chat on an article whose name and text try to steer the terminal."""
    path = tmp_path / "\x1b]0;pwned\x07[foo].txt"
    text = "Bananas \x1b]52;c;cHduZWQ=\x07 \x1b]0;pwned\x07 \x1b[2J are \x9b2J yellow \u202efdp.exe [/foo] see [1]."
    path.write_text(text.replace("\x07", "\x1b\\"))
    terminal = Terminal(path)
    yield terminal
    terminal.child.close(force=True)


def test_ask_open_find_export_quit(tmp_path: Path) -> None:
    """Open the article, ask, show the citation, find a word, export, leave: exit code 0 and a clean terminal."""
    terminal = Terminal(SEED, folder=tmp_path)
    terminal.see("Assassination Attempt Made On Russian President")
    terminal.see("Ready")
    terminal.child.send(f"{QUESTION}\r")
    terminal.see("likely, 78 %")
    terminal.child.send("\x0e")
    terminal.see("▌")
    terminal.child.send("\x06")
    terminal.see("Find in the article")
    terminal.child.send("kremlin")
    terminal.see("of 6")
    terminal.child.send("\x13")
    terminal.see("kremlin-drones-conversation.md")
    assert terminal.leave() == 0
    exported = tmp_path / "kremlin-drones-conversation.md"
    assert "Serhiy Nikiforov" in exported.read_text(encoding="utf-8")
    drawn = terminal.bytes.decode()
    assert drawn.index(SAFE_START) < drawn.index(CLEAN_END)
    assert "\x1b[?25h" in drawn[drawn.index(CLEAN_END) - 200 :]
    assert "Traceback" not in drawn


def test_the_shell_and_back() -> None:
    """The terminal is the shell's until the chat is called to the front."""
    shell = pexpect.spawn("sh", ["-i"], cwd=ROOT, env=environment() | {"PS1": "$ "}, dimensions=(40, 120), timeout=30)
    try:
        shell.sendline(shlex.join([sys.executable, "-m", "tests.tui.fake_byline", str(SEED)]))
        shell.expect_exact("Ready")
        shell.send("\x1a")
        shell.expect_exact(CLEAN_END)
        shell.expect_exact("$ ")
        shell.sendline("fg")
        shell.expect_exact(SAFE_START)
        shell.expect_exact("Ready")
        shell.send("\x11")
        shell.expect_exact(CLEAN_END)
        shell.sendline("exit")
        shell.expect(pexpect.EOF)
    finally:
        shell.close(force=True)


def test_adding_is_interrupted_and_goes_on(tmp_path: Path) -> None:
    """Ctrl+C says that nothing is lost; the same command adds the rest."""
    (tmp_path / "news").mkdir()
    for number in range(2_000):
        (tmp_path / "news" / f"{number}.txt").write_text(" ".join(f"House {number} has room {n}." for n in range(5)))
    command = ["-m", "tui", "add", "--store", "store", "news"]
    # Interrupted within its own lock, a measured program waits for it forever; and it takes twice as long.
    unmeasured = {name: value for name, value in environment().items() if not name.startswith("COVERAGE_")}
    child = pexpect.spawn(sys.executable, command, cwd=tmp_path, env=unmeasured, timeout=120, preexec_fn=heed_ctrl_c)
    child.expect("Adding articles, [0-9,]+ a second, [0-9:]+ left")
    child.sendintr()
    child.expect_exact("byline: interrupted; the same command goes on where it was")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    rest, code = pexpect.run(
        shlex.join([sys.executable, *command]), cwd=tmp_path, env=unmeasured, timeout=120, withexitstatus=True
    )
    assert code == 0
    added = re.search(rb"([0-9,]+) added, 2,000 in the archive", rest)
    assert added is not None
    assert 0 < int(added[1].replace(b",", b"")) < 2_000


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_gives_the_terminal_back(name: str) -> None:
    """The chat leaves as if it had been told to by a key, and with the exit code that shells expect."""
    terminal = Terminal(SEED)
    terminal.see("Ready")
    terminal.child.kill(getattr(signal, name))
    terminal.child.expect(pexpect.EOF)
    terminal.child.close()
    assert terminal.child.exitstatus == 128 + getattr(signal, name)
    end = terminal.bytes.decode().rpartition(CLEAN_END)[2]
    assert "\x1b[?25h" in end
    assert "\x1b[?1003l" in end  # the mouse


def test_a_closed_terminal_ends_the_chat() -> None:
    """What was asked is kept, and nothing is left running."""
    terminal = Terminal(SEED)
    terminal.see("Ready")
    terminal.child.send(f"{QUESTION}\r")
    terminal.see("likely, 78 %")
    terminal.child.ptyproc.fileobj.close()  # which knows then that it is closed, and closes no later file of its number
    assert exit_code(terminal.child.pid) == 128 + signal.SIGHUP
    assert [saved.title for saved in History(history_file()).conversations()] == [QUESTION]


def test_hostile_text_never_reaches_the_terminal(hostile: Terminal) -> None:
    """No byte of a control sequence from article, name or question is written to the terminal."""
    hostile.see("Ready")
    # Bracketed paste brings what no key can type.
    hostile.child.send("\x1b[200~bananas \x1b]52;c;cHduZWQ= \u202e \x9b2J [/foo]\x1b[201~\r")
    hostile.see("likely, 78 %")
    hostile.child.send("\x0e")
    hostile.see("▌")
    assert hostile.leave() == 0
    drawn = hostile.bytes.decode()
    assert "[/foo] see [1]" in drawn
    assert "\x1b]52;" not in drawn
    assert "pwned\x07" not in drawn
    assert "\x1b]0;pwned" not in drawn
    assert "\x1b[2J are" not in drawn
    assert "\x9b" not in drawn
    assert "\u202e" not in drawn


def test_hostile_path_never_reaches_the_terminal() -> None:
    """Neither from the prompt's field nor from the line that refuses what stands in it."""
    terminal = Terminal(SEED)
    terminal.see("Ready")
    terminal.child.send("\x10")
    terminal.see("Search for commands")
    terminal.child.send("Open article")
    terminal.see("Read another file")
    terminal.child.send("\r")
    terminal.see("esc closes")
    terminal.child.send("\x1b[200~[/foo] \x1b]52;c;cHduZWQ= \u202e \x9b2J\x1b[201~\r")
    terminal.see("no such file")
    assert terminal.leave() == 0
    drawn = terminal.bytes.decode()
    assert "[/foo] " in drawn
    assert "\x1b]52;" not in drawn
    assert "\x9b" not in drawn
    assert "\u202e" not in drawn


def test_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR the chat draws in greys only."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLORTERM", "truecolor")
    terminal = Terminal(SEED)
    terminal.see("Ready")
    terminal.child.send(f"{QUESTION}\r")
    terminal.see("likely, 78 %")
    assert terminal.leave() == 0
    drawn = terminal.bytes.decode()
    colours = re.findall(r"[34]8;2;(\d+);(\d+);(\d+)", drawn)
    assert colours
    assert all(red == green == blue for red, green, blue in colours)


def test_article_from_standard_input() -> None:
    """An article that comes through a pipe opens in the chat, and the keys come from the terminal."""
    child = pexpect.spawn(
        "bash",
        ["-c", f'echo "Bananas are yellow." | "{sys.executable}" -m tests.tui.fake_byline -'],
        cwd=ROOT,
        env=environment(),
        dimensions=(24, 80),
        timeout=30,
    )
    child.expect_exact(b"Ready")
    child.send("bananas\r")
    child.expect_exact(b"likely, 78 %")
    child.send("\x11")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_go_on_where_one_left() -> None:
    """Asked, left at once, and resumed: the answer is on the screen again, and the next turn is kept with it."""
    terminal = Terminal(SEED)
    terminal.see("Ready")
    terminal.child.send(f"{QUESTION}\r")
    terminal.see("likely, 78 %")
    assert terminal.leave() == 0
    again = Terminal("--resume")
    again.see("likely, 78 %")
    again.child.send("bananas\r")
    again.see("The article does not say.")
    assert again.leave() == 0
    (saved,) = History(history_file()).conversations()
    assert (saved.title, saved.turns) == (QUESTION, 2)


def test_a_folder_that_goes_away(tmp_path: Path) -> None:
    """A chat is kept with the whole path of its article, though the folder that it was opened in is gone by then."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / SEED.name).write_bytes(SEED.read_bytes())
    terminal = Terminal(SEED.name, folder=folder)
    terminal.see("Ready")
    shutil.rmtree(folder)
    terminal.child.send(f"{QUESTION}\r")
    terminal.see("likely, 78 %")
    assert terminal.leave() == 0
    (saved,) = History(history_file()).conversations()
    assert [article.path for article in saved.articles] == [str(folder / SEED.name)]
