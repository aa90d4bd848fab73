"""Open another article, and other things that are asked for in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.chatting import chat
from tui.path_suggester import complete
from tui.prompt_screen import PromptScreen, Refused
from tui.prompts import parse_threshold


async def test_another_article_is_opened_in_a_new_conversation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong name is said in the prompt and can be mended there."""
    monkeypatch.chdir(tmp_path)
    Path("ferry.txt").write_text("The ferry sank on Tuesday.", encoding="utf-8")
    async with chat() as it:
        await it.ask()
        await it.pilot.press("escape", "O")
        await it.until(lambda: isinstance(it.app.screen, PromptScreen))
        await it.type("ferr.txt")
        await it.pilot.press("enter")
        await it.until(lambda: "ferr.txt" in it.screen_text and "such file" in it.screen_text)
        await it.pilot.press(*["backspace"] * 4)
        assert "such file" not in it.screen_text
        await it.type("y.txt")
        await it.pilot.press("enter")
        await it.until(lambda: it.app.reading.article.view.page.text == "The ferry sank on Tuesday.")
        assert it.cards == []
        assert [article.id for article in it.app.articles] == ["ferry.txt"]


async def test_another_article_is_opened_while_the_first_is_still_being_loaded(tmp_path: Path) -> None:
    """The first opening is given up, and questions are about the second."""
    path = tmp_path / "ferry.txt"
    path.write_text("The ferry sank on Tuesday.", encoding="utf-8")
    async with chat(may_open=False) as it:
        await it.until(lambda: "25 %" in it.app.reading.status.text)
        await it.pilot.press("ctrl+t", "O")
        await it.until(lambda: isinstance(it.app.screen, PromptScreen))
        await it.type(str(path))
        await it.pilot.press("enter")
        await it.until(lambda: it.app.reading.article.view.page.text == "The ferry sank on Tuesday.")
        it.may_open.set()
        await it.ready()


async def test_escape_leaves_everything_as_it_was() -> None:
    """The prompt goes away."""
    async with chat() as it:
        before = it.app.articles
        await it.pilot.press("escape", "ctrl+t", "O")
        await it.until(lambda: isinstance(it.app.screen, PromptScreen))
        await it.pilot.press("escape")
        await it.until(lambda: it.app.screen is it.app.reading)
        assert it.app.articles == before


@pytest.mark.parametrize(("text", "threshold"), [("0.4", 0.4), ("1", 1.0), ("", None)])
def test_a_threshold_is_a_share_or_nothing(text: str, threshold: float | None) -> None:
    """An empty line stands for the measured best."""
    assert parse_threshold(text) == (threshold,)


@pytest.mark.parametrize("text", ["nan", "2", "-0.1", "high", "0,4"])
def test_another_threshold_is_refused(text: str) -> None:
    """In words that can be acted on."""
    with pytest.raises(Refused, match="is not a number from 0 to 1"):
        parse_threshold(text)


def test_file_names_are_completed(tmp_path: Path) -> None:
    """The first by name; folders with a slash; hidden files only when they are asked for."""
    (tmp_path / "drafts").mkdir()
    for name in (".hidden", "b.txt", "b2.txt", "evil\x1b[2J"):
        (tmp_path / name).touch()
    assert complete(f"{tmp_path}/b") == f"{tmp_path}/b.txt"
    assert complete(f"{tmp_path}/b2") == f"{tmp_path}/b2.txt"
    assert complete(f"{tmp_path}/dr") == f"{tmp_path}/drafts/"
    assert complete(f"{tmp_path}/") == f"{tmp_path}/b.txt"
    assert complete(f"{tmp_path}/.h") == f"{tmp_path}/.hidden"
    assert complete(f"{tmp_path}/evil") is None
    assert complete(f"{tmp_path}/zzz") is None
    assert complete(f"{tmp_path}/nowhere/x") is None


async def test_an_error_that_nobody_expected_is_one_line_and_the_program_lives_on() -> None:
    """What a prompt's worker breaks on is said; the prompt can be left, and questions are answered."""

    def accept(_line: str) -> None:
        raise ZeroDivisionError("oops")

    async with chat() as it:
        it.app.push_screen(PromptScreen("Divide", "by what?", accept))
        await it.pilot.pause()
        await it.pilot.press("0", "enter")
        await it.until(lambda: [n.message for n in it.app._notifications] == ["ZeroDivisionError: oops"])
        await it.pilot.press("escape")
        await it.ask()
