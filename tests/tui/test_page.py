"""An article made ready to be shown."""

from __future__ import annotations

from assistant import Article
from tui.page import Page


def test_length_is_kept() -> None:
    """Control characters become visible one for one, so that offsets stay true."""
    text = "a\x1b]52;c;x\x07b\tc\x9b2J\u202ed"
    page = Page.of(Article("\x1b]0;name\x07", text))
    assert len(page.text) == len(text)
    assert page.text == "a␛]52;c;x␇b c\ufffd2J\ufffdd"
    assert page.title == "␛]0;name␇"


def test_paragraph_numbers() -> None:
    """Blocks between blank lines are numbered from 1."""
    page = Page.of(Article("a", "one\n\ntwo\nstill two\n\n\nthree"))
    assert page.paragraphs == (0, 5, 21)
    assert [page.paragraph_at(offset) for offset in (0, 4, 5, 12, 25)] == [1, 1, 2, 2, 3]


def test_long_text_is_cleaned_all_through() -> None:
    """However the text is cut up to clean it, every character is."""
    text = "ab\x1b\t\n\n" * 60_000
    assert Page.of(Article("a", text)).text == "ab␛ \n\n" * 60_000


def test_the_text_is_not_written_out() -> None:
    """Textual describes workers by their arguments; a page of megabytes is described in a few words."""
    assert repr(Page.of(Article("a.txt", "word " * 1000))) == "Page(article_id='a.txt', title='a.txt')"
