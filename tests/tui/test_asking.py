"""Asking in the chat."""

from __future__ import annotations

import re

import pytest
from textual.events import Paste

from assistant import Article, AssistantError, Found, NotFound
from assistant.question import LONGEST_QUESTION
from tests.fakes import FakeAssistant
from tests.tui.chatting import QUESTION, chat
from tui.help_screen import HelpScreen
from tui.messages import AssistantOpened, PagesPrepared
from tui.page import Page
from tui.palette import Palette
from tui.reading_screen import ReadingScreen
from tui.widgets.conversation_view import ConversationView
from tui.widgets.status_line import StatusLine


async def test_article_is_there_before_the_model() -> None:
    """The first frame has the article and says what is being loaded, with how far it is."""
    async with chat(may_open=False) as it:
        await it.until(lambda: "25 %" in it.app.reading.status.text)
        assert "Assassination Attempt Made On Russian President" in it.screen_text
        assert it.app.reading.status.text.startswith("◌ Embedding the article")
        assert it.app.assistant is None


async def test_ready() -> None:
    """The status says that questions can be answered, and how much is searched."""
    async with chat() as it:
        await it.until(lambda: it.app.reading.status.text == "● Ready · 20 passages · kremlin-drones.txt")


async def test_answer_with_citations() -> None:
    """A question is answered by a card with confidence, a verified quote and its paragraph."""
    async with chat() as it:
        card = await it.ask()
        assert isinstance(card.answer, Found)
        assert card.rows[0].verified
        assert card.rows[0].citation.paragraph == 10
        assert it.app.conversation.turns[0].question == QUESTION
        for part in ("likely, 78 %", "1  ¶ 10  ✓", "officer, Serhiy Nikiforov", "2 other answers"):
            assert part in it.screen_text
        assert it.app.reading.composer.value == ""
        took = r"Ready · (?:under )?\d+\.\d\d s · 20 passages · kremlin-drones.txt$"
        assert re.search(took, it.app.reading.status.text)


@pytest.mark.parametrize(("seconds", "says"), [(0.004, "under 0.01 s"), (0.01, "0.01 s"), (1.234, "1.23 s")])
def test_how_long_it_took(seconds: float, says: str) -> None:
    """No answer takes no time."""
    status = StatusLine()
    status.show_ready("a.txt", 1, seconds, None)
    assert status.text == f"● Ready · {says} · 1 passage · a.txt"


def test_a_threshold_of_ones_own_is_in_sight() -> None:
    """It is remembered, and would else be forgotten."""
    status = StatusLine()
    status.show_ready("a.txt", 2, None, 0.95)
    assert status.text == "● Ready · from 95 % · 2 passages · a.txt"


async def test_a_follow_up_shows_how_it_was_understood() -> None:
    """Between the question and its answer; a declined one too."""
    understood = "What did the officer [/b] say?"
    scripted = {"what did he say": NotFound(question="what did he say", understood_as=understood, reason="No passage.")}
    async with chat(scripted=scripted) as it:
        await it.ask("what did he say")
        assert f"understood as “{understood}”" in it.screen_text


async def test_no_answer() -> None:
    """A question that the article does not answer says so, why, and shows what came closest."""
    async with chat() as it:
        card = await it.ask("bananas?")
        assert isinstance(card.answer, NotFound)
        for part in ("The article does not say.", "No passage speaks of this.", "Closest passages", "1  ¶ 1  ✓"):
            assert part in it.screen_text


async def test_question_waits_for_the_model() -> None:
    """A question asked while the model loads says that it waits, and is answered when the model is there."""
    async with chat(may_open=False) as it:
        await it.type("kremlin")
        await it.pilot.press("enter")
        await it.until(lambda: bool(it.cards))
        assert it.cards[0].state == "waits for the model"
        it.may_open.set()
        await it.until(lambda: it.cards[0].state == "found")
        assert it.assistant.asked == [("kremlin", 0)]


async def test_questions_are_answered_in_order_with_what_was_said() -> None:
    """A second question waits for its turn and is asked with the first one's answer in the conversation."""
    async with chat() as it:
        await it.ready()
        it.assistant.may_answer.clear()
        for word in ("kremlin", "drones"):
            await it.type(word)
            await it.pilot.press("enter")
        await it.until(lambda: [card.state for card in it.cards] == ["reading the article …", "waits for its turn"])
        assert "1 more waits" in it.app.reading.status.text
        it.assistant.may_answer.set()
        await it.until(lambda: [card.state for card in it.cards] == ["found", "found"])
        assert it.assistant.asked == [("kremlin", 0), ("drones", 1)]


