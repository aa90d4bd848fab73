"""What Markdown's signs mean is seen in the article, which stands as it is."""

from __future__ import annotations

import pytest

from assistant import Article
from tui.markdown import fenced, is_markdown, marks
from tui.page import Page


@pytest.mark.parametrize(
    ("paragraph", "marked"),
    [
        ("## The plan ##", {"heading": ["The plan"], "sign": ["## ", " ##"]}),
        ("Pay **at _once_** now", {"strong": ["at _once_"], "emphasis": ["once"], "sign": ["**", "**", "_", "_"]}),
        ("Set `a*b*c`, ``d`e``.", {"code": ["a*b*c", "d`e"], "sign": ["`", "`", "``", "``"]}),
        (
            "See ![the *map*](map.png)",
            {"link": ["the *map*"], "emphasis": ["map"], "sign": ["![", "](map.png)", "*", "*"]},
        ),
        ("*wrapped\nlines*", {"emphasis": ["wrapped\nlines"], "sign": ["*", "*"]}),
        ("* one\n* two, 2 * 3 * 4, snake_case_name, __open", {}),
        (r"\*not so\*", {"sign": ["\\", "\\"]}),
        ("#1 and C# and [a note]", {}),
    ],
)
def test_signs_and_what_they_mark(paragraph: str, marked: dict[str, list[str]]) -> None:
    """What has no meaning in Markdown is not marked."""
    found: dict[str, list[str]] = {}
    for start, end, kind in marks(paragraph):
        found.setdefault(kind, []).append(paragraph[start:end])
    assert found == marked


def test_blocks_of_code() -> None:
    """A fence ends with as many signs of its kind or more; what is still open goes on to the end."""
    text = "one\n~~~~ py\na\n\n```\n~~~\n~~~~~\ntwo\n```\n*b*"
    assert [text[a:b] for a, b in fenced(text)] == ["~~~~ py\na\n\n```\n~~~\n~~~~~", "```\n*b*"]


def test_which_articles_are_markdown() -> None:
    """Those whose names say so, numbered or not."""
    names = ["a.md", "B.Markdown", "a.md (2)", "a.txt", "a.md.txt", "md"]
    assert [is_markdown(name) for name in names] == [True, True, True, False, False, False]


def test_marks_of_a_page() -> None:
    """They are those of the line's paragraph or block of code; other articles' signs are only signs."""
    text = "# Pay\n\n```\n*a*\n\n*b*\n```\nDue **now**.\n"
    page = Page.of(Article("terms.md", text))
    assert [(text[a:b], kind) for a, b, kind in page.marks(text.index("# Pay"))] == [("Pay", "heading"), ("# ", "sign")]
    assert [(text[a:b], kind) for a, b, kind in page.marks(text.index("*b*"))] == [("```\n*a*\n\n*b*\n```", "code")]
    assert (text.index("now"), text.index("now") + 3, "strong") in list(page.marks(text.index("Due")))
    assert list(Page.of(Article("terms.txt", text)).marks(0)) == []
