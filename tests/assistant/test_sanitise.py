"""No control character reaches a terminal."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import sanitise, sanitise_line


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x1b[2J", "␛[2J"),
        ("\x9b31m", "�31m"),
        ("a\u202eb\u2066c", "a�b�c"),
        ("one\rtwo\u2028three", "one\ntwo\nthree"),
        ("\x7f\x00", "␡␀"),
    ],
)
def test_control_characters_are_shown_not_sent(hostile: str, shown: str) -> None:
    """Escape sequences, C1 controls and reading-direction overrides become visible signs."""
    assert sanitise(hostile) == shown


def test_ordinary_text_is_left_alone() -> None:
    """Accents, quotes, emoji with joiners, right-to-left letters, tabs and line ends stay."""
    text = "Żółć “quoted” 👩‍🚀 שלום\tx\n[/foo] see [1]"
    assert sanitise(text) == text


def test_one_line_stays_one_line() -> None:
    """Names and error messages cannot break the line that they stand in."""
    assert sanitise_line("a\nb\tc\rd") == "a b c d"


def test_of_all_characters_only_those_that_steer_are_exchanged() -> None:
    """Controls, lone surrogates, line ends, reading-direction controls and tags, alone as in company."""
    everything = [chr(code) for code in range(sys.maxunicode + 1)]
    directions = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    steering = {c for c in everything if unicodedata.bidirectional(c) in directions or unicodedata.category(c) == "Cs"}
    expected = dict.fromkeys(steering | {*"\u061c\u200e\u200f"} | {*everything[0x80:0xA0]}, "�")
    expected |= dict.fromkeys(everything[0xE0000:0xE0080], "�")
    expected |= {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "␡"}
    expected |= dict.fromkeys("\r\u2028\u2029", "\n")
    del expected["\n"], expected["\t"]
    assert {c: sanitise(c) for c in everything if sanitise(c) != c} == expected
    assert sanitise("".join(everything)) == "".join(expected.get(c, c) for c in everything)
    assert not any(c.isprintable() for c in expected)


@given(st.text(alphabet=st.characters()))
def test_length_is_kept_and_a_second_pass_changes_nothing(text: str) -> None:
    """Offsets into the text stay true, and no C0, C1, surrogate or direction control is left."""
    safe = sanitise(text)
    assert len(safe) == len(text)
    assert sanitise(safe) == safe
    assert not [c for c in safe if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
    assert unicodedata.bidirectional("\u202e") not in {unicodedata.bidirectional(c) for c in safe}
