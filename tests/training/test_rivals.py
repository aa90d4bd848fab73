"""Questions with what the reader takes for their answers, side by side."""

import random

from training.rivals import among_rivals, left_to_rivals
from training.written import Article, Question, read_articles


def test_the_right_sentence_stands_among_its_rivals_and_is_left_out() -> None:
    """The reader's own rivals: the second text of a pair has nothing of the answer, nor of its sentence."""
    article = read_articles("news")[0]
    asked = [(article, question) for question in article.questions if question.answer]
    pairs = list(among_rivals(asked, random.Random(1)))
    assert len(pairs) >= len(asked) / 3
    golds = {q.text: article.paragraphs[q.paragraph][slice(*q.answer)] for _, q in asked if q.answer}
    for right, wrong in pairs:
        (place,) = right.answers
        assert right.context[slice(*place)] == golds[right.question]
        assert wrong.question == right.question
        assert not wrong.answers
        assert golds[right.question].lower() not in wrong.context.lower()


def test_what_the_article_leaves_open_stands_behind_the_answered_question_most_like_it() -> None:
    """With the sentences that the reader would answer it from."""
    built = Question("When was the bridge built?", 1, (16, 20))
    sold = Question("When was the ferry sold?", 2, None)
    paragraphs = (
        "The bridge is shut",
        "It was built in 1871. The mayor, Ann Lee, had it shut in May.",
        "The ferry was built in 1902. Bob Roe owns it.",
    )
    article = Article(paragraphs, (built, sold))
    pairs = [pair for seed in range(9) for pair in left_to_rivals([(article, sold)], random.Random(seed))]
    assert pairs
    for right, wrong in pairs:
        assert (right.question, wrong.question) == (built.text, sold.text)
        assert [right.context[slice(*place)] for place in right.answers] == ["1871"]
        assert "ferry" in wrong.context
