"""How often what a follow-up means is among the meanings that are tried, on CANARD's development set.

Elgohary et al. (2019) wrote for each question of a conversation one that stands alone. Earlier turns are taken as
rightly understood, and words that occur in the conversation as words of the article.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant import Citation, Conversation, Found, NotFound
from assistant.answer import FoundAnswer
from assistant.meanings import meanings
from training.data import DATA
from training.score import f1

CANARD = DATA / "dev" / "canard_dev.json.gz"
_SAME = 0.8  # token F1 from which on two questions say the same
_NO_ANSWERS = frozenset({"", "CANNOTANSWER", "I don't know."})


@dataclass(frozen=True, slots=True)
class Share:
    """Follow-ups that do not stand alone, and of how many of them the right meaning is there, in percent.

    Attributes:
        follow_ups: How many.
        as_typed: The typed question says it already.
        tried: It is among the meanings.
    """

    follow_ups: int
    as_typed: float
    tried: float


def measure(path: Path = CANARD) -> Share:
    """Take every question after the first of its conversation."""
    turns = json.loads(gzip.decompress(path.read_bytes()))
    understood = {(turn["QuAC_dialog_id"], turn["Question_no"]): turn["Rewrite"] for turn in turns}
    pairs = list(_pairs(turns, understood))
    as_typed = [f1(typed, [right]) >= _SAME for typed, right, _ in pairs]
    tried = [max(f1(text, [right]) for text in texts) >= _SAME for _, right, texts in pairs]
    count = len(pairs)
    return Share(count, round(100 * sum(as_typed) / count, 1), round(100 * sum(tried) / count, 1))


def _pairs(turns: list[dict[str, Any]], understood: dict[tuple[str, int], str]) -> Iterator[tuple[str, str, list[str]]]:
    """The question as typed, as a person spelt it out, and the meanings that are tried."""
    for turn in turns:
        history, typed, right = turn["History"], turn["Question"], turn["Rewrite"]
        if len(history) < 4 or typed == right:
            continue
        conversation = Conversation()
        for number, (question, answer) in enumerate(zip(history[2::2], history[3::2], strict=True), 1):
            conversation = conversation.add(question, _answer(question, understood, turn, number, answer))
        yield typed, right, meanings(typed, conversation, partial(_occurs, " ".join(history).lower()))


def _occurs(said: str, phrase: str) -> bool:
    return phrase.lower() in said


def _answer(
    question: str, understood: dict[tuple[str, int], str], turn: dict[str, Any], number: int, text: str
) -> Found | NotFound:
    understood_as = understood.get((turn["QuAC_dialog_id"], number))
    if text in _NO_ANSWERS:
        return NotFound(question=question, understood_as=understood_as, reason="It does not say.")
    citation = Citation(quote=text, start=0, end=len(text), article_id="", article_sha256="", paragraph=1)
    answers = (FoundAnswer(text=text, confidence=1.0, citations=(citation,)),)
    return Found(question=question, understood_as=understood_as, answers=answers)
