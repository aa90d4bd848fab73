"""Questions whose answers are known, in a JSON file: an article, questions, dialogues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter

from assistant.parse_record import parse_json
from assistant.question import LONGEST_QUESTION
from index.record import Record
from index.words import has_words


def _with_words(text: str) -> str:
    if not has_words(text):
        raise ValueError("it has no word in it")
    return text


class GoldQuestion(Record):
    """A question and what is right.

    Attributes:
        id: What the list of misses calls it.
        question: The question.
        type: "yes-no", or any other word; only that one makes a difference.
        answers: Each of them is right; empty when the article does not say.
        evidence: Passages of the article, word for word, any of which supports the answer.
        free_form: The answers are not the article's words: only the citation is counted.
    """

    id: str = ""
    question: Annotated[str, Field(max_length=LONGEST_QUESTION), AfterValidator(_with_words)]
    type: str = ""
    answers: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    free_form: bool = False


class GoldTurn(GoldQuestion):
    """A question in a dialogue; `standalone`, the same question understood without the others, is for people."""

    standalone: str = ""


class Dialogue(Record):
    """Questions that follow each other."""

    id: str = ""
    turns: Annotated[tuple[GoldTurn, ...], Field(min_length=1)]


class Gold(Record):
    """An article with questions; `article` is a file beside the gold file."""

    article: str
    questions: tuple[GoldQuestion, ...]
    dialogues: tuple[Dialogue, ...] = ()

    def all_questions(self) -> Iterator[tuple[str, GoldQuestion]]:
        """Every question and turn, each with its place in the file."""
        for at, question in enumerate(self.questions):
            yield f"questions.{at}", question
        for at, dialogue in enumerate(self.dialogues):
            for turn, question in enumerate(dialogue.turns):
                yield f"dialogues.{at}.turns.{turn}", question


def parse_gold(data: bytes, name: str) -> Gold:
    """The questions in a gold file's bytes.

    Raises:
        RecordUnusable: They are not in the format; the line names the file and the field.
    """
    return parse_json(data, name, TypeAdapter(Gold))
