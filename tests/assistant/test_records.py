"""Answers and conversations are records: frozen, told apart by kind, and the same after JSON."""

import pytest
from pydantic import TypeAdapter, ValidationError

from assistant import Answer, Citation, Conversation, Found, FoundAnswer, NotFound, Scores

CITATION = Citation(
    quote="Nobody came.",
    start=4,
    end=16,
    article_id="a.txt",
    article_sha256="0" * 64,
    paragraph=1,
    answer_start=4,
    answer_end=10,
    scores=Scores(dense=0.5, lexical=1.5, reader=0.75),
)
FOUND = Found(question="Who came?", answers=(FoundAnswer(text="Nobody", confidence=0.75, citations=(CITATION,)),))
NOT_FOUND = NotFound(question="Why?", reason="The article does not say.", closest=(CITATION,), confidence=0.1)


@pytest.mark.parametrize("answer", [FOUND, NOT_FOUND])
def test_an_answer_survives_json(answer: Found | NotFound) -> None:
    """What is written is what is read, by its own class and by its kind."""
    text = answer.model_dump_json()
    assert type(answer).model_validate_json(text) == answer
    assert TypeAdapter[Found | NotFound](Answer).validate_json(text) == answer


def test_adding_a_turn_returns_a_new_conversation() -> None:
    """The one that was there stays as it is; both survive JSON."""
    empty = Conversation()
    one = empty.add("Who came?", FOUND)
    two = one.add("Why?", NOT_FOUND)
    assert (len(empty.turns), len(one.turns), len(two.turns)) == (0, 1, 2)
    assert [turn.answer.kind for turn in two.turns] == ["found", "not_found"]
    assert Conversation.model_validate_json(two.model_dump_json()) == two


def test_a_found_answer_has_answers_and_they_have_citations() -> None:
    """There is no answer without a quote."""
    with pytest.raises(ValidationError):
        Found(question="Who?", answers=())
    with pytest.raises(ValidationError):
        FoundAnswer(text="x", confidence=0.5, citations=())


def test_an_unknown_field_is_refused() -> None:
    """A record from elsewhere is not half understood."""
    with pytest.raises(ValidationError):
        NotFound.model_validate({"question": "Why?", "reason": "x", "mood": "good"})
