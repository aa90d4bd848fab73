"""What someone says."""

import pytest

from assistant.question import Wanted, asks_what_is_said
from assistant.statements import utterances_of
from assistant.utterances import utterances
from index import Article
from index.split import split

NEWS = """Ann Lee, a Russian minister, said that it was late. “We are ready,” Lee said.

Councillor Bob Stone, who had come by bus, denied it. He said that he was early.

An aide told reporters that Ms Lee was wrong."""


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What did Ann Lee say?", Wanted("Ann Lee")),
        ("what has the minister also said", Wanted("the minister")),
        ("What does Ms Lee claim?", Wanted("Ms Lee")),
        ("What did Ann Lee say about Bob?", Wanted("Ann Lee", "Bob")),
        ("What did Ann Lee deny?", None),
        ("When did Ann Lee say so?", None),
    ],
)
def test_what_did_someone_say_asks_for_their_words(question: str, wanted: Wanted | None) -> None:
    """Maybe for those about something alone."""
    assert asks_what_is_said(question) == wanted


def quoted_of(speaker: str, text: str = NEWS) -> list[str]:
    """The utterances of a speaker in a text."""
    article = Article("news.txt", text)
    return [text[u.start : u.end] for u in utterances_of(speaker, [article], utterances(article, split(text)))]


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("Lee", ["Ann Lee, a Russian minister, said that it was late.", "“We are ready,” Lee said."]),
        ("Mr Stone", ["Councillor Bob Stone, who had come by bus, denied it.", "He said that he was early."]),
        ("the aide", ["An aide told reporters that Ms Lee was wrong."]),
        ("Ann", []),
        ("France", []),
        ("the", []),
    ],
)
def test_a_speaker_may_be_named_in_part(speaker: str, expected: list[str]) -> None:
    """By the last name; pronouns are theirs, too."""
    assert quoted_of(speaker) == expected


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        ("Ann Lee", "Ann Lee’s press officer, Bob Stone, said that it was late."),
        ("Ann Lee", "A spokesman for Ann Lee said that it was late."),
        ("Russia", "A farmer in Russia said that it was late."),
        ("the police", "Former police officer Bob Roe said that it was late."),
        ("the president of France", "A farmer in France said that it was late."),
        ("Ann Lee", "Ann Lee said that it rained, but Bob Roe said that it snowed."),
        ("Lee", "Ann Lee said that it rained.\n\nBob Lee said that it snowed."),
    ],
)
def test_another_speaker_and_several_are_not_taken_for_one(speaker: str, text: str) -> None:
    """Who speaks for or from them, who speaks in the same sentence, and who has the same name."""
    assert quoted_of(speaker, text) == []


@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        ("Ann Lee’s press officer", "Ann Lee’s press officer, Bob Stone, said that it was late."),
        ("the president", "The president said that it was late."),
        ("the police", "The police said that it was late."),
        ("Ann Lee", "Ann Lee and Bob Roe said that it was late."),
        ("Roe", "Ann Lee and Bob Roe said that it was late."),
    ],
)
def test_a_speaker_may_be_described_as_the_article_does(speaker: str, text: str) -> None:
    """A title is enough where the article has no more."""
    assert quoted_of(speaker, text) == [text]
