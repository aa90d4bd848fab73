"""Pictures of the screen, compared with those that a person has looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App
from textual.pilot import Pilot

from assistant import load_article
from tests.fakes import FakeAssistant
from tests.tui.chatting import QUESTION, SEED
from tui.app import BylineApp
from tui.widgets.turn_card import TurnCard

Compare = Callable[..., bool]
SIZES = [(80, 24), (120, 40)]


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer takes no time: how long one took is in the picture."""
    monkeypatch.setattr("tui.asking.perf_counter", lambda: 0.0)


def picture(compare: Compare, size: tuple[int, int], *keys: str, question: str = QUESTION) -> bool:
    """Ask, wait for the answer, press the keys and compare."""
    article = load_article(SEED)
    app: App[None] = BylineApp([article], lambda opened, _: FakeAssistant(opened))

    async def before(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, BylineApp)
        await pilot.pause()
        composer = pilot.app.reading.composer
        composer.cursor_blink = False
        while pilot.app.assistant is None:
            await pilot.pause(0.01)
        if question:
            await pilot.press(*("space" if character == " " else character for character in question), "enter")
            while not any(card.answer is not None for card in pilot.app.reading.query(TurnCard)):
                await pilot.pause(0.01)
            await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause(0.1)
        await pilot.pause()

    return compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_start(snap_compare: Compare, size: tuple[int, int]) -> None:
    """Nothing has been asked yet."""
    assert picture(snap_compare, size, question="")


@pytest.mark.parametrize("size", SIZES)
def test_answer(snap_compare: Compare, size: tuple[int, int]) -> None:
    """A question with its answer."""
    assert picture(snap_compare, size)


@pytest.mark.parametrize("size", SIZES)
def test_passage(snap_compare: Compare, size: tuple[int, int]) -> None:
    """The passage in the article, with why it was chosen."""
    assert picture(snap_compare, size, "escape", "1", "ctrl+y")


@pytest.mark.parametrize("size", SIZES)
def test_no_answer(snap_compare: Compare, size: tuple[int, int]) -> None:
    """A question that the article does not answer."""
    assert picture(snap_compare, size, question="bananas?")


@pytest.mark.parametrize("size", SIZES)
def test_light(snap_compare: Compare, size: tuple[int, int]) -> None:
    """The light theme."""
    assert picture(snap_compare, size, "escape", "1", "t")