async def test_cancel() -> None:
    """Escape gives up the running question; its late answer is shown nowhere, and the next one works."""
    async with chat() as it:
        await it.ready()
        it.assistant.may_answer.clear()
        await it.type("kremlin")
        await it.pilot.press("enter")
        await it.until(lambda: it.app.questions.running is not None)
        await it.pilot.press("escape")
        assert it.cards[0].state == "cancelled"
        it.assistant.may_answer.set()
        await it.ask("drones")
        assert [card.state for card in it.cards] == ["cancelled", "found"]
        assert [turn.question for turn in it.app.conversation.turns] == ["drones"]


async def test_error_is_one_line_and_the_program_lives_on() -> None:
    """What the assistant cannot do stands in the card; the next question is answered."""
    async with chat(scripted={"bad": AssistantError("the question\nis \x1b[2J empty")}) as it:
        await it.type("bad")
        await it.pilot.press("enter")
        await it.until(lambda: bool(it.cards) and it.cards[0].has_class("-failed"))
        assert it.cards[0].state == "the question is ␛[2J empty"
        await it.ask("drones")
        assert it.cards[1].state == "found"


async def test_unexpected_error_costs_one_answer() -> None:
    """An error that nobody planned for ends its question, not the program."""
    async with chat(scripted={"bad": ZeroDivisionError("oops")}) as it:
        await it.type("bad")
        await it.pilot.press("enter")
        await it.until(lambda: bool(it.cards) and it.cards[0].has_class("-failed"))
        assert it.cards[0].state == "ZeroDivisionError: oops"
        await it.ask("drones")
        assert it.cards[1].state == "found"


async def test_opening_fails_and_is_tried_again() -> None:
    """Without a model the card says why, waiting questions end, the article stays, and ctrl+r tries again."""
    async with chat(may_open=False, openings=[AssistantError("the reader is missing")]) as it:
        await it.type("kremlin")
        await it.pilot.press("enter")
        await it.until(lambda: bool(it.cards))
        it.may_open.set()
        await it.until(lambda: it.app.reading.status.text == "✗ No questions are answered · ^r tries again")
        assert it.cards[0].has_class("-failed")
        assert "not answered: the reader is missing" in it.screen_text
        assert "Assassination" in it.screen_text
        assert [note.title for note in it.app._notifications] == ["No questions are answered"]
        await it.pilot.press("ctrl+r")
        await it.ready()
        assert list(it.app._notifications) == []
        await it.ask("drones")


async def test_unexpected_error_while_opening() -> None:
    """An opening that breaks is reported like one that fails."""
    async with chat(openings=[KeyError("x")]) as it:
        await it.until(lambda: it.app.reading.status.text.startswith("✗"))
        assert [note.message for note in it.app._notifications] == ["KeyError: 'x'"]


async def test_new_conversation() -> None:
    """A new conversation forgets what was asked, on the screen and for the next answer."""
    async with chat() as it:
        await it.ask("kremlin")
        await it.pilot.press("ctrl+l")
        await it.until(lambda: not it.cards)
        assert it.app.conversation.turns == ()
        assert it.app.reading.status.text == "● Ready · 20 passages · kremlin-drones.txt"
        await it.ask("drones")
        assert it.assistant.asked[-1] == ("drones", 0)


async def test_history() -> None:
    """Up brings back what was asked; down past the newest brings back what was being typed."""
    async with chat() as it:
        await it.ask("kremlin")
        await it.ask("drones")
        composer = it.app.reading.composer
        await it.type("dra")
        seen = []
        for key in ("up", "up", "up", "down", "down"):
            await it.pilot.press(key)
            seen.append(composer.value)
        assert seen == ["drones", "kremlin", "kremlin", "drones", "dra"]


async def test_what_was_changed_in_an_old_question_stays() -> None:
    """Until something is asked."""
    async with chat() as it:
        await it.ask("kremlin")
        composer = it.app.reading.composer
        await it.pilot.press("up", "s", "down", "up")
        assert composer.value == "kremlins"
        await it.pilot.press("enter", "up", "up")
        assert composer.value == "kremlin"


async def test_empty_question() -> None:
    """An empty line asks nothing, and blanks go from the field."""
    async with chat() as it:
        await it.ready()
        await it.pilot.press("space", "enter")
        await it.pilot.pause()
        assert it.cards == []
        assert it.app.reading.composer.value == ""


