"""What a follow-up may be short for."""

import pytest

from assistant import Citation, Conversation, Found, FoundAnswer, NotFound
from assistant.meanings import meanings
from assistant.phrases import names, noun_phrases

ARTICLE = (
    "Vyacheslav Volodin, the speaker, demanded weapons in a Telegram post. Sales at Cold Stores rose, and at Shop "
    "Cabinets fell. The county will pay, and so will the flood fund, towards the new bridge. The Aldwyne Trust paid "
    "for the study. The annual dividend was suspended in 2022. 31 animals were collected; 19 went back to the lake."
).lower()


def after(*turns: tuple[str, str]) -> Conversation:
    """A conversation of questions and answers; an empty answer means that the article did not say."""
    conversation = Conversation()
    for question, text in turns:
        citation = Citation(quote=text, start=0, end=len(text), article_id="a", article_sha256="", paragraph=1)
        found = FoundAnswer(text=text, confidence=0.9, citations=(citation,))
        answer = Found(question=question, answers=(found,)) if text else NotFound(question=question, reason="No.")
        conversation = conversation.add(question, answer)
    return conversation


def meant(question: str, *turns: tuple[str, str]) -> list[str]:
    return meanings(question, after(*turns), lambda phrase: phrase.lower() in ARTICLE)


@pytest.mark.parametrize(
    ("turns", "question", "meaning"),
    [
        ([("Who is Vyacheslav Volodin?", "the speaker")], "What did he demand?", "What did Vyacheslav Volodin demand?"),
        (
            [("What did Vyacheslav Volodin demand?", "weapons")],
            "Where?",
            "Where did Vyacheslav Volodin demand weapons?",
        ),
        ([("What were sales at Cold Stores?", "€3m")], "And Shop Cabinets?", "What were sales at Shop Cabinets?"),
        (
            [("What were sales at Cold Stores?", "€3m")],
            "what about a year earlier",
            "What were sales at Cold Stores a year earlier?",
        ),
        ([("How much will the county pay?", "£6m")], "And the flood fund?", "How much will the flood fund pay?"),
        (
            [("Who paid for the study?", "the Aldwyne Trust")],
            "How much did it give?",
            "How much did the Aldwyne Trust give?",
        ),
        (
            [("When was the annual dividend suspended?", "2022")],
            "Why was that?",
            "Why was the annual dividend suspended?",
        ),
        ([("How many animals were collected?", "31")], "And how many went back?", "How many animals went back?"),
        ([("Who paid for the study?", "The Aldwyne Trust")], "Why?", "Why the Aldwyne Trust paid for the study?"),
        ([("Who paid for the study?", "the Aldwyne Trust")], "Who else?", "Who else paid for the study?"),
        ([("Who else paid for the study?", "the county")], "And who else?", "Who else paid for the study?"),
        ([("Who paid for the study?", "the Aldwyne Trust")], "Anyone else?", "Who else paid for the study?"),
        ([("What did Ann demand?", "a refund")], "Anything else?", "What else did Ann demand?"),
        ([("Who else paid for the study?", "the county")], "Why?", "Why the county paid for the study?"),
        (
            [("Who paid for the study?", "")],
            "What did the county say about it?",
            "What did the county say about the study?",
        ),
        (
            [
                (
                    "What did Vyacheslav Volodin demand?",
                    "weapons that stop and destroy what he takes for a regime of terror",
                )
            ],
            "Where?",
            "Where did Vyacheslav Volodin demand weapons that stop and destroy what he takes for a regime of terror?",
        ),
        ([("Who is Vyacheslav Volodin?", "")], "What is his post?", "What is Vyacheslav Volodin’s post?"),
        ([("Who called?", "my aunt had a fall")], "How old is she?", "How old is my aunt?"),
        ([("Who came?", "his wife")], "What did she say?", "What did his wife say?"),
        ([("Who sang?", "Doris Day")], "Where was she born?", "Where was Doris Day born?"),
        ([("What was hit?", "the trash can")], "Where did it land?", "Where did the trash can land?"),
        ([("Did Volodin demand weapons?", "Yes")], "Since when?", "Since when did Volodin demand weapons?"),
        ([("Why the county paid?", "")], "When?", "When the county paid?"),
        ([("Who met the speaker?", "Vyacheslav Volodin")], "Who is he?", "Who is Vyacheslav Volodin?"),
        ([("Who paid for the study?", "Volodin")], "In which year?", "In which year Volodin paid for the study?"),
        ([("Who paid?", "Volodin")], "And his wife?", "Volodin’s wife?"),
        ([("How many animals did the county sell?", "31")], "Why?", "Why did the county sell the animals?"),
        ([("What is this about?", "Study paid by county")], "Why?", "Why Study paid by county?"),
        (
            [("Who is Vyacheslav Volodin?", ""), ("Who paid?", "")],
            "What did he say?",
            "What did Vyacheslav Volodin say?",
        ),
    ],
)
def test_a_follow_up_is_spelt_out(turns: list[tuple[str, str]], question: str, meaning: str) -> None:
    """The question that was meant is among those that are tried."""
    assert meaning in meant(question, *turns)


