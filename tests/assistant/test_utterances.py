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


def test_after_a_mrs_nobody_else_is_told_of() -> None:
    """Neither a man nor who is named later."""
    assert heard("Mrs Lee said her husband, Bob Lee, was tired.")[0][0] == "Mrs Lee"


def test_a_second_speaker_may_come_after_and() -> None:
    """With a parenthesis of their own."""
    said = heard("“It is over,” said John Smith, the mayor, but Ann Brown, his deputy, disagreed.")
    assert [speaker for speaker, _ in said] == ["John Smith", "Ann Brown"]


def test_an_address_is_no_part_of_a_name() -> None:
    """As mail programs put it above what they quote."""
    said = heard("On Mon, 5 Jan 2026 at 09:31, Bob Roe <bob@x.example> wrote:\n\nIt rained, Bob Roe said.")
    assert {speaker for speaker, _ in said} == {"Bob Roe"}


def test_who_attends_may_stand_in_a_list() -> None:
    """And goes by the first name below it."""
    assert heard("## Attendees\n\n- Ann Lee (chair)\n- Bob Roe\n\nAnn said it was late.")[0][0] == "Ann Lee"


def test_a_pronoun_is_whom_the_sentence_before_begins_with() -> None:
    """Though somebody else spoke last."""
    said = heard("Ann Lee said yes. Her brother, Bob Stone, walked out. He said it was late.")
    assert said[-1][0] == "Bob Stone"


def test_a_pronoun_without_such_a_person_is_who_spoke_last() -> None:
    """A company in between is no person."""
    said = heard("Ann Lee denied it. A leaflet claimed she held shares in Acme Works. She said that it lied.")
    assert said[-1][0] == "Ann Lee"


def test_a_pronoun_is_someone_who_may_be_called_so() -> None:
    """Not who bears another title, or was called by another pronoun before."""
    said = heard("Ann Lee said yes. She said so twice. Mr Bob Roe said no. Lee laughed. He said it was late.")
    assert [speaker for speaker, _ in said] == ["Ann Lee", "Ann Lee", "Mr Bob Roe", "Mr Bob Roe"]
    assert heard("Ann Lee said yes. Mr Roe came. She said so twice.")[-1][0] == "Ann Lee"
    assert len(heard("Ann Lee met farmers. They said it was late. She said it was early.")) == 2
    said = heard("The minister met Bob Roe. She said no. Bob Roe was angry. He said it was late.")
    assert said[-1][0] == "Bob Roe"


def test_a_group_is_nobody() -> None:
    """And a name may come after a small word, or be a surname alone."""
    said = heard("Ann Lee was there, and crew members spoke of it. But Rafe Lind was angry. He said that it was late.")
    assert said[-1][0] == "Rafe Lind"
    assert heard("Ann Lee came.\n\nLee, 31, sat down. “I was glad,” she said.")[-1][0] == "Ann Lee"


def test_a_first_name_that_nobody_shares_stands_for_the_full_name() -> None:
    """As in minutes; a company is not its newspaper."""
    said = heard(
        "Acme Times wrote.\n\nPresent: Judith Ark, Owen Price.\n\nOwen said yes. Judith said no. Acme denied it."
    )
    assert [speaker for speaker, _ in said] == ["Acme Times", "Owen Price", "Judith Ark", "Acme"]


def test_an_aside_in_brackets_hides_nobody() -> None:
    """A party or an age stands between the name and its verb."""
    assert heard("Joan Petrie (Lab) said yes.") == [("Joan Petrie", "Joan Petrie (Lab) said yes.")]
    said = heard("Present: Joan Petrie (chair) Bob Roe (clerk)\n\nPetrie said yes. Roe said no.")
    assert [speaker for speaker, _ in said] == ["Joan Petrie", "Bob Roe"]


def test_words_of_someone_unknown_are_not_the_last_speakers() -> None:
    """Neither where "she" is nobody named, nor after someone else was spoken of."""
    said = heard("A spokesman said no.\n\n“They hiss,” she said. “Be quiet.”")
    assert [speaker for speaker, _ in said] == ["A spokesman"]
    assert len(heard("Ann Lee said no.\n\nBob Roe was there, too. “I came by bus.”")) == 1
    assert len(heard("Ann Lee said no.\n\nIt was Monday, and London was quiet. “I came by bus.”")) == 2


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


def test_what_drivers_say_is_not_the_last_speakers() -> None:
    """Nor is the sentence that they begin with; one with a name is known, whatever describes him."""
    said = heard("Ann Lee said no.\n\n“We lose money. It is bad,” said drivers at the port.\n\n“It is late.”")
    assert said == [("Ann Lee", "Ann Lee said no.")]
    said = heard("Ann Lee said no.\n\n“We lose money. It is bad,” said lorry driver Piet Maas, 44.")
    assert said[1:] == [("Piet Maas", "“We lose money. It is bad,” said lorry driver Piet Maas, 44.")]
    assert len(heard("Ann Lee said no. “Clean” energy in the state is cheap. “I mean it all.”")) == 2
