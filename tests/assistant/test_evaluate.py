"""Figures on questions with known answers."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from assistant import Article, Conversation, Found, FoundAnswer, NotFound, RecordUnusable
from assistant.evaluate import Figures, ask_gold, figures
from assistant.gold import Gold, parse_gold
from tests.fakes import cite

TEXT = "Kyiv denied it on Monday. Moscow blamed Kyiv. Nobody came to the river bank."
ARTICLE = Article("news.txt", TEXT)


class Scripted:
    """Answers by question; what it has no answer for it declines. `asked` counts the turns that came before."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, int]] = []

    def ask(self, question: str, conversation: Conversation = Conversation()) -> Found | NotFound:  # noqa: B008
        self.asked.append((question, len(conversation.turns)))
        texts = self.answers.get(question)
        if texts is None:
            return NotFound(question=question, reason="No passage answers this.")
        citation = cite(ARTICLE, 1, 0, 25)
        answers = [FoundAnswer(text=text, confidence=0.5, citations=(citation,)) for text in texts]
        return Found(question=question, answers=tuple(answers))


def measured(assistant: Scripted, gold: Mapping[str, object]) -> Figures:
    parsed = parse_gold(json.dumps({"article": "news.txt", **gold}).encode(), "gold.json")
    outcomes = list(ask_gold(assistant, ARTICLE, parsed))
    return figures(outcomes, 1).model_copy(update={"median_ms": None})


def question(text: str, *answers: str, **more: object) -> dict[str, object]:
    return {"id": text, "question": text, "answers": list(answers), "evidence": [], **more}


@pytest.mark.parametrize(
    ("said", "gold", "right"),
    [
        ("Kyiv", ["kyiv"], True),
        ("the Kyiv’s", ["Kyiv's"], True),
        ("Kyiv denied", ["Kyiv"], True),
        ("one two three four five six seven eight Kyiv", ["Kyiv"], True),
        ("one two three four five six seven eight nine Kyiv", ["Kyiv"], False),
        ("red green", ["red blue"], False),
        ("red green blue", ["red green"], True),
        ("green red", ["red green"], True),
        ("", ["Kyiv"], False),
        ("No, it did not", ["no"], True),
        ("It did not", ["No"], False),
    ],
)
def test_what_is_right(said: str, gold: list[str], right: bool) -> None:
    """A token F1 of 0.6, or the gold answer within at most eight tokens more; yes or no is the first word."""
    outcome = measured(Scripted(q=[said]), {"questions": [question("q", *gold)]})
    assert outcome.right == (100.0 if right else 0.0)


@pytest.mark.parametrize(
    ("evidence", "cited"),
    [
        ("Kyiv denied it on Monday.", True),
        ("it on Monday. Moscow bl", True),
        ("Monday. Moscow blamed Kyiv.", False),
        (TEXT, True),
        ("Nobody came", False),
        ("not in the article", False),
    ],
)
def test_what_is_cited(evidence: str, cited: bool) -> None:
    """A citation covers at least half of a passage of the evidence, or lies inside one."""
    outcome = measured(Scripted(q=["x"]), {"questions": [question("q", "Kyiv", evidence=[evidence])]})
    assert outcome.cited == (100.0 if cited else 0.0)


def test_every_figure() -> None:
    """Shares of the questions that each is about."""
    assistant = Scripted(
        a=["Kyiv"], b=["Oslo", "Bergen", "Kyiv"], c=["Oslo", "Bergen", "Rome", "Kyiv"], e=["x"], t=["y"]
    )
    gold = {
        "questions": [question(name, "Kyiv", evidence=["Kyiv denied it"]) for name in "abcd"]
        + [question("e"), question("f"), question("g")],
        "dialogues": [{"id": "d", "turns": [question("t", "y"), question("a", "z"), question("a", "Kyiv")]}],
    }
    assert measured(assistant, gold) == Figures(
        articles=1,
        questions=7,
        turns=3,
        right=25.0,
        top3=50.0,
        cited=75.0,
        declined=66.7,
        sure=25.0,
        dialogue=66.7,
        follow_ups=50.0,
        median_ms=None,
    )
    assert assistant.asked[-3:] == [("t", 0), ("a", 1), ("a", 2)]


def test_free_form_questions_count_only_as_cited() -> None:
    """Their answers are not the article's words, so neither right nor sure is about them."""
    gold = {"questions": [question("a", "It said no", evidence=["Kyiv denied it"], free_form=True)]}
    counted = measured(Scripted(a=["Kyiv"]), gold)
    assert (counted.right, counted.sure, counted.cited) == (None, None, 100.0)


def test_turns_may_be_left_open_or_free_form() -> None:
    """A turn without an answer is to be declined, a free-form one to be cited."""
    turns = [question("a"), question("b", "It said no", evidence=["Kyiv denied it"], free_form=True), question("c")]
    counted = measured(Scripted(b=["Kyiv"], c=["Kyiv"]), {"questions": [], "dialogues": [{"id": "d", "turns": turns}]})
    assert (counted.dialogue, counted.follow_ups) == (66.7, 50.0)


def test_misses() -> None:
    """What went wrong, by name; a question that went well is none."""
    gold = parse_gold(
        json.dumps(
            {
                "article": "news.txt",
                "questions": [
                    question("a", "Kyiv", evidence=["Kyiv denied it"]),
                    question("b", "Kyiv", evidence=["Oslo won"]),
                    question("c", "Oslo"),
                    question("d"),
                    question("e"),
                ],
                "dialogues": [{"id": "x", "turns": [question("a", "Oslo")]}],
            }
        ).encode(),
        "gold.json",
    )
    assistant = Scripted(a=["Kyiv"], b=["Kyiv"], c=["Kyiv"], d=["Kyiv"])
    assert [(outcome.label, outcome.miss) for outcome in ask_gold(assistant, ARTICLE, gold)] == [
        ("a", None),
        ("b", "uncited"),
        ("c", "wrong"),
        ("d", "not declined"),
        ("e", None),
        ("x.1", "wrong"),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("{", "gold.json: Invalid JSON"),
        ("[]", "gold.json: Input should be"),
        ('{"questions": []}', "gold.json: article: Field required"),
        ('{"article": "a", "questions": [{"question": "q"}]}', "gold.json: questions.0.answers: Field required"),
        ('{"article": "a", "questions": [{"question": "?", "answers": []}]}', "questions.0.question: it has no word"),
        ('{"article": "a", "questions": [{"question": "q", "answers": "x"}]}', "questions.0.answers: Input should be"),
        (
            '{"article": "a", "questions": [{"question": "q", "answers": [], "freeform": true}]}',
            "questions.0.freeform: Extra inputs are not permitted",
        ),
        ('{"article": "a", "questions": [], "dialogues": [{"turns": []}]}', "dialogues.0.turns: "),
    ],
)
def test_a_bad_gold_file_is_one_line(data: str, says: str) -> None:
    """It names the file and the field."""
    with pytest.raises(RecordUnusable) as caught:
        parse_gold(data.encode(), "gold.json")
    assert str(caught.value).startswith("gold.json: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_shortest_gold_file() -> None:
    """What is not needed can be left out; a byte order mark does no harm."""
    data = b'\xef\xbb\xbf{"article": "a.txt", "questions": [{"question": "Who?", "answers": []}]}'
    gold = parse_gold(data, "gold.json")
    assert isinstance(gold, Gold)
    assert [where for where, _ in gold.all_questions()] == ["questions.0"]
