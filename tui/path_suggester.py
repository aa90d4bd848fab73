"""Complete the name of a file as it is typed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.suggester import Suggester

from assistant import sanitise_line


class PathSuggester(Suggester):
    """Suggests the first file or folder, by name, that begins with what is typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole path; folders end with a slash. Looked up off the event loop, since a disk may be slow."""
        return await asyncio.to_thread(complete, value) if value else None


def complete(typed: str) -> str | None:
    """What `typed` may become, or None."""
    folder, slash, beginning = typed.rpartition("/")
    try:
        inside = sorted(Path(f"{folder}{slash}" or ".").expanduser().iterdir())
        found = next(
            path for path in inside if path.name.startswith(beginning) and (beginning or not path.name.startswith("."))
        )
        name = f"{found.name}/" if found.is_dir() else found.name
    except (OSError, ValueError, RuntimeError, StopIteration):
        return None
    whole = f"{folder}{slash}{name}"
    return whole if sanitise_line(whole) == whole else None
