"""`byline add`, `ask --store`, `list` and `remove`, as a shell sees them."""

import json
from pathlib import Path

from tests.tui.test_cli import byline


def test_articles_are_added_asked_listed_and_removed(tmp_path: Path) -> None:
    """Folders are searched for text files; an article is called by its path."""
    news, store = tmp_path / "news", tmp_path / "store"
    (news / "deep").mkdir(parents=True)
    (news / "ferry.txt").write_text("The ferry was cancelled because of a storm.")
    (news / "deep" / "bakery.md").write_text("The bakery burned down on Friday.")
    (news / "picture.png").write_bytes(b"\x89PNG")
    named = [str(news / "deep" / "bakery.md"), str(news / "ferry.txt")]

    assert byline("add", "--store", store, news, module="tui") == (0, "2 added, 2 in the archive\n", "")
    assert byline("add", "--store", store, news, module="tui") == (0, "0 added, 2 in the archive\n", "")
    assert byline("list", "--store", store, module="tui") == (0, "".join(f"{n}\n" for n in named), "")
    code, out, _ = byline("ask", "--json", "--store", store, "Why was the ferry cancelled?", module="tui")
    assert code == 0
    assert json.loads(out)["answers"][0]["citations"][0]["article_id"] == named[1]
    code, out, _ = byline("ask", "--store", store, "When did the bakery burn down?", module="tui")
    assert (code, named[0].split("/")[-1] in out) == (0, True)
    assert byline("remove", "--store", store, named[1], module="tui") == (0, "1 removed, 1 in the archive\n", "")
    code, out, _ = byline("ask", "--store", store, "Why was the ferry cancelled?", module="tui")
    assert (code, "ferry" in out) == (1, False)


def test_what_cannot_be_read_keeps_nothing_else_out(tmp_path: Path) -> None:
    """Each is told in a line, the others are added, and the exit code is 2."""
    good, empty, long = tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "long.txt"
    good.write_text("The ferry was cancelled.")
    empty.write_text(" ")
    long.write_text("No.\n\n" * 100_001)
    code, out, err = byline("add", "--store", tmp_path / "s", long, good, empty, tmp_path / "gone.txt", module="tui")
    assert (code, out) == (2, "1 added, 1 in the archive\n")
    assert err.splitlines() == [
        f"byline: {long}: more than 100,000 sentences; cut it into several articles",
        f"byline: {empty}: empty, nothing to read",
        f"byline: {tmp_path / 'gone.txt'}: no such file",
    ]
    code, out, err = byline("remove", "--store", tmp_path / "s", "other.txt", module="tui")
    assert (code, out, err) == (2, "0 removed, 1 in the archive\n", "byline: other.txt: not in the archive\n")


def test_a_wrong_command_line_is_one_line(tmp_path: Path) -> None:
    """Exit code 2 and what to do."""
    for arguments, reason in (
        (["add", "x.txt"], "add needs --store FOLDER and articles"),
        (["remove", "--store", "s"], "remove needs --store FOLDER and names"),
        (["list"], "list needs --store FOLDER and nothing else"),
        (["ask", "--store", "s", "a.txt", "Why?"], "ask takes articles or --store, not both; quote the question"),
    ):
        assert byline(*arguments) == (2, "", f"byline: {reason} (byline --help)\n")
    code, out, err = byline("ask", "--store", tmp_path / "none", "Why?", module="tui")
    assert (code, out, err) == (2, "", f"byline: {tmp_path / 'none'}: no archive here; byline add makes one\n")
