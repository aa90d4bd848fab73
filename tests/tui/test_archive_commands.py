"""`byline add`, `ask --store`, `list` and `remove`, as a shell sees them."""

import json
import os
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
    assert (code, named[0].split("/")[-1] in out.replace("\n", "")) == (0, True)
    assert byline("remove", "--store", store, named[1], module="tui") == (0, "1 removed, 1 in the archive\n", "")
    _, out, _ = byline("ask", "--store", store, "Why was the ferry cancelled?", module="tui")
    assert "ferry" not in out


def test_an_archive_in_milvus_is_opened_again(tmp_path: Path) -> None:
    """Every command is a process of its own, and finds what those before it added."""
    article, store = tmp_path / "ferry.txt", f"milvus+file:{tmp_path}/store"
    article.write_text("The ferry was cancelled because of a storm.")
    assert byline("add", "--store", store, article, module="tui") == (0, "1 added, 1 in the archive\n", "")
    assert byline("add", "--store", store, article, module="tui") == (0, "0 added, 1 in the archive\n", "")
    assert byline("list", "--store", store, module="tui") == (0, f"{article}\n", "")
    code, out, err = byline("ask", "--store", store, "Why was the ferry cancelled?", module="tui")
    assert (code, "storm" in out, err) == (0, True, "")


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


def test_nothing_to_add_makes_no_archive(tmp_path: Path) -> None:
    """A name mistyped leaves nothing behind, and what is there already stays."""
    store, gone, none = tmp_path / "s", tmp_path / "gone.txt", tmp_path / "none"
    none.mkdir()
    assert byline("add", "--store", store, gone, module="tui") == (2, "", f"byline: {gone}: no such file\n")
    code, out, err = byline("add", "--store", store, none, module="tui")
    says = f"byline: {none}: no text files there (.markdown, .md, .text, .txt)\n"
    assert (code, out, err, store.exists()) == (2, "", says, False)
    (tmp_path / "ferry.txt").write_text("The ferry was cancelled.")
    assert byline("add", "--store", store, tmp_path / "ferry.txt", module="tui")[0] == 0
    assert byline("add", "--store", store, none, module="tui") == (0, "0 added, 1 in the archive\n", "")


def test_names_that_are_not_text_stay_apart(tmp_path: Path) -> None:
    """Each article is kept, listed, and removed by what the list says."""
    folder, store = os.fsencode(tmp_path / "news"), tmp_path / "s"
    Path(os.fsdecode(folder)).mkdir()
    for name in (b"b\xff.txt", b"b\xfe.txt", b"\x1b[2J.txt"):
        Path(os.fsdecode(folder + b"/" + name)).write_text(f"The ferry {name!r} was cancelled.")
    assert byline("add", "--store", store, tmp_path / "news", module="tui") == (0, "3 added, 3 in the archive\n", "")
    listed = byline("list", "--store", store, module="tui")[1].splitlines()
    assert listed == [f"{tmp_path}/news/{name}" for name in ("␛[2J.txt", r"b\xfe.txt", r"b\xff.txt")]
    assert byline("remove", "--store", store, *listed, module="tui") == (0, "3 removed, 0 in the archive\n", "")


def test_what_is_listed_twice_is_not_removed(tmp_path: Path) -> None:
    """Neither of two names that are shown alike is meant more than the other."""
    news, store = tmp_path / "news", tmp_path / "s"
    news.mkdir()
    for name in ("a\x9b.txt", "a\u202e.txt"):
        (news / name).write_text("The ferry was cancelled.")
    byline("add", "--store", store, news, module="tui")
    shown = f"{news}/a\ufffd.txt"
    assert byline("remove", "--store", store, shown, module="tui") == (
        2,
        "0 removed, 2 in the archive\n",
        f"byline: {shown}: several articles are listed so\n",
    )


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    """The rest of it is added, and the exit code is 2."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "ferry.txt").write_text("The ferry was cancelled.")
    deep = os.open(tmp_path / "news", os.O_RDONLY)
    for _ in range(20):  # a longer path than the system opens, which stops root, too
        os.mkdir("d" * 250, dir_fd=deep)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = below
    os.close(deep)
    code, out, err = byline("add", "--store", tmp_path / "s", tmp_path / "news", module="tui")
    assert (code, out) == (2, "1 added, 1 in the archive\n")
    assert (err.count("\n"), err.endswith("ddd: File name too long\n")) == (1, True)


def test_a_wrong_command_line_is_one_line(tmp_path: Path) -> None:
    """Exit code 2 and what to do."""
    for arguments, reason in (
        (["add", "x.txt"], "add needs --store DIR and articles"),
        (["remove", "--store", "s"], "remove needs --store DIR and names"),
        (["list"], "list needs --store DIR and nothing else"),
        (["ask", "--store", "s", "a.txt", "Why?"], "ask takes articles or --store, not both; quote the question"),
    ):
        assert byline(*arguments) == (2, "", f"byline: {reason} (byline --help)\n")
    code, out, err = byline("ask", "--store", tmp_path / "none", "Why?", module="tui")
    assert (code, out, err) == (2, "", f"byline: {tmp_path / 'none'}: no archive here; byline add makes one\n")
