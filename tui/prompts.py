"""What the chat asks for in one line, and what is made of the line."""

from __future__ import annotations

from pathlib import Path

from assistant import Article, CannotOpen, load_article
from tui.path_suggester import PathSuggester
from tui.prompt_screen import PromptScreen, Refused


def threshold_prompt(now: float | None) -> PromptScreen[tuple[float | None]]:
    """Asks for the confidence from which on an answer is given; returns it, alone in a tuple.

    Args:
        now: What was chosen before.
    """
    hint = "From 0, which answers everything, to 1. Empty for the measured best."
    return PromptScreen("Least confidence of an answer", hint, parse_threshold, "" if now is None else str(now))


def article_prompt() -> PromptScreen[tuple[Path, Article]]:
    """Asks for a file; returns its path and what it holds."""
    hint = "A text or Markdown file. The right arrow completes its name."
    return PromptScreen("Open an article", hint, read_article, suggester=PathSuggester())


def parse_threshold(text: str) -> tuple[float | None]:
    """A number from 0 to 1, or None for an empty line. Raises `Refused`."""
    try:
        threshold = float(text) if text else None
    except ValueError:
        threshold = -1.0
    if threshold is not None and not 0 <= threshold <= 1:
        raise Refused(f"{text} is not a number from 0 to 1")
    return (threshold,)


def read_article(text: str) -> tuple[Path, Article]:
    """The article in a file; `~` is the home folder. Raises `Refused`."""
    if not text:
        raise Refused("no file is named")
    try:
        path = Path(text).expanduser()
        return path, load_article(path)
    except (CannotOpen, RuntimeError) as error:
        raise Refused(str(error)) from error
