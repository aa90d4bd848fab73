"""Open the chat in a test, with an assistant that waits when it is told to."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from assistant import Article, Found, NotFound, Progress, load_article
from tests.fakes import FakeAssistant
from tui.app import BylineApp
from tui.keeper import Keeper
from tui.preferences import PreferencesFile
from tui.widgets.turn_card import TurnCard

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "kremlin-drones.txt"
QUESTION = "zelenskyy press officer nikiforov"


@dataclass
class Chat:
    """A running chat and the handles of a test on it."""

    app: BylineApp
    pilot: Pilot[None]
    assistant: FakeAssistant
    may_open: threading.Event
    openings: list[Exception | None] = field(default_factory=list)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the program run until something is so; gives up after what is long even on a busy machine."""
        for _ in range(1000):
            await self.pilot.pause()
            if condition():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("this never came to be")

    async def type(self, text: str) -> None:
        """Press the keys of a text."""
        await self.pilot.press(*("space" if character == " " else character for character in text))

    def burst(self, text: str) -> None:
        """Let the keys of a text come all at once, as they do over a slow line; a new line is Enter."""
        driver = self.app._driver
        assert driver is not None
        for character in text:
            key = {" ": "space", "\n": "enter", "\x06": "ctrl+f", "\x10": "ctrl+p"}.get(character, character)
            driver.process_message(events.Key(key, character if character.isprintable() else None))

    async def ready(self) -> None:
        """Wait until the assistant is there."""
        await self.until(lambda: self.app.assistant is not None)

    async def ask(self, question: str = QUESTION) -> TurnCard:
        """Ask and wait for the answer."""
        self.app.reading.composer.focus()
        await self.type(question)
        await self.pilot.press("enter")
        await self.until(lambda: bool(self.cards) and self.cards[-1].answer is not None)
        await self.pilot.pause()
        return self.cards[-1]

    @property
    def cards(self) -> list[TurnCard]:
        """The questions so far."""
        return list(self.app.reading.query(TurnCard))

    @property
    def screen_text(self) -> str:
        """What is on the screen, line by line."""
        return "\n".join(
            "".join(segment.text for segment in line)
            for line in self.app.screen._compositor.render_strips(self.app.size)
        )


@asynccontextmanager
async def chat(
    articles: Sequence[Article] | None = None,
    scripted: Mapping[str, Found | NotFound | Exception] | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    may_open: bool = True,
    openings: Sequence[Exception | None] = (),
    keeper: Keeper | None = None,
    preferences: PreferencesFile | None = None,
) -> AsyncIterator[Chat]:
    """The chat on the seed article, or on others.

    Args:
        articles: What to open.
        scripted: Answers and errors by question.
        size: Of the terminal, in cells.
        may_open: Whether the assistant opens at once or only when the test says so.
        openings: What goes wrong at the first opening, the second and so on.
        keeper: Keeps what is asked.
        preferences: How the reader likes it.
    """
    articles = articles or [load_article(SEED)]
    assistant = FakeAssistant(articles, scripted)
    gate = threading.Event()
    if may_open:
        gate.set()
    left = list(openings)

    def open_assistant(opened: Sequence[Article], progress: Progress) -> FakeAssistant:
        assistant.articles = tuple(opened)
        progress("Embedding the article", 3, 12)
        gate.wait(timeout=20)
        error = left.pop(0) if left else None
        if error is not None:
            raise error
        return assistant

    app = BylineApp(
        articles, open_assistant, open_keeper=None if keeper is None else lambda: keeper, preferences=preferences
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        try:
            yield Chat(app, pilot, assistant, gate, left)
        finally:
            gate.set()
            assistant.may_answer.set()
