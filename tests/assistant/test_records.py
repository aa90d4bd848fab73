"""Answers and conversations are records: frozen, told apart by kind, and the same after JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from assistant import Answer, Citation, Conversation, Found, FoundAnswer, NotFound, Scores, Turn

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


_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_NUMBER = st.floats(allow_nan=False, allow_infinity=False)
_CITATION = st.builds(
    Citation,
    quote=_TEXT,
    start=st.integers(0),
    end=st.integers(0),
    article_id=_TEXT,
    article_sha256=_TEXT,
    paragraph=st.integers(1),
    answer_start=st.none() | st.integers(),
    answer_end=st.none() | st.integers(),
    scores=st.none() | st.builds(Scores, dense=_NUMBER, lexical=_NUMBER, reader=_NUMBER),
)
_SURE = st.floats(0, 1)
_FOUND_ANSWER = st.builds(FoundAnswer, text=_TEXT, confidence=_SURE, citations=st.tuples(_CITATION))
_FOUND = st.builds(
    Found,
    question=_TEXT,
    understood_as=st.none() | _TEXT,
    answers=st.tuples(_FOUND_ANSWER) | st.tuples(_FOUND_ANSWER, _FOUND_ANSWER),
    together=st.booleans(),
)
_NOT_FOUND = st.builds(
    NotFound,
    question=_TEXT,
    understood_as=st.none() | _TEXT,
    reason=_TEXT,
    closest=st.tuples(_CITATION),
    confidence=_SURE,
)


@given(st.lists(st.tuples(_TEXT, _FOUND | _NOT_FOUND), max_size=4))
def test_a_conversation_keeps_every_turn(said: list[tuple[str, Found | NotFound]]) -> None:
    """In order, whatever was said; all of it is the same after JSON, and the JSON is the same again."""
    conversation = Conversation()
    for question, answer in said:
        conversation = conversation.add(question, answer)
    assert conversation.turns == tuple(Turn(question=question, answer=answer) for question, answer in said)
    text = conversation.model_dump_json()
    assert Conversation.model_validate_json(text) == conversation
    assert Conversation.model_validate_json(text).model_dump_json() == text


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
