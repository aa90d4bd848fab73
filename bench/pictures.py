"""Draw the README's pictures from the running program: `python -m bench.pictures` writes them into `docs/`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from assistant import Assistant, load_article
from tui.app import BylineApp

ARTICLE = Path("seeds/kremlin-drones.txt")
FOLDER = Path("docs")


@dataclass(frozen=True, slots=True)
class Picture:
    """What is asked and pressed before the screen is kept.

    Attributes:
        name: Of the file.
        size: Columns and lines of the terminal.
        questions: Asked one after the other.
        keys: Pressed in the end.
    """

    name: str
    size: tuple[int, int]
    questions: tuple[str, ...]
    keys: tuple[str, ...] = ()


PICTURES = (
    Picture("chat.svg", (120, 36), ("What did Volodin demand?",)),
    Picture(
        "declined.svg", (120, 46), ("Has the footage been verified?", "Who won the football match?"), ("escape", "t")
    ),
)


def main() -> None:
    """Draw them all."""
    for picture in PICTURES:
        asyncio.run(_draw(picture))
        print(FOLDER / picture.name)


async def _draw(picture: Picture) -> None:
    article = load_article(ARTICLE)
    app = BylineApp([article], lambda opened, progress: Assistant.from_articles(opened, progress=progress))
    async with app.run_test(size=picture.size) as pilot:
        for number, question in enumerate(picture.questions, 1):
            await pilot.press(*question, "enter")
            while len(app.conversation.turns) < number:
                await pilot.pause(0.1)
        await pilot.press(*picture.keys)
        await pilot.pause(0.5)
        (FOLDER / picture.name).write_text(app.export_screenshot(title="Byline"), encoding="utf-8")


if __name__ == "__main__":
    main()
