"""A record's quotes, looked up again in articles as they are now."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant import Article, Citation, Conversation, Found, FoundAnswer, NotFound, RecordUnusable
from assistant.verify import Check, citations, parse_record, verify_record

TEXT = "Kyiv denied it. Moscow blamed Kyiv. Nobody came."
ARTICLE = Article("news.txt", TEXT)


def cited(quote: str, text: str = TEXT, *, name: str = "news.txt", start: int | None = None) -> Citation:
    begin = text.index(quote) if start is None else start
    return Citation(
        quote=quote,
        start=begin,
        end=begin + len(quote),
        article_id=name,
        article_sha256=Article(name, text).sha256,
        paragraph=1,
    )


def declined(*closest: Citation) -> NotFound:
    return NotFound(question="Why?", reason="No passage answers this.", closest=closest)


def checked(citation: Citation, *articles: Article) -> Check:
    (check,) = verify_record(declined(citation), articles).checks
    return check


def test_in_the_same_text_everything_stands() -> None:
    """Every quote is where its citation says, in the text that was quoted."""
    verification = verify_record(declined(cited("Kyiv denied it."), cited("Nobody came.")), [ARTICLE])
    assert [(check.verdict, check.same_text) for check in verification.checks] == [("stands", True)] * 2
    assert verification.stands


def test_a_quote_before_a_change_stands_and_one_behind_it_has_moved() -> None:
    """What moved is found with its new offset; what was rewritten is gone."""
    article = Article("news.txt", "Kyiv denied it. Moscow, though, blamed Kyiv. Nobody came.")
    verdicts = {
        quote: (check.verdict, check.start, check.same_text)
        for quote in ("Kyiv denied it.", "Nobody came.", "Moscow blamed Kyiv.")
        for check in [checked(cited(quote), article)]
    }
    assert verdicts == {
        "Kyiv denied it.": ("stands", 0, False),
        "Nobody came.": ("moved", article.text.index("Nobody"), False),
        "Moscow blamed Kyiv.": ("gone", None, False),
    }


@given(st.text("ab ", max_size=30), st.text("ab ", min_size=1, max_size=4), st.integers(0, 40))
def test_of_several_places_the_nearest_is_found(text: str, quote: str, start: int) -> None:
    """The place with the smallest distance, the earlier of two; none when it is nowhere."""
    places = [at for at in range(len(text)) if text.startswith(quote, at)]
    check = checked(cited(quote, start=start), Article("news.txt", text))
    assert check.start == min(places, key=lambda at: (abs(at - start), at), default=None)
    assert check.verdict == ("gone" if not places else "stands" if start in places else "moved")


@given(st.text(max_size=20), st.text(min_size=1, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_what_was_moved_is_found(before: str, quote: str, after: str, added: str) -> None:
    """Text put in front moves a quote by its length."""
    text, moved = before + quote + after, added + before + quote + after
    assume(moved.count(quote) == 1 and not any(0xD800 <= ord(c) < 0xE000 for c in moved))
    check = checked(cited(quote, text), Article("news.txt", moved))
    assert check.start == len(added) + len(before)
    assert check.verdict == ("moved" if added else "stands")


def test_a_false_citation_does_not_stand() -> None:
    """Neither an empty quote, nor one with an end that is not its own, nor one of words that were never there."""
    assert checked(cited("", start=3), ARTICLE).verdict == "gone"
    assert checked(cited("Kyiv denied it.").model_copy(update={"end": 40}), ARTICLE).verdict == "moved"
    assert checked(cited("Kyiv admitted it.", start=0), ARTICLE).verdict == "gone"
    right = cited("Kyiv denied it.")
    both = verify_record(declined(right, right.model_copy(update={"end": 40})), [ARTICLE])
    assert [check.verdict for check in both.checks] == ["stands", "moved"]


def test_more_citations_than_anyone_could_check_are_refused() -> None:
    """Each may have to be sought in a whole article."""
    answer = FoundAnswer(text="Kyiv", confidence=0.5, citations=(cited("Kyiv denied it."),) * 10_001)
    with pytest.raises(RecordUnusable, match="over 10,000 citations"):
        verify_record(Found(question="Who?", answers=(answer,)), [ARTICLE])


def test_which_article_is_meant() -> None:
    """The one with the quoted text, else the one of that name, else the only one; none is an error."""
    other = Article("other.txt", "Nobody came.")
    renamed = Article("renamed.txt", TEXT)
    assert checked(cited("Nobody came."), other, renamed).verdict == "stands"
    assert checked(cited("Nobody came."), Article("news.txt", "Nobody came."), other).verdict == "moved"
    assert checked(cited("Nobody came."), other).verdict == "moved"
    with pytest.raises(RecordUnusable, match=r"news\.txt: this article is cited and not given"):
        verify_record(declined(cited("Nobody came.")), [other, Article("third.txt", "Third.")])
    with pytest.raises(RecordUnusable):
        verify_record(declined(cited("Nobody came."), cited("Second.", "Second.", name="second.txt")), [other])


def test_a_conversation_is_checked_as_a_whole() -> None:
    """Answers and closest passages of every turn, in order, the same quote once."""
    answer = FoundAnswer(text="Kyiv", confidence=0.5, citations=(cited("Kyiv denied it."), cited("Nobody came.")))
    found = Found(question="Who?", answers=(answer,))
    conversation = Conversation().add("Who?", found).add("Why?", declined(cited("Nobody came."), cited("Moscow")))
    assert len(citations(conversation)) == 4
    checks = verify_record(conversation, [ARTICLE]).checks
    assert [check.citation.quote for check in checks] == ["Kyiv denied it.", "Nobody came.", "Moscow"]
    assert parse_record(conversation.model_dump_json().encode(), "x") == conversation
    assert parse_record(found.model_dump_json().encode(), "x") == found


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "r.json: Invalid JSON"),
        (b"\xff", "r.json: Invalid JSON"),
        (b"[" * 100_000, "r.json: Invalid JSON: recursion limit"),
        (b"{}", "r.json: neither an answer nor a conversation of Byline's"),
        (b"[1]", "neither an answer nor"),
        (b'{"kind": ["found"]}', "neither an answer nor"),
        (b'{"kind": "found", "question": "Who?"}', "r.json: found.answers: Field required"),
        (b'{"turns": [{"question": 1}]}', "r.json: conversation.turns.0.question: Input should be a valid string"),
        (b'{"turns": [], "more": 1}', "r.json: conversation.more: Extra inputs are not permitted"),
    ],
)
def test_a_bad_record_is_one_line(data: bytes, says: str) -> None:
    """It names the file and the first field that is wrong."""
    with pytest.raises(RecordUnusable) as caught:
        parse_record(data, "r.json")
    assert str(caught.value).startswith(says) or says in str(caught.value)
    assert "\n" not in str(caught.value)
