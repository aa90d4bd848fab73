"""A citation is cut from the article, and stands only there."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Article, Citation
from assistant.answer import Scores
from assistant.cite import cite, stands
from index.split import split

ARTICLE = Article("news.txt", "Kyiv denied it. Moscow blamed Kyiv.\n\nThe mayor closed the bridge. Nobody was hurt.")
PASSAGES = split(ARTICLE.text)
SCORES = Scores(dense=0.5, lexical=3.0, reader=0.9)


def cited(words: str, paragraph: int, *, is_answer: bool = True) -> Citation:
    start = ARTICLE.text.index(words)
    return cite(ARTICLE, PASSAGES[paragraph - 1], start, start + len(words), SCORES, is_answer=is_answer)


@pytest.mark.parametrize(
    ("words", "paragraph", "quote"),
    [
        ("Moscow", 1, "Moscow blamed Kyiv."),
        ("denied it. Moscow", 1, "Kyiv denied it. Moscow blamed Kyiv."),
        ("it.", 1, "Kyiv denied it."),
        ("Nobody was hurt.", 2, "Nobody was hurt."),
    ],
)
def test_the_sentences_that_hold_the_words_are_quoted(words: str, paragraph: int, quote: str) -> None:
    """Word for word, with where they stand and in which text."""
    start, answer = ARTICLE.text.index(quote), ARTICLE.text.index(words)
    assert cited(words, paragraph) == Citation(
        quote=quote,
        start=start,
        end=start + len(quote),
        article_id="news.txt",
        article_sha256=ARTICLE.sha256,
        paragraph=paragraph,
        answer_start=answer,
        answer_end=answer + len(words),
        scores=SCORES,
    )


def test_words_that_lie_in_no_sentence_are_quoted_with_the_passage() -> None:
    """The white space between sentences belongs to none of them; a quote holds what was asked for."""
    gap = ARTICLE.text.index(" Moscow")
    whole = cite(ARTICLE, PASSAGES[0], gap, gap + 1, SCORES)
    assert (whole.answer_start, whole.answer_end) == (gap, gap + 1)
    assert whole.quote == "Kyiv denied it. Moscow blamed Kyiv."
    beyond = cite(ARTICLE, PASSAGES[0], 30, 40, SCORES)
    assert (beyond.start, beyond.end) == (16, 40)


def test_a_quote_that_only_supports_has_no_answer_in_it() -> None:
    """Nothing in it is to be marked."""
    support = cited("Moscow", 1, is_answer=False)
    assert (support.quote, support.answer_start, support.answer_end) == ("Moscow blamed Kyiv.", None, None)


@given(st.text("aB. \n“”\r\U0001f680é", min_size=1, max_size=80), st.data())
def test_every_citation_is_cut_from_its_article(text: str, data: st.DataObject) -> None:
    """Whatever the text, and whatever of a passage is cited: the quote holds it, re-slices and stands."""
    article = Article("a.txt", text)
    for passage in split(text, max_passage=20):
        start = data.draw(st.integers(passage.start, passage.end - 1))
        end = data.draw(st.integers(start + 1, passage.end))
        citation = cite(article, passage, start, end, SCORES)
        assert text[citation.start : citation.end] == citation.quote
        assert passage.start <= citation.start <= start < end <= citation.end <= passage.end
        assert (citation.answer_start, citation.answer_end) == (start, end)
        assert stands(citation, article)


def test_a_citation_stands_in_its_own_text_alone() -> None:
    """Not in another text, even where that has the same words in the same place; not with other words."""
    citation = cited("Moscow", 1)
    assert stands(citation, ARTICLE)
    assert stands(citation, replace(ARTICLE, id="renamed.txt"))
    assert not stands(citation, Article("news.txt", ARTICLE.text + " More."))
    assert not stands(citation.model_copy(update={"quote": "Moscow praised Kyiv"}), ARTICLE)
    assert not stands(citation.model_copy(update={"start": citation.start + 1}), ARTICLE)
    assert not stands(citation.model_copy(update={"article_sha256": "0" * 64}), ARTICLE)
