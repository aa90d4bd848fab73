"""Who says something in a sentence."""

import pytest

from assistant.speakers import name_in, statements


def found(sentence: str) -> list[tuple[str, str]]:
    """Verbs and subjects of a sentence; what stands in curly quotation marks is quoted."""
    quoted = [(start, sentence.index("”", start) + 1) for start, letter in enumerate(sentence) if letter == "“"]
    return [(verb, sentence[slice(*subject)]) for verb, subject in statements(sentence, 0, len(sentence), quoted)]


@pytest.mark.parametrize(
    ("sentence", "verb", "subject"),
    [
        ("“It is over,” John Smith, the mayor of Leeds, told the BBC.", "tell", "John Smith"),
        ("“It is over,” John Smith, the mayor, warned the council.", "warn", "John Smith"),
        ("The president of the European Commission said yes.", "say", "The president of the European Commission"),
        ("A spokesman for the company said no.", "say", "A spokesman for the company"),
        ("President Joe Biden on Tuesday said no.", "say", "President Joe Biden"),
        ("Ann Lee yesterday told the court that it rained.", "tell", "Ann Lee"),
        ("J.D. Vance said so.", "say", "J.D. Vance"),
        ("U.K. Prime Minister Keir Starmer said so.", "say", "U.K. Prime Minister Keir Starmer"),
        ("Finance director Ann Lee denied that it was for sale.", "deny", "Finance director Ann Lee"),
        ("Ann Lee, the union's regional secretary, said no such deal existed.", "say", "Ann Lee"),
        ("The mayor's press officer, Ann Lee, said nothing was known.", "say", "The mayor's press officer, Ann Lee"),
        ("The BBC’s Ann Lee, reporting from Rome, says it rained.", "say", "The BBC’s Ann Lee"),
        ("In a statement, the council said that it was sorry.", "say", "the council"),
        ("But Ann Lee, the head of Acme, warned of delays.", "warn", "Ann Lee"),
        (
            "The town must find the rest, which the treasurer, Ann Lee, proposes to borrow.",
            "propose",
            "the treasurer, Ann Lee",
        ),
        ("“It is over,” said Councillor Ann Lee, who had asked for the vote.", "say", "Councillor Ann Lee"),
        ("“It is over,” Lee added in a statement.", "add", "Lee"),
        ("“It is over,” she said.", "say", "she"),
        ("The loudest applause went to Ann Lee, aged 12, who told the chamber that she was tired.", "tell", "Ann Lee"),
        ("A later start, says Lee, would help everyone.", "say", "Lee"),
        ("According to the harbour authority, the ship had sunk.", "say", "the harbour authority"),
        ("Officials in Moscow claimed that two had crashed.", "claim", "Officials in Moscow"),
        ("Scientists warn that it may be too late.", "warn", "Scientists"),
        ("He spoke of the official’s statement denying any part in it.", "deny", "the official"),
        ("She called the results “as clean as anything”.", "call", "She"),
        ("Port director Hans Olde called it a disaster.", "call", "Port director Hans Olde"),
        ("On Tuesday Lee said that it was late.", "say", "Lee"),
        ("On Tuesday police said that it was late.", "say", "police"),
        ("In London Ann Lee said that it was late.", "say", "Ann Lee"),
        ("In London police said that it was late.", "say", "London police"),
        ("Yesterday Ann Lee said that it was late.", "say", "Ann Lee"),
        ("Ann Lee and Bob Roe said that it was late.", "say", "Ann Lee"),
        ("Both Ann Lee and Bob Roe said that it was late.", "say", "Bob Roe"),
        ("According to Ann Lee and Bob Roe, it was late.", "say", "Ann Lee"),
        ("“It is late,” said Ann Lee and Łukasz Roe.", "say", "Łukasz Roe"),
        ("Ann Lee, mayor of Rome, who said that it was late, left.", "say", "Ann Lee"),
        ("Bob Roe, from London, who told reporters so, left.", "tell", "Bob Roe"),
    ],
)
def test_the_subject_of_a_verb_of_saying_is_found(sentence: str, verb: str, subject: str) -> None:
    """Before it, before commas, behind it, before "who", and without a verb."""
    assert (verb, subject) in found(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He was asked to sit down.",
        "The same promise was made to all.",
        "She did not respond to a request for comment.",
        "It came to the town called Butare.",
        "Ann Lee called her sister before the crash.",
        "The police called this morning.",
        "“She must go,” said lawyers representing Ann Lee.",
        "According to people near Ann Lee, it rained.",
        "“They said so and Ann Lee denied it.”",
        "Scientists say so",
        "None of the councillors said that it was late.",
        "Neither Ann Lee nor Bob Roe said that it was late.",
        "Nobody at the bank said so.",
        "The replacement costs more than the £4.1m estimated for a repair.",
    ],
)
def test_no_speaker_is_made_up(sentence: str) -> None:
    """Nouns, passives, negations, headlines, and what stands inside a quotation."""
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the BBC’s Ann Lee", "Ann Lee"),
        ("Dr Ann Lee of the University of Rome", "Dr Ann Lee"),
        ("The Kremlin", "Kremlin"),
        ("Officials in Moscow", None),
        ("the Ukrainian official", None),
        ("Morocco’s minister, Hakima el-Haite", "Hakima el-Haite"),
    ],
)
def test_a_phrase_has_the_name_that_its_head_ends_with(phrase: str, name: str | None) -> None:
    """Not its owner's, and not that of a place."""
    extent = name_in(phrase, (0, len(phrase)))
    assert (extent and phrase[slice(*extent)]) == name
