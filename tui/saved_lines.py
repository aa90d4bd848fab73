"""What is said about a kept conversation, in the list on the command line and in the chat."""

from __future__ import annotations

from collections.abc import Callable

from assistant import sanitise_line
from assistant.saved import SavedArticle, SavedConversation, State

_NOTES: dict[State, str] = {"same": "", "changed": " (changed since)", "gone": " (gone)"}


def facts(saved: SavedConversation, state: Callable[[SavedArticle], State]) -> str:
    """When it was last used, how long it is, and its articles with what has become of them; or that it is damaged."""
    if saved.damaged:
        return "damaged"
    when = saved.used.astimezone().strftime("%Y-%m-%d %H:%M")
    questions = f"{saved.turns} question{'' if saved.turns == 1 else 's'}"
    articles = [sanitise_line(article.name) + _NOTES[state(article)] for article in saved.articles]
    return " · ".join([when, questions, *articles])
