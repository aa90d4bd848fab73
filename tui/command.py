"""What one can ask of the command `byline`, once its command line has been read."""

from __future__ import annotations

from dataclasses import dataclass

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Answers:
    """How questions are answered.

    Attributes:
        threshold: The least confidence that is an answer, 0..1, or None for the assistant's own.
        model: An embedding model, or None for the assistant's own.
        cache: Whether to use and keep indexes.
    """

    threshold: float | None = None
    model: str | None = None
    cache: bool = True


@dataclass(frozen=True, slots=True)
class Chat:
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


@dataclass(frozen=True, slots=True)
class Ask:
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


@dataclass(frozen=True, slots=True)
class Add:
    """Put articles into an archive.

    Attributes:
        archive: Its folder.
        paths: Files, and folders whose text files are taken; never empty.
        answers: The embedding model.
    """

    archive: str
    paths: tuple[str, ...]
    answers: Answers


@dataclass(frozen=True, slots=True)
class Remove:
    """Take articles out of an archive. `names` is never empty."""

    archive: str
    names: tuple[str, ...]
    answers: Answers


@dataclass(frozen=True, slots=True)
class ListArchive:
    """Print the names of an archive's articles."""

    archive: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class ListHistory:
    """List the kept conversations that hold these words, all of them for none."""

    words: str
    json: bool


@dataclass(frozen=True, slots=True)
class Rename:
    """Call a kept conversation something else."""

    conversation: int
    title: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Forget kept conversations."""

    conversations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """Write a kept conversation, the last for None, to a new file or (None) to standard output."""

    conversation: int | None
    json: bool
    output: str | None


@dataclass(frozen=True, slots=True)
class Verify:
    """Check the quotes of a record; without articles those that it names are looked for."""

    record: str
    articles: tuple[str, ...]
    json: bool


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Ask questions with known answers. `golds` is never empty."""

    golds: tuple[str, ...]
    json: bool
    misses: bool
    answers: Answers


Command = Chat | Ask | Add | Remove | ListArchive | ListHistory | Rename | Delete | Export | Verify | Evaluate
