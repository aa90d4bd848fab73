"""Laying out text in cells."""

from __future__ import annotations

import random

import pytest
from rich.cells import cell_len

from tui.wrap import Layout, lay_out


def lines(layout: Layout) -> list[str]:
    return [layout.text[start:end] for start, end in zip(layout.starts, layout.ends, strict=True)]


def test_breaks_at_spaces() -> None:
    """A line breaks at the last space that fits, and the space is swallowed."""
    assert lines(lay_out("the quick brown fox", 10)) == ["the quick", "brown fox"]


def test_exact_fit() -> None:
    """A text as wide as the line stays on one line."""
    assert lines(lay_out("0123456789", 10)) == ["0123456789"]


def test_long_word() -> None:
    """A word that is wider than the line is cut where the line ends."""
    assert lines(lay_out("abcdefghijkl", 5)) == ["abcde", "fghij", "kl"]


def test_empty_lines_stay() -> None:
    """Every line end of the text is a line end on the screen."""
    assert lines(lay_out("a\n\nb\n", 10)) == ["a", "", "b", ""]


def test_wide_characters() -> None:
    """An ideograph takes two cells, and East Asian text breaks between any two of them."""
    assert lines(lay_out("日本語のテキスト", 6)) == ["日本語", "のテキ", "スト"]


def test_word_before_wide_characters_is_not_pulled_down() -> None:
    """Wide text after a space fills the line before it breaks."""
    assert lines(lay_out("ab 日本語", 7)) == ["ab 日本", "語"]


def test_joined_emoji_is_never_cut() -> None:
    """A family of emoji joined by zero-width joiners is one thing of two cells."""
    family = "👨‍👩‍👧"
    assert lines(lay_out(f"abc{family}", 4)) == ["abc", family]


def test_space_before_wide_text_is_swallowed() -> None:
    """A space where a line with wide characters breaks is not carried to the next line."""
    assert lines(lay_out("éé日 hello you", 6)) == ["éé日", "hello", "you"]


@pytest.mark.parametrize("width", [2, 3, 7, 20, 61])
def test_nothing_is_lost_and_nothing_is_too_wide(width: int) -> None:
    """Whatever the text: no line is wider than asked for, and only spaces and line ends lie between lines."""
    chooser = random.Random(width)
    text = "".join(chooser.choice("ab é日🙂\u0301\n  word-“”👩‍💻") for _ in range(3000))
    layout = lay_out(text, width)
    assert max(cell_len(line) for line in lines(layout) if len(line) > 1) <= max(width, 2) + line_of_spaces(layout)
    between = [text[end:start] for end, start in zip(layout.ends, layout.starts[1:], strict=False)]
    assert set("".join(between)) <= {" ", "\n"}
    assert all(len(gap) <= 1 for gap in between)


def line_of_spaces(layout: Layout) -> int:
    """Spaces at the end of a line may hang over its edge, where nobody sees them."""
    return max(cell_len(line) - cell_len(line.rstrip(" ")) for line in lines(layout))


def test_offset_to_line_and_column() -> None:
    """A character is found on its line, in its cell, and back."""
    layout = lay_out("ab 日本語", 7)
    assert (layout.line_of(4), layout.column_of(4)) == (0, 5)
    assert layout.offset_at(0, 5) == 4
    assert layout.offset_at(0, 6) == 4
    assert (layout.line_of(5), layout.column_of(5)) == (1, 0)


def test_offset_of_swallowed_space() -> None:
    """A space that a break has swallowed counts as the end of the line before it."""
    layout = lay_out("the quick brown", 9)
    assert (layout.line_of(9), layout.column_of(9)) == (0, 9)


def test_part_of_a_text() -> None:
    """A part that begins with a line of the text has the same lines as the whole."""
    text = "the quick brown fox\njumps over\n日本語のテキスト\nthe lazy dog"
    whole, part = lay_out(text, 8), lay_out(text, 8, text.index("jumps"), text.index("\nthe lazy"))
    assert lines(part) == lines(whole)[4:-2]
    assert (whole.is_whole, part.is_whole) == (True, False)
    assert [part.holds(text.index(word)) for word in ("quick", "over", "lazy")] == [False, True, False]


def test_a_layout_that_is_not_wanted_any_more_ends() -> None:
    """At the next line of the text."""
    asked = iter([True, True, False])
    assert lines(lay_out("a\nb\nc\nd", 8, is_wanted=lambda: next(asked))) == ["a", "b"]
