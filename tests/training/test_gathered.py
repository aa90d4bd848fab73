"""The sentences of an article that look most like answering a question, side by side."""

import random

from training.gathered import Sentences, answered, left_open, likely_elsewhere, unanswered
from training.written import Article, Question, read_articles

PARAGRAPHS = (
    "The bridge is shut",
    "It was built in 1871. The mayor, Ann Lee, had it shut in May.",
    "The ferry was built in 1902. Bob Roe owns it.",
)
BUILT = Question("When was the bridge built?", 1, (16, 20))


def test_sentences_with_the_words_of_the_question_come_first() -> None:
    """Wherever in the article they stand."""
    sentences = Sentences.of(PARAGRAPHS)
    assert sentences.texts == (
        "The bridge is shut",
        "It was built in 1871.",
        "The mayor, Ann Lee, had it shut in May.",
        "The ferry was built in 1902.",
        "Bob Roe owns it.",
    )
    assert sentences.likest("Who owns a ferry?")[:2] == [4, 3]


def test_the_answer_is_marked_among_its_rivals() -> None:
    """However many of them there are, with their neighbours or without."""
    sentences = Sentences.of(PARAGRAPHS)
    for seed in range(20):
        example = answered(sentences, BUILT, random.Random(seed))
        assert example
        assert [example.context[a:b] for a, b in example.answers] == ["1871"]
        assert example.context.count("\n\n") >= 1


def test_without_its_own_sentence_a_question_has_no_answer() -> None:
    """That sentence is not shown as a neighbour either."""
    sentences = Sentences.of(PARAGRAPHS)
    for seed in range(20):
        example = unanswered(sentences, BUILT, random.Random(seed))
        assert not example.answers
        assert "1871" not in example.context


def test_pairs_are_of_one_article() -> None:
    """The same question, or the answered one that is most like one that is left open."""
    article = read_articles("news")[0]
    asked = [(article, question) for question in article.questions]
    text = "\n\n".join(article.paragraphs)
    for right, wrong in likely_elsewhere([each for each in asked if each[1].answer], random.Random(1)):
        assert right.question == wrong.question
        assert right.answers
        assert not wrong.answers
        assert all(part in text for part in wrong.context.split("\n\n"))
    some = Article(PARAGRAPHS, (BUILT, Question("When was the ferry sold?", 2, None)))
    ((right, wrong),) = left_open([(some, some.questions[1])], random.Random(1))
    assert (right.question, wrong.question) == ("When was the bridge built?", "When was the ferry sold?")
    assert "ferry" in wrong.context
