"""What one can ask of the command `byline`, once its command line has been read.

Named tuples: the chat's first frame waits for them, and dataclasses take eight times as long to make.
"""

from __future__ import annotations

from typing import NamedTuple

STANDARD_INPUT = "-"


class Answers(NamedTuple):
    """How questions are answered.

    Attributes:
        threshold: The least confidence that is an answer, 0..1, or None for the assistant's own.
        model: An embedding model, or None for the assistant's own.
        cache: Whether to use and keep indexes.
    """

    threshold: float | None = None
    model: str | None = None
    cache: bool = True


class Chat(NamedTuple):
    """Open the chat.

    Attributes:
        articles: Paths, or "-" once for standard input; empty only to go on with a conversation.
        resume: Whether to go on with a kept conversation.
        conversation: Which, or None for the last, about the articles where there are any.
        keep: Whether to keep what is asked.
        answers: How questions are answered.
    """

    articles: tuple[str, ...]
    resume: bool
    conversation: int | None
    keep: bool
    answers: Answers


class Ask(NamedTuple):
    """Print one answer. `question` is never empty, and `articles` only where an archive is asked.

    Attributes:
        articles: Paths, or "-" once for standard input.
        question: The question.
        json: Whether to print the record.
        answers: How questions are answered.
        archive: The folder of an archive, or None.
    """

    articles: tuple[str, ...]
    question: str
    json: bool
    answers: Answers
    archive: str | None = None


class Add(NamedTuple):
    """Put articles into an archive.

    Attributes:
        archive: Its folder.
        paths: Files, and folders whose text files are taken; never empty.
        answers: The embedding model.
    """

    archive: str
    paths: tuple[str, ...]
    answers: Answers


class Remove(NamedTuple):
    """Take articles out of an archive. `names` is never empty."""

    archive: str
    names: tuple[str, ...]
    answers: Answers


class ListArchive(NamedTuple):
    """Print the names of an archive's articles."""

    archive: str
    answers: Answers


class ListHistory(NamedTuple):
    """List the kept conversations that hold these words, all of them for none."""

    words: str
    json: bool


class Rename(NamedTuple):
    """Call a kept conversation something else."""

    conversation: int
    title: str


class Delete(NamedTuple):
    """Forget kept conversations."""

    conversations: tuple[int, ...]


class Export(NamedTuple):
    """Write a kept conversation, the last for None, to a new file or (None) to standard output."""

    conversation: int | None
    json: bool
    output: str | None


class Verify(NamedTuple):
    """Check the quotes of a record; without articles those that it names are looked for."""

    record: str
    articles: tuple[str, ...]
    json: bool


class Evaluate(NamedTuple):
    """Ask questions with known answers. `golds` is never empty."""

    golds: tuple[str, ...]
    json: bool
    misses: bool
    answers: Answers


Command = Chat | Ask | Add | Remove | ListArchive | ListHistory | Rename | Delete | Export | Verify | Evaluate
