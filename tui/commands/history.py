"""`byline history` and `byline export`: list, rename, delete and write out the conversations that are kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from assistant import sanitise_line
from assistant.history import History, history_file
from assistant.saved import SavedArticle, SavedConversation
from tui.arguments import BadInput
from tui.command import Delete, Export, ListHistory, Rename
from tui.exit import Exit
from tui.export import to_json, to_markdown, write_new
from tui.paper import DIM, Paper
from tui.saved_lines import facts


def history(command: ListHistory | Rename | Delete | Export) -> Exit:
    """Do it."""
    kept = History(history_file())
    match command:
        case ListHistory():
            return _list(kept, command)
        case Export():
            return _export(kept, command)
        case Rename():
            kept.rename(command.conversation, sanitise_line(command.title))
        case Delete():
            for conversation in command.conversations:  # none is deleted when one is not there
                kept.find(conversation)
            for conversation in dict.fromkeys(command.conversations):
                kept.delete(conversation)
    return Exit.YES


def _list(kept: History, command: ListHistory) -> Exit:
    """Print the conversations, last used first; nothing found is a no."""
    found = kept.conversations(command.words)
    if command.json:
        sys.stdout.write(to_json(found))
    else:
        for line in _lines(found, Paper.standard_output()):
            print(line)
        if not found:
            print("No kept conversation holds these words." if command.words else "No conversation is kept yet.")
    return Exit.NO if command.words and not found else Exit.YES


def _export(kept: History, command: Export) -> Exit:
    """Write a conversation to standard output or to a new file."""
    saved = kept.last() if command.conversation is None else kept.find(command.conversation)
    conversation = kept.load(saved.id)
    if command.json:
        text = to_json(conversation)
    else:
        names = ", ".join(article.name for article in saved.articles)
        text = to_markdown(conversation, names if saved.title == conversation.turns[0].question else saved.title)
    if command.output is None:
        sys.stdout.write(text)
        return Exit.YES
    try:
        write_new(Path(command.output), text)
    except FileExistsError as error:
        there = "that is a folder" if Path(command.output).is_dir() else "there is such a file already"
        raise BadInput(f"{command.output}: {there}") from error
    return Exit.YES


def _lines(found: list[SavedConversation], paper: Paper) -> Iterator[str]:
    width = max((len(str(saved.id)) for saved in found), default=0)
    state = cache(SavedArticle.state)
    for saved in found:
        yield from paper.labelled(f"{saved.id:>{width}}  ", sanitise_line(saved.title))
        for line in paper.wrapped(facts(saved, state), " " * (width + 2)):
            yield paper.style(line, DIM)
