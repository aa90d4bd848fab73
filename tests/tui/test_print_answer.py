"""Answers as plain text."""

from __future__ import annotations

from rich.cells import cell_len

from assistant import Article, Citation, Found, FoundAnswer, NotFound
from tui.paper import Paper
from tui.print_answer import answer_lines

QUOTE = "Zelenskyy’s press officer, Serhiy Nikiforov, said that Kyiv had no information."
ARTICLE = Article("news.txt", QUOTE)
CITATION = Citation(
    quote=QUOTE,
    start=0,
    end=len(QUOTE),
    article_id="news.txt",
    article_sha256=ARTICLE.sha256,
    paragraph=9,
    answer_start=27,
    answer_end=43,
)


def found(*texts: str) -> Found:
    answers = [FoundAnswer(text=text, confidence=0.78, citations=(CITATION,)) for text in texts]
    return Found(question="who?", answers=tuple(answers))


def printed(answer: Found | NotFound, *, width: int = 60, styled: bool = False, name_articles: bool = False) -> str:
    return "\n".join(answer_lines(answer, Paper(width, styled=styled), name_articles=name_articles))


def test_answer_first_then_citations() -> None:
    """The answer with its confidence, then the quote with its paragraph, wrapped under itself."""
    assert printed(found("Serhiy Nikiforov")) == (
        "Serhiy Nikiforov  (likely, 78 %)\n"
        "\n"
        "[1] ¶ 9  Zelenskyy’s press officer, Serhiy Nikiforov, said\n"
        "         that Kyiv had no information."
    )


def test_answer_is_bold_in_its_quote() -> None:
    """On a terminal the answer's own words stand out, across a line break too."""
    text = printed(found("Serhiy Nikiforov"), width=45, styled=True)
    assert "officer, \x1b[1mSerhiy\x1b[0m\n" in text
    assert "\x1b[1mNikiforov\x1b[0m, said" in text


def test_further_answers_are_numbered_on() -> None:
    """Citations of further answers have numbers of their own."""
    text = printed(found("Serhiy Nikiforov", "Kyiv"))
    assert "Also possible\n\nKyiv  (likely, 78 %)\n\n[2] ¶ 9" in text


def test_the_quote_stands_below_a_long_name() -> None:
    """Whatever the name takes, no line is wider than the terminal."""
    name = "notes/2024/計画/" + "weekly-planning-" * 3 + ".md"
    citation = CITATION.model_copy(update={"article_id": name})
    answer = Found(question="who?", answers=(FoundAnswer(text="a", confidence=0.78, citations=(citation,)),))
    *label, first, last = printed(answer, name_articles=True).splitlines()[2:]
    assert "".join(label) == f"[1] {name} ¶ 9"
    assert (first, last) == (
        "    Zelenskyy’s press officer, Serhiy Nikiforov, said that",
        "    Kyiv had no information.",
    )
    assert max(cell_len(line) for line in label) <= 60


def test_articles_are_named() -> None:
    """With several articles each citation says which."""
    assert "[1] news.txt ¶ 9  Zelenskyy" in printed(found("a"), name_articles=True)


def test_not_found() -> None:
    """A plain sentence, the reason and what came closest."""
    text = printed(NotFound(question="q", reason="No passage speaks of it.", closest=(CITATION,)))
    assert text.startswith("The article does not say.\nNo passage speaks of it.\n\nClosest passages\n\n[1] ¶ 9  Z")


def test_hostile_text_is_harmless_and_fits() -> None:
    """Control characters are made visible, and no line is wider than the terminal."""
    hostile = "\x1b]52;c;eA==\x07\x9b2J\u202e[/foo] 日本語 " * 5
    bad = CITATION.model_copy(update={"quote": hostile, "article_id": "\x1b]0;t\x07"})
    answer = Found(question="q", answers=(FoundAnswer(text=hostile, confidence=1, citations=(bad,)),))
    text = printed(answer, width=40, name_articles=True)
    assert not set(text) & set("\x1b\x07\x9b\u202e")
    assert max(cell_len(line.rstrip()) for line in text.splitlines()) <= 40
    assert "[/foo]" in text
    assert "99 %" in text


def test_a_follow_up_says_how_it_was_understood() -> None:
    """The question on its own stands above the answer, found or not."""
    answer = found("Serhiy Nikiforov").model_copy(update={"understood_as": "Who \x1b denied it?"})
    assert printed(answer).startswith("understood as “Who ␛ denied it?”\nSerhiy Nikiforov  (likely, 78 %)\n")
    declined = NotFound(question="why?", understood_as="Why did he?", reason="No passage answers this.")
    assert printed(declined).startswith("understood as “Why did he?”\nThe article does not say.\n")
