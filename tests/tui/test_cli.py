"""The command line, as a shell sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.tui.chatting import QUESTION, ROOT, SEED


def byline(
    *arguments: str | Path, module: str = "tests.tui.fake_byline", given: bytes = b"", encoding: str = "utf-8"
) -> tuple[int, str, str]:
    """Run the command; its exit code, standard output and standard error."""
    environment = os.environ | {"COLUMNS": "80", "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment, input=given, capture_output=True
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_found() -> None:
    """An answer is printed with its citation, exit code 0, and no progress where nobody watches."""
    code, out, err = byline("ask", SEED, QUESTION)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].endswith("(likely, 78 %)")
    assert lines[2].startswith("[1] ¶ 10  Zelenskyy’s press officer, Serhiy Nikiforov, said in a comment to")
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in out


def test_not_found() -> None:
    """A question that the article does not answer: exit code 1 and a plain sentence."""
    code, out, err = byline("ask", SEED, "bananas?")
    assert (code, err) == (1, "")
    assert out.startswith("The article does not say.\nNo passage speaks of this.\n\nClosest passages\n")


def test_json() -> None:
    """The record is JSON with exact quotes."""
    code, out, _ = byline("ask", "--json", SEED, QUESTION)
    citation = json.loads(out)["answers"][0]["citations"][0]
    assert code == 0
    assert SEED.read_text(encoding="utf-8")[citation["start"] : citation["end"]] == citation["quote"]


def test_a_terminal_that_lacks_characters() -> None:
    """It shows a question mark in their place; a record keeps them, escaped."""
    code, out, err = byline("ask", SEED, QUESTION, encoding="ascii")
    assert (code, err) == (0, "")
    assert "[1] ? 10  Zelenskyy?s press officer, Serhiy Nikiforov" in out
    code, out, _ = byline("ask", "--json", SEED, QUESTION, encoding="ascii")
    assert "Zelenskyy’s press officer" in json.loads(out)["answers"][0]["citations"][0]["quote"]


def test_a_forgotten_question() -> None:
    """A file is no question."""
    code, out, err = byline("ask", SEED, SEED)
    assert (code, out) == (2, "")
    assert err == f"byline: {SEED} is a file; the question comes last (byline --help)\n"


def test_a_question_may_be_longer_than_any_name_of_a_file() -> None:
    """It is asked, whatever the file system says to it."""
    code, out, err = byline("ask", "--json", SEED, "кто " * 200)
    assert (code, err) == (1, "")
    assert json.loads(out)["kind"] == "not_found"


def test_options_may_follow_the_question() -> None:
    """Options stand anywhere."""
    code, out, _ = byline("ask", SEED, QUESTION, "--json", "--threshold", "0.4", "--no-cache")
    assert (code, json.loads(out)["kind"]) == (0, "found")


def test_standard_input() -> None:
    """A hyphen reads the article from standard input."""
    code, out, _ = byline("ask", "-", "bananas", given=b"Bananas are yellow.")
    assert (code, out.splitlines()[2]) == (0, "[1] ¶ 1  Bananas are yellow.")


def test_several_articles_are_named(tmp_path: Path) -> None:
    """With several articles each citation names its own; the second of the same name has a number."""
    for folder, text in (("a", "Apples are red."), ("b", "Bananas are yellow.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(text)
    _, out, _ = byline("ask", tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt", "bananas")
    assert "[1] x.txt (2)" in out


def bad_input(tmp_path: Path) -> list[tuple[list[str | Path], str]]:
    empty, binary, latin = tmp_path / "empty.txt", tmp_path / "binary.txt", tmp_path / "latin.txt"
    large, long = tmp_path / "large.txt", tmp_path / "long.txt"
    large.write_bytes(b"a" * 10_000_001)
    long.write_bytes(b"No.\n\n" * 100_001)
    empty.write_text(" \n")
    binary.write_bytes(b"abc\x00\x01\x02def")
    latin.write_bytes("é".encode("latin-1"))
    return [
        ([], "no article given"),
        (["ask", SEED], "ask needs an article and a question"),
        (["ask"], "ask needs an article and a question"),
        (["ask", SEED, "  "], "the question is empty"),
        (["ask", tmp_path / "missing.txt", "q"], "missing.txt: no such file"),
        (["ask", empty, "q"], "empty"),
        (["ask", binary, "q"], "not text"),
        (["ask", latin, "q"], "not UTF-8 text"),
        (["ask", tmp_path, "q"], "not a file"),
        (["ask", large, "q"], "large.txt: larger than 10 MB; cut it into several articles"),
        (["ask", long, "q"], "long.txt: more than 100,000 sentences; cut it into several articles"),
        (["ask", SEED, "q", "--threshold", "1.5"], "1.5 is not a number from 0 to 1"),
        (["ask", SEED, "q", "--threshold", "nan"], "nan is not a number from 0 to 1"),
        (["ask", SEED, "q", "--wrong"], "unrecognized arguments: --wrong"),
        (["ask", "-", "-", "q"], "standard input can be read once only"),
        ([SEED], "the chat needs a terminal"),
        ([SEED, "--json"], "unrecognized arguments: --json"),
        (["history", "find", "x"], "history takes: search WORDS…"),
        (["history", "search"], "history takes: search WORDS…"),
        (["history", "rename", "1", " "], "the title is empty"),
        (["history", "rename", "one", "x"], "one is not the number of a conversation"),
        (["history", "delete", "9" * 30], "is not the number of a conversation"),
        (["history", "delete", "3"], "there is no conversation 3"),
        (["export"], "no conversation is kept yet"),
        (["export", "1", "2"], "export takes one conversation"),
        (["export", "--json", "--markdown"], "--json or --markdown, not both"),
        (["verify"], "verify needs a record"),
        (["verify", tmp_path / "missing.json"], "missing.json: No such file or directory"),
        (["verify", binary], "binary.txt: Invalid JSON"),
        (["verify", "/dev/zero"], "/dev/zero: larger than 10 MB"),
        (["eval"], "eval needs a file of questions"),
        (["eval", tmp_path], "Is a directory"),
        (["eval", binary], "binary.txt: Invalid JSON"),
        (["ask", SEED, "q", "--model", ""], "argument --model: nothing given"),
        (["ask", "", "q"], "the name of a file is empty"),
        (["ask", "--store", "", "q"], "argument --store: nothing given"),
        (["add", "--store", "x", ""], "the name of a file is empty"),
        (["eval", ""], "the name of a file is empty"),
        (["export", "-o", ""], "argument -o: nothing given"),
    ]


@pytest.mark.parametrize("number", range(39))
def test_bad_input_is_one_line(number: int, tmp_path: Path) -> None:
    """Whatever is wrong with what was given: exit code 2, nothing printed, one line that says what."""
    arguments, says = bad_input(tmp_path)[number]
    code, out, err = byline(*arguments, module="tui")
    assert (code, out) == (2, "")
    assert err.startswith("byline: ")
    assert says in err
    assert err.count("\n") == 1


def test_hostile_file_name() -> None:
    """A file name with control characters is shown, not obeyed, and so is one that is not text at all."""
    code, _, err = byline("ask", "\x1b]0;x\x07\n[/foo].txt", "q", module="tui")
    assert (code, err) == (2, "byline: ␛]0;x␇ [/foo].txt: no such file\n")
    code, _, err = byline("ask", os.fsdecode(b"\xff.txt"), "q", module="tui")
    assert (code, err) == (2, "byline: \ufffd.txt: no such file\n")


def test_hostile_article(tmp_path: Path) -> None:
    """No byte of the article reaches the terminal as a control; the JSON is escaped."""
    path = tmp_path / "\x1b]0;x\x07.txt"
    path.write_text("Bananas \x1b]52;c;eA==\x1b\\ are \x9b2J \u202eyellow [/foo].")
    plain = byline("ask", path, SEED, "bananas \x1b[2J \x9b \u202e")[1]
    record = byline("ask", "--json", path, "bananas")[1]
    for out in (plain, record):
        assert not set("\x1b\x07\x9b\u202e") & set(out)
        assert "[/foo]" in out
    assert json.loads(record)["answers"][0]["citations"][0]["quote"] == path.read_text()


def test_question_that_is_not_text() -> None:
    """A question in broken UTF-8 is asked with visible signs in the place of the broken bytes."""
    code, _, err = byline("ask", SEED, os.fsdecode(b"kremlin \xff\xfe"), "--json")
    assert (code, err) == (0, "")


def test_help_fits_a_screen() -> None:
    """The help names all options on at most 24 lines of at most 80 columns."""
    code, out, _ = byline("--help", module="tui")
    assert code == 0
    assert len(out.splitlines()) <= 24
    assert max(map(len, out.splitlines())) <= 80
    options = "--json --markdown -o --misses --threshold --model --no-cache --resume --no-history --version --help"
    for word in (*options.split(), "ask", "history", "export", "verify", "eval", "add", "list", "remove", "--store"):
        assert word in out


def test_version() -> None:
    """The version is one line."""
    code, out, _ = byline("--version", module="tui")
    assert (code, out) == (0, f"byline {version('byline')}\n")


def test_closed_pipe_is_silent() -> None:
    """Whoever stops reading gets no complaint."""
    command = f'"{sys.executable}" -m tests.tui.fake_byline ask "{SEED}" "{QUESTION}" | true; exit "${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True)
    assert done.stderr == b""
    assert done.returncode in {0, 141}


@pytest.mark.parametrize(
    ("arguments", "code", "printed"),
    [
        (f'ask "{SEED}" bananas? >&-', 1, b""),
        (f'ask "{SEED}" bananas? 2>&-', 1, b"The article does not say."),
        (f'ask "{SEED}" bananas? <&- >&- 2>&-', 1, b""),
        ("ask - bananas? <&-", 2, b"byline: standard input: empty, nothing to read"),
        ("history >&-", 0, b""),
        ("verify missing.json >&-", 2, b"byline: missing.json: No such file or directory"),
        ("verify missing.json 2>&-", 2, b""),
    ],
)
def test_a_closed_stream_is_no_error(arguments: str, code: int, printed: bytes) -> None:
    """What would go there is lost; everything else is printed, and the exit code is what it always is."""
    command = f'"{sys.executable}" -m tests.tui.fake_byline {arguments}'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True)
    assert (done.returncode, (done.stdout + done.stderr).split(b"\n")[0]) == (code, printed)


def test_interrupt() -> None:
    """Ctrl-C leaves with 130 and no traceback."""
    code = (
        "import sys; from tui.cli import main\n"
        "def build(*_): raise KeyboardInterrupt\n"
        f"sys.exit(main(['ask', {str(SEED)!r}, 'q'], build=build))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    assert (done.returncode, done.stderr) == (130, b"")
