"""What one can do besides asking and reading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.command import Hit

from assistant import Found
from tests.tui.chatting import chat
from tui.actions import ACTIONS
from tui.help_screen import HelpScreen
from tui.palette import ActionProvider


async def test_palette_has_every_action() -> None:
    """The command palette offers all that has a key, but for Escape and itself, and names the keys."""
    async with chat() as it:
        offered = {hit.text: hit.help async for hit in ActionProvider(it.app.reading).discover()}
        assert set(offered) == {action.title for action in ACTIONS} - {"Cancel", "Commands"}
        assert offered["Copy answer"] == "Copy the answer with its passages · c"
        assert offered["Next passage"] == "Show the next passage of the answer · ^n"


async def test_palette_searches_what_actions_do() -> None:
    """Not only what they are called; a title that fits comes first."""
    async with chat() as it:
        hits = [hit async for hit in ActionProvider(it.app.reading).search("copy") if isinstance(hit, Hit)]
        best = sorted(hits, key=lambda hit: -hit.score)
        assert [str(hit.match_display) for hit in best][:2] == ["Copy answer", "Copy passage"]
        for typed, titles in (
            ("earlier", ["Saved conversations"]),
            ("delete", ["Saved conversations"]),
            ("disk", ["Export to Markdown", "Export to JSON"]),
        ):
            hits = [hit async for hit in ActionProvider(it.app.reading).search(typed) if isinstance(hit, Hit)]
            assert [str(hit.match_display) for hit in hits] == titles


async def test_a_theme_is_chosen_by_its_name() -> None:
    """From a palette of themes."""
    async with chat() as it:
        await it.app.reading.run_action("app.change_theme")
        await it.until(lambda: "Search for themes" in it.screen_text)
        await it.type("gruvbox")
        await it.until(lambda: "No matches" not in it.screen_text and it.screen_text.count("gruvbox") == 2)
        await it.pilot.press("enter")
        await it.until(lambda: it.app.theme == "gruvbox")


async def test_palette_runs_an_action() -> None:
    """An action chosen by its name is done."""
    async with chat() as it:
        await it.ready()
        await it.pilot.press("ctrl+p")
        await it.type("light or dark")
        await it.until(lambda: "From dark to light" in it.screen_text)
        await it.pilot.press("enter")
        await it.until(lambda: it.app.theme == "byline-light")


async def test_help() -> None:
    """F1 shows the keys while one types, Escape goes back to typing."""
    async with chat() as it:
        await it.pilot.press("f1")
        await it.until(lambda: isinstance(it.app.screen, HelpScreen))
        assert "Find words in the article" in it.screen_text
        await it.pilot.press("escape")
        await it.pilot.pause()
        assert it.app.reading.composer.has_focus


async def test_export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The conversation is written beside, as Markdown and as JSON."""
    monkeypatch.chdir(tmp_path)
    async with chat() as it:
        await it.ask()
        await it.pilot.press("ctrl+s", "escape", "E")
        markdown = (tmp_path / "kremlin-drones-conversation.md").read_text()
        assert markdown.startswith("# kremlin\\-drones\\.txt\n\n## zelenskyy press officer nikiforov\n")
        record = json.loads((tmp_path / "kremlin-drones-conversation.json").read_text())
        assert record["turns"][0]["answer"]["kind"] == "found"


async def test_export_where_one_may_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be written is one line, and the program lives on."""
    monkeypatch.chdir(tmp_path)
    async with chat() as it:
        await it.ask()
        monkeypatch.setattr("tui.app.write_beside", _refuse)
        await it.pilot.press("ctrl+s")
        await it.until(lambda: "Cannot write in this folder: No space left" in it.screen_text)


def _refuse(*_: str) -> Path:
    raise OSError(28, "No space left on device")


async def test_copy() -> None:
    """The answer and the passage are copied with where they stand."""
    async with chat() as it:
        card = await it.ask()
        assert isinstance(card.answer, Found)
        await it.pilot.press("escape", "c")
        assert it.app.clipboard.startswith(f"{card.answer.answers[0].text} (likely, 78 %)\nZelenskyy’s")
        await it.pilot.press("C")
        assert it.app.clipboard.endswith("(kremlin-drones.txt, ¶ 10)")


async def test_quit_while_the_model_loads() -> None:
    """Leaving does not wait for a question or the model."""
    async with chat(may_open=False) as it:
        await it.pilot.press("ctrl+q")
        await it.pilot.pause()
        assert it.app.return_code == 0
