"""Finding words as a reader types them."""

from __future__ import annotations

from tui.find import find


def test_any_case() -> None:
    """Capitals do not matter."""
    assert find("Kremlin and kremlin", "KREMLIN") == [(0, 7), (12, 19)]


def test_quotation_marks_of_a_keyboard() -> None:
    """Straight quotation marks find curly ones, and a hyphen finds a dash."""
    assert find("the “so–called” attack", '"so-called"') == [(4, 15)]


def test_quotation_marks_of_a_printer() -> None:
    """Pasted, curly ones find straight ones, and each other; a dash finds a hyphen."""
    assert find("\"We 'so-called' “we", "“we") == [(0, 3), (16, 19)]
    assert find("‘so-called’ 'so-called'", "‘so–called‘") == [(0, 11), (12, 23)]


def test_across_line_ends() -> None:
    """A space finds any white space."""
    assert find("appropriate,”\n– The", "appropriate,” - the") == [(0, 19)]


def test_no_pattern_language() -> None:
    """What is typed means itself."""
    assert find("a.b axb (c", "a.b") == [(0, 3)]
    assert find("a.b axb (c", "(") == [(8, 9)]


def test_nothing_typed() -> None:
    """No words, no places."""
    assert find("text", "  ") == []


def test_a_place_at_the_border_of_two_slices_is_found_once() -> None:
    """Long texts are searched piece by piece; no place is lost or counted twice."""
    text = "ab " * 60_000
    assert find(text, "ab") == [(3 * number, 3 * number + 2) for number in range(60_000)]
    assert find("x" * 49_998 + "needle, " + "y" * 100, "needle,") == [(49_998, 50_005)]


def test_a_search_that_is_not_wanted_any_more_ends() -> None:
    """At the next slice."""
    asked = iter([True, False])
    assert len(find("ab " * 60_000, "ab", lambda: next(asked))) == 16_667
