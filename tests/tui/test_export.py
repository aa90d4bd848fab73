"""Conversations as documents."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest

from assistant import Article, Citation, Conversation, Found, FoundAnswer, NotFound
from tui.export import answer_as_text, citation_as_text, to_json, to_markdown, write_beside


def citation(quote: str = "Kyiv denied it.", name: str = "news.txt") -> Citation:
    article = Article(name, quote)
    return Citation(quote=quote, start=0, end=len(quote), article_id=name, article_sha256=article.sha256, paragraph=3)


def found(text: str = "Kyiv", quote: str = "Kyiv denied it.") -> Found:
    answer = FoundAnswer(text=text, confidence=0.78, citations=(citation(quote),))
    return Found(question="who denied it?", answers=(answer,))


def test_markdown_has_footnotes() -> None:
    """Each citation is a footnote with its quote, article and paragraph."""
    conversation = Conversation().add("who denied it?", found())
    assert to_markdown(conversation, "news.txt") == (
        "# news\\.txt\n\n"
        "## who denied it?\n\n"
        "**Kyiv** (likely, 78 %) [^1]\n\n"
        "[^1]: “Kyiv denied it\\.” (news\\.txt, ¶ 3)\n"
    )


def test_other_answers_are_told_apart() -> None:
    """In a document and on the clipboard. What both quote is one footnote; answers that belong together are equals."""
    first = found().answers[0]
    both = found().model_copy(update={"answers": (first, first.model_copy(update={"text": "Moscow"}))})
    text = to_markdown(Conversation().add("who?", both), "a")
    assert "**Kyiv** (likely, 78 %) [^1]\n\nAlso possible:\n\n**Moscow** (likely, 78 %) [^1]\n\n[^1]: " in text
    assert "\n\nAlso possible:\n\nMoscow" in answer_as_text(both)
    assert "Also possible" not in answer_as_text(both.model_copy(update={"together": True}))


def test_markdown_of_no_answer() -> None:
    """A declined question says so, with the reason and the closest passages."""
    declined = NotFound(question="why?", reason="Nothing speaks of it.", closest=(citation(),))
    text = to_markdown(Conversation().add("why?", declined), "a")
    assert "The article does not say. Nothing speaks of it\\. [^1]" in text


def test_what_is_not_sure_enough_is_not_denied() -> None:
    """The article may well say it; only the reader asked for more."""
    answer = NotFound(question="Who?", reason="“Ann” is 73 % sure.", confidence=0.73, withheld="Ann")
    assert answer_as_text(answer) == "Not sure enough. “Ann” is 73 % sure."
    assert "Not sure enough. “Ann” is" in to_markdown(Conversation().add("Who?", answer), "a.txt")


def test_markdown_means_itself() -> None:
    """Markup, HTML, line ends and control characters of the article do nothing in the document."""
    hostile = "<script>x</script>\n\n# [link](http://x) ![i](y)\x1b]52;c;eA==\x07 \u202e"
    text = to_markdown(Conversation().add("q", found("a*b", hostile)), "t")
    assert "\\<script\\>x\\</script\\>  \\# \\[link\\]\\(http://x\\) \\!\\[i\\]\\(y\\)␛" in text
    assert "**a\\*b**" in text
    assert not set(text) & set("\x1b\x07\u202e")


def test_json_is_the_record() -> None:
    """The record comes back from its JSON, exactly, control characters included."""
    record = found(quote="\x1b]0;t\x07 \x9b2J \u202e \U000e0041 \x7f é")
    text = to_json(record)
    assert Found.model_validate_json(text) == record
    assert json.loads(text)["kind"] == "found"
    assert not set(text) & set("\x1b\x07\x9b\u202e\U000e0041\x7f")
    assert "é" in text


def test_clipboard() -> None:
    """A copied answer carries its quotes and where they stand."""
    assert answer_as_text(found()) == "Kyiv (likely, 78 %)\n“Kyiv denied it.” (news.txt, ¶ 3)"
    assert citation_as_text(citation(name="\x1bn")) == "“Kyiv denied it.” (␛n, ¶ 3)"


def test_a_quote_with_marks_of_its_own_gets_no_more() -> None:
    """A speech is not quoted twice."""
    said = "“It was not us,” Kyiv said."
    assert citation_as_text(citation(said)) == f"{said} (news.txt, ¶ 3)"
    assert "[^1]: “It was not us,” Kyiv said\\. (" in to_markdown(Conversation().add("q", found(quote=said)), "t")


def test_no_file_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is there already stays as it is; the new one gets a number."""
    monkeypatch.chdir(tmp_path)
    assert write_beside("a", ".md", "1") == Path("a.md")
    assert write_beside("a", ".md", "2") == Path("a-2.md")
    assert (tmp_path / "a.md").read_text() == "1"


def test_a_file_that_cannot_be_written_does_not_stay(tmp_path: Path) -> None:
    """Where there is no room for it, nothing is in the way of the next try."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_beside(str(tmp_path / "a"), ".md", "1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.glob("a*")) == []
    assert write_beside(str(tmp_path / "a"), ".md", "1") == tmp_path / "a.md"
