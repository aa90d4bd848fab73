"""Questions that ask for several at once."""

import pytest

from assistant.everyone import Everyone, asked_apart, asks_for_everyone, speakers_asked_for
from assistant.utterances import utterances
from index import Article
from index.split import split

NEWS = """Ann Lee, a Russian minister, said that it was late. “We are ready,” Lee said.

Councillor Bob Stone, who had come by bus, denied it. He said that he was early.

“France will wait,” said Carla Dupont.

An aide told reporters that Ms Lee was wrong."""


@pytest.mark.parametrize(
    ("question", "everyone"),
    [
        ("Who reacted?", Everyone()),
        ("who was quoted", Everyone()),
        ("Who else has spoken?", Everyone()),
        ("Which of them responded?", Everyone()),
        ("Who gave a statement?", Everyone()),
        ("Which councillors spoke?", Everyone("councillors")),
        ("Who is quoted in this article?", Everyone()),
        ("Who reacted in Russia?", Everyone(place="Russia")),
        ("Which officials commented in New York?", Everyone("officials", "New York")),
    ],
)
def test_who_spoke_asks_for_everyone(question: str, everyone: Everyone) -> None:
    """Of a kind, at a place, or simply all."""
    assert asks_for_everyone(question) == everyone


@pytest.mark.parametrize(
    "question", ["Who denied it?", "Who spoke about the war?", "Who said so?", "What was quoted in it?"]
)
def test_a_question_about_what_was_said_is_the_readers(question: str) -> None:
    """Nor is it one about things."""
    assert asks_for_everyone(question) is None


def speakers(everyone: Everyone, text: str = NEWS) -> list[tuple[str, list[str]]]:
    """The speakers of a text with what is quoted of them."""
    article = Article("news.txt", text)
    found = speakers_asked_for(everyone, [article], utterances(article, split(text)))
    return [(answer.text, [citation.quote for citation in answer.citations]) for answer in found]


def test_every_speaker_comes_once_with_at_most_two_quotes() -> None:
    """In the order in which they first speak."""
    assert speakers(Everyone()) == [
        ("Ann Lee", ["Ann Lee, a Russian minister, said that it was late.", "“We are ready,” Lee said."]),
        (
            "Councillor Bob Stone",
            ["Councillor Bob Stone, who had come by bus, denied it.", "He said that he was early."],
        ),
        ("Carla Dupont", ["“France will wait,” said Carla Dupont."]),
        ("An aide", ["An aide told reporters that Ms Lee was wrong."]),
    ]


def test_nobody_in_particular_is_not_listed() -> None:
    """Who is told of by a small word alone."""
    assert [name for name, _ in speakers(Everyone(), "Ann Lee said no. Others said nothing. Both said so.")] == [
        "Ann Lee"
    ]


def test_a_title_makes_nobody_else() -> None:
    """Nor does a capital that English lacks."""
    text = "Dr Ann Lee said yes. Ann Lee said no. Cllr Łukasz Šimek said yes. Šimek said no. Councillor Šimek agreed."
    text += " The judge said yes. The president said no."
    assert [speaker for speaker, _ in speakers(Everyone(), text)] == [
        "Dr Ann Lee",
        "Cllr Łukasz Šimek",
        "The judge",
        "The president",
    ]


@pytest.mark.parametrize(
    ("everyone", "expected"),
    [
        (Everyone(place="Russia"), ["Ann Lee"]),  # she is described as Russian
        (Everyone(place="France"), ["Carla Dupont"]),  # she speaks for it
        (Everyone("councillors"), ["Councillor Bob Stone"]),
        (Everyone(place="Spain"), []),
    ],
)
def test_the_mark_stands_beside_the_speaker_or_opens_the_quote(everyone: Everyone, expected: list[str]) -> None:
    """However the word ends."""
    assert [speaker for speaker, _ in speakers(everyone)] == expected


def test_a_kind_is_a_whole_word_and_may_be_shortened() -> None:
    """A council is no councillor, and its figures are nobody."""
    text = (
        "The council’s own figures say no. The council said no. Cllr Ann Lee said yes. Bob Roe, a councillor, agreed."
    )
    assert [speaker for speaker, _ in speakers(Everyone("councillors"), text)] == [
        "Cllr Ann Lee",
        "Bob Roe",
    ]
    text += " Ukraine’s defence official Dan Fox said so. Guinness World Records said no."
    assert [speaker for speaker, _ in speakers(Everyone("Ukrainian officials"), text)] == ["Dan Fox"]
    assert "Guinness World Records" in [speaker for speaker, _ in speakers(Everyone(), text)]
    assert "The council’s own figures" not in [speaker for speaker, _ in speakers(Everyone(), text)]


def test_the_place_that_is_asked_about_does_not_answer_for_itself() -> None:
    """Those who speak there do."""
    text = NEWS + "\n\nFrance said that it was ready."
    assert [speaker for speaker, _ in speakers(Everyone(place="France"), text)] == ["Carla Dupont"]
    assert "France" in [speaker for speaker, _ in speakers(Everyone(), text)]


def test_a_question_about_two_is_asked_of_each() -> None:
    """Whoever they are."""
    asked = asked_apart("What did Volodin and Prigozhin say about the war?", [])
    assert asked == ["What did Volodin say about the war?", "What did Prigozhin say about the war?"]
    assert asked_apart("What did the mayor and residents say?", []) == [
        "What did the mayor say?",
        "What did residents say?",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What did Volodin say about Ukraine and the war?",
        "What does the search and rescue report say?",
        "How did the fire start and what did officials say?",
    ],
)
def test_a_question_about_one_is_not_taken_apart(question: str) -> None:
    """Nor are two questions."""
    assert asked_apart(question, []) == []


def test_two_who_are_never_named_apart_may_be_one() -> None:
    """A company, an office; a word of it in lower case is none of its names."""
    question, joint = "What did the Food and Drug Administration say?", "The Food and Drug Administration said no."
    assert asked_apart(question, [f"{joint} No food was sold."]) == []
    assert len(asked_apart(question, [f"{joint} Food was sold."])) == 2
    assert len(asked_apart("What did Ann and Bob say?", ["Ann and Bob said no. Ann left."])) == 2
