"""Draw the README's picture from the running program: `python -m bench.pictures` writes `docs/chat.svg`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from assistant import Assistant, load_article
from tui.app import BylineApp

ARTICLE = Path("seeds/kremlin-drones.txt")
QUESTION = "What did Volodin demand?"
PICTURE = Path("docs/chat.svg")


def main() -> None:
    """Ask a question in the chat, open its first passage, and keep what the screen shows."""
    asyncio.run(_draw())


async def _draw() -> None:
    article = load_article(ARTICLE)
    app = BylineApp([article], lambda opened, progress: Assistant.from_articles(opened, progress=progress))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(*QUESTION, "enter")
        while not app.conversation.turns:
            await pilot.pause(0.1)
        await pilot.press("ctrl+n")
        await pilot.pause(0.5)
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(app.export_screenshot(title="Byline"), encoding="utf-8")
    print(PICTURE)


if __name__ == "__main__":
    main()
