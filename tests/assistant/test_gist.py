"""Questions about a whole article."""

import pytest

from assistant import Article, Assistant, Conversation, Found, NotFound
from assistant.calibration import Logistic
from assistant.gist import asks_for_the_gist
from index.open import open_index
from tests.fakes import FakeEncoder, FakeReader

MODEL = Logistic(weights=(1.0, 0.0, 0.0, 0.0), bias=0.0, threshold=0.5)
HEADLINE = "Bridge vote splits the council"
LEDE = "The bridge vote was lost by the council on Monday night after five hours."
TEXT = (
    f"{HEADLINE}\n\nIt rained. {LEDE} “We saw it coming,” said Ann Lee of the bridge vote, after it was lost.\n\n"
    + ("Nothing else of any interest happened anywhere in the town that week. " * 8)
)


@pytest.mark.parametrize(
    "question",
    [
        "What is this article about?",
        "what's it about",
        "What is that all about?",
        "Summarise the article",
        "Can you summarize this?",
        "tl;dr",
        "Give me a short summary of the text, please.",
        "So what is this about, please?",
        "What is the main point?",
        "What is the topic of the article?",
        "What happened?",
        "What's going on?",
        "What is this e-mail about?",
        "What was this meeting about?",
        "Can you please summarise this for me?",
        "What are the key takeaways?",
        "What's the gist?",
        "What does this article talk about?",
        "What's all this about?",
        "What's happened?",
        "Hi, what is this about?",
    ],
)
def test_it_is_asked_for_in_many_ways(question: str) -> None:
    """As people ask who have just opened an article."""
    assert asks_for_the_gist(question, is_first=True)


@pytest.mark.parametrize(
    "question",
    [
        "What was the message?",
        "What is the topic?",
        "What is the vote about?",
        "What happened on Monday?",
        "Who summarised the article?",
        "What was the main cause?",
    ],
)
def test_what_asks_for_less_is_the_readers(question: str) -> None:
    """Something of the article is named."""
    assert not asks_for_the_gist(question, is_first=True)


def test_once_something_was_spoken_of_it_may_be_that() -> None:
    """The article itself can still be named."""
    assert not asks_for_the_gist("What is it about?", is_first=False)
    assert not asks_for_the_gist("What happened?", is_first=False)
    assert not asks_for_the_gist("Summarise it", is_first=False)
    assert asks_for_the_gist("What is the article about?", is_first=False)


def assistant(*texts: str) -> Assistant:
    articles = [Article(f"{number}.txt", text) for number, text in enumerate(texts)]
    return Assistant(open_index(articles, FakeEncoder()), FakeReader({}), MODEL)


def test_the_headline_answers_with_the_early_sentence_closest_to_it() -> None:
    """A sentence that stands for itself: not what someone said, nor half of it."""
    answer = assistant(TEXT).ask("What is this about?")
    assert isinstance(answer, Found)
    (told,) = answer.answers
    assert (told.text, told.confidence) == (HEADLINE, 0.85)
    assert [citation.quote for citation in told.citations] == [HEADLINE, LEDE]
    assert [citation.paragraph for citation in told.citations] == [1, 2]
    assert told.citations[0].answer_start == 0
    assert told.citations[1].answer_start is None


def test_without_a_headline_a_sentence_answers() -> None:
    """Less surely."""
    answer = assistant(TEXT.partition("\n\n")[2]).ask("What is this about?")
    assert isinstance(answer, Found)
    assert (answer.answers[0].text, answer.answers[0].confidence) == (LEDE, 0.65)


def test_each_of_a_few_articles_answers_for_itself() -> None:
    """Side by side; of many nothing is told."""
    answer = assistant(TEXT, "Markets rise again\n\nShares rose again on Tuesday in all the markets of the world.").ask(
        "Summarise this"
    )
    assert isinstance(answer, Found)
    assert answer.together
    assert [told.text for told in answer.answers] == [HEADLINE, "Markets rise again"]
    assert isinstance(assistant(*[TEXT] * 6).ask("Summarise this"), NotFound)


@pytest.mark.parametrize(
    "first",
    [
        "Introduction",
        "By Ann Lee, 3 May 2023",
        "Dear Ann,",
        "| Plan | Price |",
        "From: Ann\nTo: Bob",
        "It rained. Hard.",
    ],
)
def test_not_every_first_line_is_a_headline(first: str) -> None:
    """A byline, an address or a table names nothing."""
    answer = assistant(f"{first}\n\n{LEDE}").ask("What is this about?")
    assert isinstance(answer, Found)
    assert answer.answers[0].text == LEDE


@pytest.mark.parametrize(
    "sentence",
    [
        "“It will be a very long time before that bridge is ever going to open again.”",
        "It will be a very long time before that bridge opens again,” she said on Monday.",
        "He did not want to say a word about the bridge vote on Monday or afterwards.",
        "Will it be a very long time before that bridge is ever going to open again?",
    ],
)
def test_a_sentence_stands_for_itself(sentence: str) -> None:
    """Not what someone said, nor of someone named before, nor a question."""
    answer = assistant(f"{HEADLINE}\n\n{sentence} {LEDE}").ask("What is this about?")
    assert isinstance(answer, Found)
    assert answer.answers[0].citations[1].quote == LEDE


def test_marks_of_markdown_stay_out_of_the_headline() -> None:
    """The quote has them."""
    answer = assistant(f"## **{HEADLINE}**\n\n{LEDE}").ask("What is this about?")
    assert isinstance(answer, Found)
    assert answer.answers[0].text == HEADLINE
    assert answer.answers[0].citations[0].quote == f"## **{HEADLINE}**"


def test_a_mail_is_about_its_subject() -> None:
    """Whatever stands below."""
    text = "From: Ann Lee\nTo: Bob Roe\nSubject: Re: Fwd: The boat on Friday\n\nThe ferry costs £20 a head, return.\n"
    index = open_index([Article("mail.txt", text)], FakeEncoder())
    answer = Assistant(index, FakeReader({}), MODEL).ask("What is this about?")
    assert isinstance(answer, Found)
    assert [(a.text, [c.quote for c in a.citations]) for a in answer.answers] == [
        ("The boat on Friday", ["The boat on Friday"])
    ]


def test_an_article_without_text_tells_nothing() -> None:
    """The other one does."""
    answer = assistant("", TEXT).ask("What is this about?")
    assert isinstance(answer, Found)
    assert [told.text for told in answer.answers] == [HEADLINE]


def test_a_text_without_a_sentence_is_the_readers() -> None:
    """There is nothing to tell of it."""
    assert isinstance(assistant("A list\n\nof words").ask("What is this about?", Conversation()), NotFound)