async def test_a_question_that_is_too_long_stays_in_the_field() -> None:
    """It can be shortened, and is asked then."""
    assert LONGEST_QUESTION == 1_000
    async with chat() as it:
        composer = it.app.reading.composer
        composer.value = "x" * (LONGEST_QUESTION + 1)
        await it.pilot.press("enter")
        await it.until(lambda: "A question has at most 1,000 characters, this one 1,001." in it.screen_text)
        assert (len(composer.value), it.cards) == (LONGEST_QUESTION + 1, [])
        await it.pilot.press("end", "backspace", "enter")
        await it.until(lambda: len(it.cards) == 1)


async def test_other_answers_are_folded() -> None:
    """Further answers are hidden until they are asked for, by key or by going to their citations."""
    async with chat() as it:
        card = await it.ask()
        assert "2 other answers · F2 shows" in it.screen_text
        shown = [card.query_one(".others").display]
        for key in ("f2", "f2", "escape", "o", "o", "2"):  # the first two while in the composer
            await it.pilot.press(key)
            shown.append(card.query_one(".others").display)
        assert shown == [False, True, False, False, True, False, True]
        view = it.app.reading.query_one(ConversationView)
        assert view.chosen is not None
        assert view.chosen.number == 2


async def test_several_articles_are_named() -> None:
    """With several articles every citation says which one it is from."""
    articles = [Article("one.txt", "Apples are red."), Article("two.txt", "Bananas are yellow.")]
    async with chat(articles) as it:
        await it.ask("bananas")
        assert "1  ¶ 1  ✓  two.txt" in it.screen_text


async def test_questions_typed_ahead_stay_apart() -> None:
    """However fast the keys come, Enter ends a question."""
    async with chat() as it:
        it.burst("kremlin\ndrones\n")
        await it.until(lambda: len(it.cards) == 2 and it.cards[1].answer is not None)
        assert [question for question, _ in it.assistant.asked] == ["kremlin", "drones"]


async def test_what_is_typed_goes_where_the_key_before_led() -> None:
    """To the find bar, however soon after its key."""
    async with chat() as it:
        it.burst("\x06kremlin")
        await it.until(lambda: it.app.reading.article.view.hits != [])
        assert it.app.reading.composer.value == ""


async def test_a_question_is_asked_before_what_comes_next() -> None:
    """A key that works anywhere does not overtake those before it."""
    async with chat() as it:
        it.burst("kremlin\n\x10")
        await it.until(lambda: isinstance(it.app.screen, Palette))
        assert [card.question for card in it.cards] == ["kremlin"]


async def test_what_is_typed_for_a_prompt_waits_for_it() -> None:
    """Nothing of it is lost."""
    async with chat() as it:
        await it.pilot.press("escape")
        it.burst("s0.10\n")
        await it.until(lambda: it.app.threshold == 0.1)


async def test_looking_at_the_threshold_changes_nothing() -> None:
    """Enter in the untouched prompt keeps the measured one."""
    async with chat() as it:
        await it.pilot.press("escape", "s", "enter")
        await it.until(lambda: any("the measured best" in note.message for note in it.app._notifications))
        assert it.app.threshold is None


async def test_a_paste_of_several_lines_is_one_question() -> None:
    """None of them is lost."""
    async with chat() as it:
        it.app.reading.composer.post_message(Paste("Who spoke,\nand where?"))
        await it.until(lambda: it.app.reading.composer.value == "Who spoke, and where?")


async def test_escape_leaves_the_field_before_anything_is_asked() -> None:
    """So that keys of one letter work."""
    async with chat() as it:
        await it.pilot.press("escape", "question_mark")
        await it.until(lambda: isinstance(it.app.screen, HelpScreen))


async def test_commands_are_not_chosen_in_front_of_something_else() -> None:
    """What they do would be done behind it."""
    async with chat() as it:
        await it.pilot.press("f1", "ctrl+p")
        await it.pilot.pause()
        assert isinstance(it.app.screen, HelpScreen)


async def test_a_command_is_run_once() -> None:
    """However often Enter comes before the palette is closed."""
    async with chat() as it:
        await it.pilot.press("ctrl+p")
        await it.until(lambda: isinstance(it.app.screen, Palette))
        it.burst("help\n\n\n")
        await it.until(lambda: isinstance(it.app.screen, HelpScreen | ReadingScreen))
        assert it.app.is_running


async def test_what_was_begun_for_other_articles_is_not_taken() -> None:
    """Neither their pages nor their assistant."""
    async with chat() as it:
        await it.ready()
        other = (Article("other.txt", "Apples are red."),)
        assistant = it.app.assistant
        it.app.post_message(PagesPrepared(other, (Page.of(other[0]),)))
        it.app.post_message(AssistantOpened(other, FakeAssistant(other)))
        await it.pilot.pause()
        assert it.app.reading.article.view.page.title == "kremlin-drones.txt"
        assert it.app.assistant is assistant
