"""Ask questions whose answers are known, and count what came of them."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Literal, Protocol

from assistant.answer import Citation, Found, NotFound
from assistant.conversation import Conversation
from assistant.gold import Gold, GoldQuestion
from index import Article
from index.record import Record

_RIGHT_FROM = 0.6
_MORE_TOKENS = 8
_ARTICLES = frozenset({"a", "an", "the"})
_SPACES = str.maketrans(dict.fromkeys(string.punctuation + "“”‘’–—", " "))


class Asks(Protocol):
    """An assistant, as far as it is measured."""

    def ask(self, question: str, conversation: Conversation = ...) -> Found | NotFound:
        """Answer a question."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, asked.

    Attributes:
        gold: What was asked.
        label: Its id; in a dialogue the dialogue's and the number of the turn.
        turn: Its number in its dialogue, from 1; 0 outside of dialogues.
        answer: What came of it.
        right: The first answer is right.
        top3: One of the first three answers is.
        cited: A citation of the first answer shows the evidence.
        seconds: How long it took.
    """

    gold: GoldQuestion
    label: str
    turn: int
    answer: Found | NotFound
    right: bool
    top3: bool
    cited: bool
    seconds: float

    @property
    def as_wanted(self) -> bool:
        """Whether it is right, or, where that is not asked for, cited or declined."""
        if not self.gold.answers:
            return isinstance(self.answer, NotFound)
        return self.cited if self.gold.free_form else self.right

    @property
    def miss(self) -> Literal["wrong", "uncited", "not declined"] | None:
        """What went wrong, if anything."""
        if self.turn:
            return None if self.as_wanted else "wrong"
        if not self.gold.answers:
            return "not declined" if isinstance(self.answer, Found) else None
        if not self.right and not self.gold.free_form:
            return "wrong"
        return None if self.cited or not self.gold.evidence else "uncited"


class Figures(Record):
    """Shares in percent, to one decimal; None where there was nothing to count.

    Attributes:
        articles: How many.
        questions: How many outside of dialogues.
        turns: How many in dialogues.
        right: Of the answerable questions that are not free-form, those whose first answer is right.
        top3: Of the same, those where one of the first three is.
        cited: Of the answerable questions with evidence, those whose first answer cites at least half of a passage of
            it, or lies inside one.
        declined: Of the unanswerable questions, those that were not answered.
        sure: Of the questions that were answered, those that are answerable and right; None with free-form ones.
        dialogue: Of the turns, those that are right, or declined where they are to be, or cited where they are
            free-form, each asked with the turns before it.
        follow_ups: The same without the first turn of each dialogue.
        median_ms: Milliseconds a question.
    """

    articles: int
    questions: int
    turns: int
    right: float | None
    top3: float | None
    cited: float | None
    declined: float | None
    sure: float | None
    dialogue: float | None
    follow_ups: float | None
    median_ms: float | None


def ask_gold(assistant: Asks, article: Article, gold: Gold) -> Iterator[Outcome]:
    """Ask every question of an article by itself, then every dialogue with its turns so far."""
    for question in gold.questions:
        yield _ask(assistant, article, question, question.id, 0, Conversation())
    for dialogue in gold.dialogues:
        conversation = Conversation()
        for number, turn in enumerate(dialogue.turns, 1):
            outcome = _ask(assistant, article, turn, f"{dialogue.id}.{number}", number, conversation)
            conversation = conversation.add(turn.question, outcome.answer)
            yield outcome


def figures(outcomes: Sequence[Outcome], articles: int) -> Figures:
    """Count what came of the questions about this many articles."""
    alone = [o for o in outcomes if not o.turn]
    turns = [o for o in outcomes if o.turn]
    answerable = [o for o in alone if o.gold.answers]
    exact = [o for o in answerable if not o.gold.free_form]
    answered = [o for o in alone if isinstance(o.answer, Found)]
    seconds = sorted(o.seconds for o in outcomes)
    return Figures(
        articles=articles,
        questions=len(alone),
        turns=len(turns),
        right=_share(exact, lambda o: o.right),
        top3=_share(exact, lambda o: o.top3),
        cited=_share([o for o in answerable if o.gold.evidence], lambda o: o.cited),
        declined=_share([o for o in alone if not o.gold.answers], lambda o: isinstance(o.answer, NotFound)),
        sure=_share(answered, lambda o: bool(o.gold.answers) and o.right) if len(exact) == len(answerable) else None,
        dialogue=_share(turns, lambda o: o.as_wanted),
        follow_ups=_share([o for o in turns if o.turn > 1], lambda o: o.as_wanted),
        median_ms=round(1000 * seconds[len(seconds) // 2], 1) if seconds else None,
    )


def _ask(
    assistant: Asks, article: Article, gold: GoldQuestion, label: str, turn: int, conversation: Conversation
) -> Outcome:
    started = perf_counter()
    answer = assistant.ask(gold.question, conversation)
    seconds = perf_counter() - started
    found = answer.answers if isinstance(answer, Found) else ()
    right = [_is_right(each.text, gold) for each in found[:3]]
    cited = bool(found) and any(_shows(citation, article.text, gold.evidence) for citation in found[0].citations)
    return Outcome(gold, label, turn, answer, right[:1] == [True], any(right), cited, seconds)


def _is_right(text: str, gold: GoldQuestion) -> bool:
    if gold.answers and (gold.type == "yes-no" or [a.lower() for a in gold.answers] in (["yes"], ["no"])):
        return _tokens(text)[:1] == _tokens(gold.answers[0])[:1]
    return any(_says(_tokens(text), _tokens(answer)) for answer in gold.answers)


def _says(ours: list[str], theirs: list[str]) -> bool:
    """A token F1 of 0.6, or all of the right answer and at most eight tokens more."""
    common = sum((Counter(ours) & Counter(theirs)).values())
    if common == 0:
        return False
    within = any(ours[at : at + len(theirs)] == theirs for at in range(len(ours)))
    return 2 * common / (len(ours) + len(theirs)) >= _RIGHT_FROM or (within and len(ours) <= len(theirs) + _MORE_TOKENS)


def _tokens(text: str) -> list[str]:
    """Lower-case words without punctuation and articles."""
    return [token for token in text.lower().translate(_SPACES).split() if token not in _ARTICLES]


def _shows(citation: Citation, text: str, evidence: Sequence[str]) -> bool:
    """Whether a citation covers at least half of a passage of the evidence, or lies inside one."""
    for passage in evidence:
        for start in _places(text, passage):
            overlap = min(start + len(passage), citation.end) - max(start, citation.start)
            if overlap > 0 and (2 * overlap >= len(passage) or overlap == citation.end - citation.start):
                return True
    return False


def _places(text: str, passage: str) -> Iterator[int]:
    """Where a passage stands in the text; one place does not reach into the next."""
    start = text.find(passage)
    while passage and start >= 0:
        yield start
        start = text.find(passage, start + len(passage))


def _share(outcomes: Sequence[Outcome], counts: Callable[[Outcome], bool]) -> float | None:
    return round(100 * sum(map(counts, outcomes)) / len(outcomes), 1) if outcomes else None