@pytest.mark.parametrize(
    "question",
    [
        "Who paid for the study?",
        "When did the vote take place?",
        "Was anyone hurt?",
        "What did the county say it would pay?",
        "Who is afraid of their neighbours?",
        "Why is it hard to find money?",
        "How many animals are there in the lake?",
        "wen will the study be published",
        "Will it rain tomorrow?",
        "Summarise the county",
        "Thanks!",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    """Whatever was asked before."""
    assert meant(question, ("Who is Vyacheslav Volodin?", "the speaker")) == [question]


def test_who_somebody_is_describes_them_and_is_not_spoken_of() -> None:
    """A pronoun after it is the name, not the description."""
    meanings_of_her = meant("What is her plan?", ("Who is Vyacheslav Volodin?", "the speaker"))
    assert meanings_of_her == ["What is her plan?", "What is Vyacheslav Volodin’s plan?"]


@pytest.mark.parametrize("answer", ["No", "He’s fine", "did not come", "no benefit", "Monday 10:00", "the morning"])
def test_a_person_is_no_time_and_no_denial(answer: str) -> None:
    """Nothing is left that "he" may be."""
    assert meant("What is his plan?", ("What happened?", answer)) == ["What is his plan?"]


@pytest.mark.parametrize("question", ["Where?", "What did he demand?", "And Prigozhin?", "?"])
def test_without_a_turn_before_there_is_nothing_to_be_short_for(question: str) -> None:
    """The question stays as it is."""
    assert meanings(question, Conversation(), lambda phrase: True) == [question]


def test_what_cannot_stand_alone_is_not_tried_as_it_stands() -> None:
    """But a pronoun may be answered as it is: its question stays first."""
    turn = ("Who is Vyacheslav Volodin?", "the speaker")
    assert "Where?" not in meant("Where?", turn)
    assert meant("What did he demand?", turn)[0] == "What did he demand?"


def test_a_headline_is_nobody() -> None:
    """Whoever it names may be."""
    tried = meant("What did he say?", ("What is this about?", "Study late as Volodin demands weapons"))
    assert "What did Volodin say?" in tried
    assert not any("late as" in question for question in tried)


def test_few_meanings_are_tried() -> None:
    """However many referents a long conversation has."""
    turns = [(f"Did the Person{number} meet the Other{number} at the Place{number}?", "weapons") for number in range(9)]
    assert len(meanings("What did they do?", after(*turns), lambda phrase: True)) == 7


def test_names_and_noun_phrases() -> None:
    """Small words, question words and possessives are left out; articles become "the"."""
    text = "What did the Bank of England's governor tell a new parliament?"
    assert names(text) == ["Bank of England"]
    assert noun_phrases(text) == ["the Bank", "England", "governor tell", "the new parliament"]
