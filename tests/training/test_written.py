"""The questions that were written for the reader: answers stand where they should, and nowhere else."""

import random

from training.data import normalise
from training.written import QUESTIONS, name_of, pairs, read_articles, read_twins, singles, windows_elsewhere

ARTICLES = read_articles("news")[:20]


def test_answers_are_words_of_their_paragraph() -> None:
    """Every answer of every article begins and ends with a character of its own, and none is empty."""
    names = [path.name.removesuffix(".jsonl.gz") for path in QUESTIONS.iterdir() if "twins" not in path.name]
    articles = read_articles(*names)
    answers = [a.paragraphs[q.paragraph][slice(*q.answer)] for a in articles for q in a.questions if q.answer]
    assert len(answers) > 10_000
    assert all(answer and answer == answer.strip() for answer in answers)


def test_a_window_holds_its_answer_wherever_it_is_cut() -> None:
    """By the words, which a wrong shift would change."""
    answers = [
        article.paragraphs[q.paragraph][slice(*q.answer)] for article in ARTICLES for q in article.questions if q.answer
    ]
    for seed in range(5):
        seen = singles(ARTICLES, random.Random(seed))
        assert [example.context[slice(*example.answers[0])] for example in seen] == answers


def test_the_second_of_a_pair_is_not_answered() -> None:
    """Once because the article does not say, once because the window lacks the answer."""
    unanswered = pairs(ARTICLES, random.Random(1))
    assert len(unanswered) == sum(q.answer is None for article in ARTICLES for q in article.questions)
    assert not any(second.answers for _, second in unanswered)
    for first, second in windows_elsewhere(ARTICLES, random.Random(1)):
        assert first.question == second.question
        assert normalise(first.context[slice(*first.answers[0])]) not in normalise(second.context)


def test_a_twin_is_asked_only_of_its_own_paragraph() -> None:
    """Paragraphs are told by their hash, so that none need be copied."""
    assert read_twins([("title", "No question was written for this.")], "twins") == []
    assert name_of("text") == name_of("text") != name_of("texts")
