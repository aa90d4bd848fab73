"""Text that tries to steer the terminal, wherever it comes from. The chat's test is tests/tui/test_terminal.py."""

from __future__ import annotations

import contextlib
import io
import os
import random
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from assistant import Article, NotFound
from assistant.history import History, history_file
from assistant.saved import SavedArticle
from tests.fakes import cite
from tests.torture.parts import NEWS, article, build, turn
from tui.cli import main

_SEQUENCES = [
    *(
        "\x1b]52;c;cHduZWQ=\x07",
        "\x1b]0;pwned\x07",
        "\x1b]8;;http://x\x1b\\",
        "\x1b[2J",
        "\x1b[31m",
        "\x9b2J",
        "\x9d0;x\x9c",
    ),
    *(
        "\x90q\x9c",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u061c",
        "\U000e0041",
        "\x08\x08",
        "\r",
        "\x7f",
        "\x85",
        "\u2028",
        "[/foo]",
    ),
]
_HARMLESS = {"\n", "\t"}


def hostile_text(count: int, chance: random.Random) -> Iterator[str]:
    """From article, name, question, kept conversation or record: no control reaches a printed line or an export."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        before = {key: os.environ.get(key) for key in ("BYLINE_HISTORY", "BYLINE_CACHE")}
        os.environ.update(dict.fromkeys(before, name))
        try:
            for _ in range(count):
                yield _attack(chance, Path(name))
        finally:
            for key, value in before.items():
                os.environ.pop(key) if value is None else os.environ.update({key: value})


def hostile_archive(count: int, chance: random.Random) -> Iterator[str]:
    """The same from an archive's folder, its articles and their names, in every command that takes an archive."""
    for _ in range(count):
        with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
            hostile = "".join(chance.choices(_SEQUENCES, k=3)).replace("/", "")
            text = f"Kyiv bananas {hostile} denied it.\n\n{NEWS}".replace("\x08", "").replace("\x07", "")
            file, store, question = f"{hostile}.txt", f"store{hostile}", f"Who denied it {hostile}?"
            Path(file).write_text(text)
            assert "1 added, 1 in" in _said("add", ["add", "--store", store, file, f"{hostile}.none"])
            assert _said("list", ["list", "--store", store])
            for command in (["ask"], ["ask", "--json"]):
                said = _said("ask", [*command, "--store", store, question])
                assert "denied" in said or "does not say" in said or "not_found" in said
            with closing(sqlite3.connect(Path(store, "articles.sqlite"))) as db:
                db.execute("UPDATE texts SET text = 'other'")
                db.commit()
            assert "is damaged" in _said("ask of a damaged one", ["ask", "--store", store, question])
            assert "not in the archive" in _said("remove", ["remove", "--store", store, hostile, file])
            assert "no archive" in _said("list of none", ["list", "--store", hostile])
        yield "add, list, ask, remove"


def _attack(chance: random.Random, folder: Path) -> str:
    hostile = "".join(chance.choices(_SEQUENCES, k=3))
    words = f"bananas {hostile}"
    text = f"Kyiv {words} denied it.\n\n{NEWS}".replace("\x08", "").replace("\x07", "")
    path = folder / f"{hostile.replace('/', '')}.txt"
    path.write_text(text)
    record = folder / "record.json"
    saved = History(history_file())
    kept = turn(words)
    conversation = saved.begin((SavedArticle.of(article(0, hostile), path),), kept)
    command, arguments = chance.choice(
        [
            ("ask", ["ask", str(path), words]),
            ("ask --json", ["ask", "--json", str(path), words]),
            ("ask of two", ["ask", str(path), str(path), words]),
            ("refused file", ["ask", f"{path}-{hostile}", words]),
            ("refused option", ["ask", str(path), words, f"--{hostile}"]),
            ("refused model", ["ask", str(path), words, "--threshold", hostile]),
            ("history", ["history"]),
            ("history search", ["history", "search", hostile, "--json"]),
            ("rename", ["history", "rename", str(conversation), hostile]),
            ("refused number", ["history", "delete", hostile]),
            ("export", ["export", str(conversation)]),
            ("export --json", ["export", str(conversation), "--json"]),
            ("verify", ["verify", str(record), str(path)]),
            ("refused record", ["verify", str(path), str(path)]),
            ("eval", ["eval", str(path)]),
        ]
    )
    cited = cite(Article(hostile, text), 1, 0, text.index("\n"))
    record.write_text(NotFound(question=words, reason=hostile, closest=(cited,)).model_dump_json())
    said = _said(command, arguments)
    saved.delete(conversation)
    path.unlink()
    assert said or command == "rename", command
    return command


def _said(command: str, arguments: list[str]) -> str:
    """What a command printed; nothing in it steers a terminal."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = main(arguments, build=build)
    assert code in {0, 1, 2}, (command, code)
    said = output.getvalue() + errors.getvalue()
    steering = {c for c in said if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in _HARMLESS}
    steering |= {c for c in said if c in "\u202e\u2066\u200f\u061c\U000e0041"}
    assert not steering, (command, steering)
    return said
