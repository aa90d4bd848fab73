"""Questions that are hardly questions, and very many of them."""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from assistant import Conversation, QuestionUnusable, sanitise_line
from tests.torture.parts import NEWS_ARTICLE, QUESTIONS, build, processes

_ODD = [
    *("", " ", "?", "...", "the of and", "x" * 1_000_000, "who " * 240, "Who?" * 240, "\x00\x1b]0;x\x07", "\u202eWho?"),
    *(
        "Кто отрицал причастность?",
        "谁否认了?",
        "من نفى؟",
        "[/foo] [1]",
        "<b>Who</b>",
        "😀",
        "👩\u200d🚀 who?",
        "\ud800 who",
    ),
    *(
        "'; DROP TABLE turns; --",
        "Who\nWhat\nWhen",
        "e" + "\u0301" * 400,
        "²",
        "_",
        "0",
        "Who and who and who?",
        "Why?",
    ),
]
_WARM = 0.2  # of the questions, before memory is measured


def odd_question(count: int, chance: random.Random) -> Iterator[str]:
    """An answer with true quotes or a refusal in one line, also as a follow-up."""
    outcomes: list[str] = []
    assistant = build([NEWS_ARTICLE])
    before = Conversation()
    for question in QUESTIONS:
        before = before.add(question, assistant.ask(question))
    follow_ups = st.sampled_from(["What did he ", "And ", "Who ", "Why ", "Did she ", ""])

    @seed(chance.getrandbits(32))
    @settings(max_examples=count, deadline=None, database=None)
    @given(follow_ups, st.sampled_from(_ODD) | st.text(max_size=60), st.booleans())
    def see(begin: str, question: str, alone: bool) -> None:
        try:
            answer = assistant.ask(sanitise_line(begin + question), Conversation() if alone else before)
        except QuestionUnusable as refusal:
            assert "\n" not in str(refusal)
            outcomes.append("refused")
            return
        cited = [c for found in answer.answers for c in found.citations] if answer.kind == "found" else answer.closest
        assert all(NEWS_ARTICLE.text[c.start : c.end] == c.quote and assistant.verify(c) for c in cited)
        outcomes.append(answer.kind)

    see()
    yield from outcomes


def many_questions(count: int, chance: random.Random) -> Iterator[str]:
    """In one process memory grows by less than a twentieth once it is warm, and the last answers are the first."""
    ours, theirs = processes().Pipe(duplex=False)
    process = processes().Process(target=_ask_on, args=(count, theirs))
    process.start()
    theirs.close()
    warm = last = 0
    for number in range(count):
        last = ours.recv()
        warm = last if number <= count * _WARM else warm
        yield "answered"
    process.join()
    assert process.exitcode == 0
    assert last < 1.05 * warm, (warm, last)


def _ask_on(count: int, say: Connection) -> None:
    assistant = build([NEWS_ARTICLE])
    first = [assistant.ask(question) for question in QUESTIONS]
    for number in range(count):
        assert assistant.ask(QUESTIONS[number % len(QUESTIONS)]) == first[number % len(QUESTIONS)]
        say.send(_memory())


def _memory() -> int:
    """What this process holds in memory, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
