"""How far a long step has come, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

# Called with what is being done ("Embedding the article"), how much is done and how much there is; when that is 0,
# the text is a word to the user ("The stored index is rebuilt"). May be called from any thread.
Progress = Callable[[str, int, int], None]


def silent(label: str, done: int, total: int) -> None:
    """Progress that nobody is told of."""
