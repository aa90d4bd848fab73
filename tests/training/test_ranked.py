"""The windows of one article that look like the one that answers."""

import random

from training.ranked import _confused, _most_alike
from training.written import read_articles, windows_of


def test_windows_part_an_article() -> None:
    """Every paragraph is in one of them, and none but a single long paragraph is longer than what is read at once."""
    for article in read_articles("news")[:20]:
        windows = windows_of(article)
        assert [place for low, high in windows for place in range(low, high)] == list(range(len(article.paragraphs)))
        assert all(high - low == 1 or len("\n\n".join(article.paragraphs[low:high])) <= 500 for low, high in windows)


def test_the_most_alike_have_the_rare_words_of_the_question() -> None:
    """Words that stand everywhere tell nothing."""
    texts = [
        "the bridge rained",
        "the bridge and the mayor",
        "the bridge",
        "the bridge again",
        "the bridge too",
        "none",
    ]
    assert _most_alike(texts, "Which mayor saw the bridge?")[0] == "the bridge and the mayor"
    assert len(_most_alike(texts, "Which mayor?")) == 4


def test_a_question_is_seen_beside_windows_that_lack_its_answer() -> None:
    """The same question; the first window holds the answer, the second is another's."""
    article = read_articles("news")[0]
    asked = [(article, question) for question in article.questions if question.answer][:3]
    seen = list(_confused(asked, random.Random(1)))
    assert seen
    for right, wrong in seen:
        assert right.question == wrong.question
        assert right.answers
        assert not wrong.answers
        assert right.context[slice(*right.answers[0])] not in wrong.context
