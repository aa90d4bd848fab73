"""No control character reaches a terminal."""

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


@given(st.text(alphabet=st.characters()))
def test_length_is_kept_and_a_second_pass_changes_nothing(text: str) -> None:
    """Offsets into the text stay true, and no C0, C1, surrogate or direction control is left."""
    safe = sanitise(text)
    assert len(safe) == len(text)
    assert sanitise(safe) == safe
    assert not [c for c in safe if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
    assert unicodedata.bidirectional("\u202e") not in {unicodedata.bidirectional(c) for c in safe}
