"""How long the chat's event loop is busy after each key: `python -m bench.keys [ARTICLE]`.

Keys go through the real program without a terminal, with an assistant that answers at once; a task that only waits for
its turn measures the longest time that it was kept waiting.
"""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from pathlib import Path
from time import perf_counter

from assistant import load_article
from tests.fakes import FakeAssistant
from tui.app import BylineApp
from tui.chat import spare_keys

ARTICLE = Path("seeds/kremlin-drones.txt")
QUESTION = "zelenskyy press officer nikiforov"
KEYS = {
    "type a letter": ["a"],
    "ask": ["enter"],
    "open a passage": ["escape", "1"],
    "next passage": ["n"],
    "to the article": ["ctrl+t"],
    "page down": ["pagedown"],
    "end": ["end"],
    "find": ["slash", "t", "h", "e"],
    "leave the find bar": ["escape"],
    "to the composer": ["ctrl+t"],
    "help": ["f1"],
    "leave the help": ["escape"],
    "commands": ["ctrl+p"],
    "leave the commands": ["escape"],
    "to the answers": ["escape"],
    "open another article": ["O"],
    "leave that": ["escape"],
    "layout": ["L"],
    "light or dark": ["t"],
}
ROUNDS = 5
_SETTLED = 0.4  # seconds; Textual's own way of waiting would be measured


async def measure(article: Path) -> dict[str, list[float]]:
    """Seconds of each round by what was done: the longest time that the loop was busy at a stretch."""
    articles = [load_article(article)]
    answer = FakeAssistant(articles).ask(QUESTION)
    asked = QUESTION + KEYS["type a letter"][0]
    app = BylineApp(articles, lambda _articles, _progress: FakeAssistant(articles, {asked: answer}))
    spare_keys()
    longest: dict[str, list[float]] = {name: [] for name in KEYS}
    async with app.run_test(size=(120, 40)) as pilot:
        watch = Watch()
        waiting = asyncio.create_task(watch.run())
        await asyncio.sleep(_SETTLED)
        for _ in range(ROUNDS):
            app.reading.composer.focus()
            app.reading.composer.value = QUESTION
            app.reading.composer.cursor_position = len(QUESTION)
            await asyncio.sleep(_SETTLED)
            for name, keys in KEYS.items():
                watch.longest = 0.0
                for key in keys:
                    await pilot.press(key)
                await asyncio.sleep(_SETTLED)
                longest[name].append(watch.longest)
        waiting.cancel()
    return longest


class Watch:
    """Waits for its turn in the event loop, again and again."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def run(self) -> None:
        """Until it is cancelled."""
        before = perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = perf_counter()
            self.longest = max(self.longest, now - before)
            before = now


def main() -> None:
    """Print the median and the longest of each key's rounds."""
    article = Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLE
    longest = asyncio.run(measure(article))
    size = article.stat().st_size
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {size:,} bytes, 120x40")
    for name, seconds in longest.items():
        low, *_, high = sorted(seconds)
        print(
            f"{name:24} {1000 * sorted(seconds)[len(seconds) // 2]:6.0f} ms   ({1000 * low:.0f} to {1000 * high:.0f})"
        )


if __name__ == "__main__":
    main()
