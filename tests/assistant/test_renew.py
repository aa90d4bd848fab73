"""Kept conversations and articles that have changed since."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant import Article, Conversation, Found, FoundAnswer, NotFound
from assistant.cite import stands
from assistant.renew import renewed
from assistant.verify import citations
from index import paragraphs
from tests.fakes import answer_words, cite

TEXT = "Kyiv denied it.\n\nNobody came."
ARTICLE = Article("news.txt", TEXT)
FIRST, SECOND = cite(ARTICLE, 1, 0, 15), cite(ARTICLE, 2, 17, 29)
ANSWER = FoundAnswer(text="denied it", confidence=0.5, citations=(FIRST, SECOND))
CONVERSATION = (
    Conversation()
    .add("Who?", Found(question="Who?", answers=(ANSWER,)))
    .add("Why?", NotFound(question="Why?", reason="No passage answers this.", closest=(SECOND,)))
)


def test_of_the_same_text_nothing_changes() -> None:
    """The conversation is the one that was kept."""
    assert renewed(CONVERSATION, [ARTICLE]) == CONVERSATION


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_what_moved_is_cited_where_it_is_now(added: str) -> None:
    """Offsets, answer, paragraph and text are those of the article as it is, and the citation stands."""
    article = Article("news.txt", f"{added}\n\n{TEXT}")
    new = renewed(CONVERSATION, [article])
    for before, after in zip(citations(CONVERSATION), citations(new), strict=True):
        assert stands(after, article)
        assert (after.quote, answer_words(after)) == (before.quote, answer_words(before))
        start, end = paragraphs(article.text)[after.paragraph - 1]
        assert start <= after.start < end


def test_what_is_gone_stays_as_it_was() -> None:
    """It does not verify; the same for an article that is not there."""
    article = Article("news.txt", "Kyiv admitted it.\n\nNobody came.")
    first, second, again = citations(renewed(CONVERSATION, [article]))
    assert (first, stands(first, article)) == (FIRST, False)
    assert stands(second, article)
    assert again == second
    assert renewed(CONVERSATION, [Article("other.txt", TEXT)]) == CONVERSATION
