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
    ("question", "marks"),
    [
        ("Who reacted?", ()),
        ("who was quoted", ()),
        ("Who else has spoken?", ()),
        ("Which of them responded?", ()),
        ("Who gave a statement?", ()),
        ("Which councillors spoke?", ("councillors",)),
        ("Who reacted in Russia?", ("Russia",)),
        ("Which officials commented in New York?", ("officials", "New York")),
    ],
)
def test_who_spoke_asks_for_everyone(question: str, marks: tuple[str, ...]) -> None:
    """Who bears the marks, where there are any."""
    assert asks_for_everyone(question) == Everyone(marks)


@pytest.mark.parametrize(
    "question", ["Who denied it?", "Who spoke about the war?", "Who said so?", "What was quoted in it?"]
)
def test_a_question_about_what_was_said_is_the_readers(question: str) -> None:
    """Nor is it one about things."""
    assert asks_for_everyone(question) is None


def speakers(*marks: str) -> list[tuple[str, list[str]]]:
    """The speakers of `NEWS` with what is quoted of them."""
    said = utterances(Article("news.txt", NEWS), split(NEWS))
    found = speakers_asked_for(Everyone(marks), [NEWS], said)
    return [(NEWS[slice(*group[0].speaker)], [NEWS[u.start : u.end] for u in group]) for group in found]


def test_every_speaker_comes_once_with_at_most_two_quotes() -> None:
    """In the order in which they first speak."""
    assert speakers() == [
        ("Ann Lee", ["Ann Lee, a Russian minister, said that it was late.", "“We are ready,” Lee said."]),
        (
            "Councillor Bob Stone",
            ["Councillor Bob Stone, who had come by bus, denied it.", "He said that he was early."],
        ),
        ("Carla Dupont", ["“France will wait,” said Carla Dupont."]),
        ("An aide", ["An aide told reporters that Ms Lee was wrong."]),
    ]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("Russia", ["Ann Lee"]),  # she is described as Russian
        ("France", ["Carla Dupont"]),  # she speaks for it
        ("councillors", ["Councillor Bob Stone"]),
        ("Spain", []),
    ],
)
def test_the_mark_stands_beside_the_speaker_or_opens_the_quote(mark: str, expected: list[str]) -> None:
    """However the word ends."""
    assert [speaker for speaker, _ in speakers(mark)] == expected


def test_a_question_about_two_is_asked_of_each() -> None:
    """And one about one is not taken apart."""
    asked = asked_apart("What did Volodin and Prigozhin say about the war?")
    assert asked == ["What did Volodin say about the war?", "What did Prigozhin say about the war?"]
    assert asked_apart("What did Volodin say about Ukraine and the war?") == []
