"""A conversation as a document: Markdown with footnotes for readers, JSON for programs, text for the clipboard."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import sanitise, sanitise_line
from tui.confidence import phrase_for, refusal

if TYPE_CHECKING:
    from pydantic import BaseModel

    from assistant import Citation, Conversation, Found, FoundAnswer, NotFound

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")


def to_markdown(conversation: Conversation, title: str) -> str:
    """Every question under its own heading; each citation is a footnote with its quote, article and paragraph."""
    parts = [f"# {_escaped(title)}"]
    notes: list[str] = []

    def footnote(citation: Citation) -> str:
        place = f"{_escaped(citation.article_id)}, ¶ {citation.paragraph}"
        note = f"{in_marks(_escaped(citation.quote))} ({place})"
        if note not in notes:
            notes.append(note)
        return f"[^{notes.index(note) + 1}]"

    for turn in conversation.turns:
        parts.append(f"## {_escaped(turn.question)}")
        if turn.answer.understood_as is not None:
            parts.append(f"Understood as “{_escaped(turn.answer.understood_as)}”")
        if turn.answer.kind == "found":
            told = [
                f"**{_escaped(answer.text)}** ({phrase_for(answer.confidence)}) "
                + "".join(footnote(citation) for citation in answer.citations)
                for answer in turn.answer.answers
            ]
            parts += _with_heading(turn.answer, told)
        else:
            closest = "".join(footnote(citation) for citation in turn.answer.closest)
            parts.append(f"{refusal(turn.answer)} {_escaped(turn.answer.reason)} {closest}".rstrip())
    return "\n\n".join([*parts, *(f"[^{number}]: {note}" for number, note in enumerate(notes, 1))]) + "\n"


def to_json(record: BaseModel | Sequence[BaseModel] | Mapping[str, object]) -> str:
    """The portable record. Whatever could steer a terminal, or has no place in its encoding, is escaped."""
    # What the chat's first frame does not wait for.
    import json

    import pydantic_core

    text = pydantic_core.to_json(record, indent=2).decode()
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    unsafe = {character for character in set(text) if sanitise(character) != character}
    unsafe |= set(text) - set(text.encode(encoding, "ignore").decode(encoding))
    return text.translate({ord(character): json.dumps(character)[1:-1] for character in unsafe}) + "\n"


def answer_as_text(answer: Found | NotFound) -> str:
    """The answer and the quotes that it rests on, for the clipboard."""
    if answer.kind == "not_found":
        return f"{refusal(answer)} {sanitise_line(answer.reason)}"
    return "\n\n".join(_with_heading(answer, [_found_as_text(found) for found in answer.answers]))


def citation_as_text(citation: Citation) -> str:
    """A quote and where it stands, for the clipboard."""
    return f"{in_marks(sanitise(citation.quote))} ({sanitise_line(citation.article_id)}, ¶ {citation.paragraph})"


def in_marks(quote: str) -> str:
    """In quotation marks, unless it has some of its own."""
    return quote if any(mark in quote for mark in '“”"') else f"“{quote}”"


def write_beside(name: str, ending: str, text: str) -> Path:
    """Write a new file in the working folder. A file that is there already is never touched: ours gets a number."""
    number = 1
    while True:
        path = Path(f"{name}{'' if number == 1 else f'-{number}'}{ending}")
        try:
            write_new(path, text)
        except FileExistsError:
            number += 1
        else:
            return path


def write_new(path: Path, text: str) -> None:
    """Write a new file, all of it or none.

    Raises:
        FileExistsError: There is something of that name, which stays as it is.
        OSError: It cannot be written.
    """
    with ExitStack() as undoing:
        with path.open("x", encoding="utf-8") as file:
            undoing.callback(path.unlink)
            file.write(text)
        undoing.pop_all()


def _with_heading(found: Found, told: list[str]) -> list[str]:
    """What is told of each answer, and where only the first is meant, a line between it and the others."""
    return told if found.together or len(told) == 1 else [told[0], "Also possible:", *told[1:]]


def _found_as_text(found: FoundAnswer) -> str:
    lines = [f"{sanitise_line(found.text)} ({phrase_for(found.confidence)})"]
    return "\n".join(lines + [citation_as_text(citation) for citation in found.citations])


def _escaped(text: str) -> str:
    """Text as one line of Markdown that means itself and nothing else."""
    return _MARKDOWN.sub(r"\\\1", sanitise_line(text))
