"""Whose lines are whose in a chat, an interview and a thread of mails."""

import pytest

from assistant.transcript import Turns

CHAT = """[09:02] Nadia: all down
still
[09:03] Tom W: looking
[09:05] Nadia: thanks
[09:06] Tom W: done
[09:07] Omar: ok"""
INTERVIEW = "**Mara Holt:** Why?\n\nJon Dee: For money.\n\nAnd fame.\n\n**Mara Holt:** Only?\n\nJon Dee: No."
MAILS = """From: Ann Lee <ann@a.example>
To: Bob Roe
Subject: Lunch

The hall is free.

From: "Bob Roe" <bob@b.example>
Date: Monday

On Monday Ann Lee wrote:
> The hall is free.
It is too small.

From: Ann Lee <ann@a.example>
To: Bob Roe

So be it. And no music.

From: bob@b.example
To: Ann Lee

Barn then.

Date: Tuesday
From: Carl Foe

It rained.
"""


def speaker(text: str, words: str) -> str | None:
    """Whose these words are, where they stand last."""
    start = text.rindex(words)
    turn = Turns(text).of(start, start + len(words))
    return text[slice(*turn.speaker)] if turn else None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (CHAT, "all down", "Nadia"),
        (CHAT, "still", "Nadia"),
        (CHAT, "done", "Tom W"),
        (CHAT, "ok", "Omar"),
        (INTERVIEW, "And fame", "Jon Dee"),
        (INTERVIEW, "Only", "Mara Holt"),
        (MAILS, "is too small", "Bob Roe"),
        (MAILS, "So be it", "Ann Lee"),
        (MAILS, "> The hall", None),  # Ann's, in Bob's mail
        (MAILS, "Subject", None),
        (MAILS, "Date", None),
        ("Price: 3\nPlace: Rome\nTime: 4\nPrice: 5", "Rome", None),  # only one comes again
        ("Q: Why?\nA: So.\nQ: And?\nA: No.", "No", None),
        ("Subject: Lunch\n\nThe hall is free.", "hall", None),
        ("From: Rome\nto Paris by rail.", "Paris", None),
        (MAILS, "music.\n\nFrom: bob", None),
        (MAILS, "Barn", None),  # from an address without a name
        (MAILS, "Date: Tuesday\nFrom: Carl", None),
        (MAILS, "It rained", "Carl Foe"),
        (CHAT + "\n[09:08] deploy-bot: wiped", "wiped", None),
        (INTERVIEW + "\n\nJon Dee was arrested.", "arrested", None),
        ("Name: Red\nPrice: 3\n\nName: Blue\nPrice: 4\n\nName: Black\nPrice: 5", "4", None),
        ("Ann: hi\nBob: ho\nAnn: ok\nBob: well, Ann and Bob agree", "agree", "Bob"),
    ],
)
def test_a_line_belongs_to_the_name_above_it(text: str, words: str, expected: str | None) -> None:
    """Until the next one; no text with a few labels is a transcript."""
    assert speaker(text, words) == expected


def test_all_turns_of_a_speaker_have_the_name_where_it_stands_first() -> None:
    """The label is where it stands in the turn."""
    start = CHAT.index("thanks")
    turn = Turns(CHAT).of(start, start + 6)
    assert turn is not None
    assert turn.speaker == (8, 13)
    assert turn.label == (CHAT.rindex("Nadia"), CHAT.rindex("Nadia") + 5)
