"""What Markdown's signs mean is seen in the article, which stands as it is."""

from __future__ import annotations

import pytest

from assistant import Article
from tui.markdown import fenced, is_markdown, marks, marks_around
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
        (r"\*not so\* C:\Users", {"sign": ["\\", "\\"]}),
        (
            "***both*** **b *i***",
            {"strong": ["both", "b *i*"], "emphasis": ["both", "i"], "sign": ["***"] * 2 + ["**"] * 2 + ["*"] * 2},
        ),
        ("<https://x.org/_a_/b> _c_", {"link": ["https://x.org/_a_/b"], "emphasis": ["c"], "sign": ["_", "_"]}),
        (
            '[a](b_(c) "t") [d][e_f_] [g][]',
            {"link": ["a", "d", "g"], "sign": ["[", '](b_(c) "t")', "[", "][e_f_]", "[", "][]"]},
        ),
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
    text = "one\n~~~~ py\na\n\n```\n~~~\n~~~~~\n```two```\n    > ```\n*b*\n``` c"
    assert [text[a:b] for a, b in fenced(text)] == ["~~~~ py\na\n\n```\n~~~\n~~~~~", "    > ```\n*b*\n``` c"]


@pytest.mark.parametrize(
    "text",
    [
        "- *.py, *.md\n- build/*",
        "| *a | b |\n| c* | d |",
        "# Of *a\nand b*",
        "*a\n\nb*",
        "*a\n1. b*",
        "x " * 2500 + "*a*",
    ],
)
def test_no_mark_runs_on_into_another_item(text: str) -> None:
    """Nor into another row or paragraph; what is endless has none."""
    assert all(kind != "emphasis" for at in range(0, len(text), 500) for _, _, kind in marks_around(text, at))
    assert all(kind != "emphasis" for _, _, kind in marks_around(text, len(text) - 1))


def test_marks_in_a_long_list() -> None:
    """Each item by itself, with the lines that belong to it."""
    text = "- one *two\n  three*\n" * 1000
    at = text.index("three", 10_000)
    assert [(text[a:b], kind) for a, b, kind in marks_around(text, at)] == [
        ("*", "sign"),
        ("two\n  three", "emphasis"),
        ("*", "sign"),
    ]


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
