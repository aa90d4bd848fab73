"""What phrases look like."""

import pytest

from assistant.phrases import without_marks


@pytest.mark.parametrize(
    ("sentence", "bare"),
    [
        ("- Group chats.", "Group chats."),
        ("## Where we **are**", "Where we are"),
        ("4.4 Smoking is prohibited.", "Smoking is prohibited."),
        ("2. Mix.", "Mix."),
        ("4.4 per cent fell.", "4.4 per cent fell."),
        ("12 came.", "12 came."),
        ("See __init__.", "See __init__."),
        ("It computes 2**3 and 3**4.", "It computes 2**3 and 3**4."),
        ("Use src/**/*.py and **all** tests.", "Use src/**/*.py and all tests."),
    ],
)
def test_an_item_is_told_without_its_mark(sentence: str, bare: str) -> None:
    """A number that counts stays."""
    assert without_marks(sentence) == bare
