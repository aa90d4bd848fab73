"""Who says what, over sentences and paragraphs."""

from assistant.utterances import utterances
from index import Article
from index.split import split


def heard(text: str) -> list[tuple[str, str]]:
    """Speaker and words of each utterance."""
    article = Article("news.txt", text)
    return [(text[slice(*u.speaker)], text[u.start : u.end]) for u in utterances(article, split(text))]


def test_a_surname_stands_for_the_full_name_above() -> None:
    """Two paragraphs further up, with the name's title left out."""
    said = heard("Dr Ann Lee led the work.\n\nIt took years.\n\nLee said it was worth it. Ms Lee added that it rained.")
    assert [speaker for speaker, _ in said] == ["Dr Ann Lee", "Dr Ann Lee"]


def test_the_same_surname_is_the_one_who_spoke_last() -> None:
    """Brothers are told apart by whose turn it was."""
    said = heard("Ann Lee said yes. Her brother, Bob Lee, said no. Mr Lee added that he was tired.")
    assert [speaker for speaker, _ in said] == ["Ann Lee", "Bob Lee", "Bob Lee"]


def test_a_pronoun_is_whom_the_sentence_before_begins_with() -> None:
    """Though somebody else spoke last."""
    said = heard("Ann Lee said yes. Her brother, Bob Stone, walked out. He said it was late.")
    assert said[-1][0] == "Bob Stone"


def test_a_pronoun_without_such_a_person_is_who_spoke_last() -> None:
    """A company in between is no person."""
    said = heard("Ann Lee denied it. A leaflet claimed she held shares in Acme Works. She said that it lied.")
    assert said[-1][0] == "Ann Lee"


def test_a_quotation_runs_on_with_its_speaker() -> None:
    """In the next sentence, and in the next paragraph."""
    said = heard(
        "“It is old,” Ann Lee said. “It is cold.”\n\n“And it is dark.”\n\nNobody asked. “Why?” it says on the wall."
    )
    assert ("Ann Lee", "“It is cold.”") in said
    assert ("Ann Lee", "“And it is dark.”") in said
    assert len(said) == 3


def test_a_quotation_before_its_speaker_is_the_speakers() -> None:
    """Not the last one's, who spoke in the paragraph before."""
    said = heard("Bob Stone said no.\n\n“It is old. It is cold,” said Ann Lee. She laughed.")
    assert said[-1] == ("Ann Lee", "“It is old. It is cold,” said Ann Lee.")


def test_an_article_in_which_nobody_speaks_has_no_utterances() -> None:
    """And none are made up."""
    assert heard("The bridge was built in 1871.\n\nIt is made of stone.") == []
