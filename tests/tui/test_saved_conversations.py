"""What is asked in the chat is kept, and can be gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from assistant import Article, Conversation, NotFound, Turn, load_article
from assistant.history import History, history_file
from assistant.saved import SavedArticle
from tests.tui.chatting import QUESTION, SEED, Chat, chat
from tests.tui.test_hostile_text import BAD, shown_safely
from tui.keeper import Keeper
from tui.saved_screen import SavedScreen


@pytest.fixture
def history() -> History:
    return History(history_file())


def keeper(history: History, path: Path = SEED) -> Keeper:
    it = Keeper(history)
    it.begin([SavedArticle.of(load_article(path), path)])
    return it


def declined(question: str) -> Turn:
    return Turn(question=question, answer=NotFound(question=question, reason="No passage speaks of this."))


async def opened(it: Chat) -> SavedScreen:
    """The list, once it is filled."""
    await it.pilot.press("ctrl+g")
    await it.until(lambda: isinstance(it.app.screen, SavedScreen) and it.app.screen.chosen is not None)
    assert isinstance(it.app.screen, SavedScreen)
    return it.app.screen


def titles(history: History) -> list[str]:
    return [saved.title for saved in history.conversations()]


def hint(screen: SavedScreen) -> str:
    return str(screen.query_one("#saved-hint", Static).render())


async def test_turns_are_kept_as_they_are_answered(history: History) -> None:
    """One conversation, turn by turn; a new conversation is kept as another."""
    async with chat(keeper=keeper(history)) as it:
        await it.ask()
        await it.until(lambda: len(history.conversations()) == 1)
        await it.ask("bananas")
        await it.until(lambda: history.conversations()[0].turns == 2)
        assert history.load(1) == it.app.conversation
        await it.pilot.press("ctrl+l")
        await it.ask("kremlin")
        await it.until(lambda: len(history.conversations()) == 2)
        assert [saved.title for saved in history.conversations()] == ["kremlin", QUESTION]
        assert history.conversations()[0].articles[0].path == str(SEED.resolve())


async def test_what_is_found_too_late_is_not_listed(history: History) -> None:
    """Other words have been typed meanwhile."""
    async with chat(keeper=keeper(history)) as it:
        await it.ask()
        await it.until(lambda: len(history.conversations()) == 1)
        screen = await opened(it)
        screen.post_message(SavedScreen.Listed("words before", []))
        await it.pilot.pause()
        assert screen.chosen is not None


async def test_a_list_that_comes_hides_no_question(history: History) -> None:
    """Whether to delete is still asked."""
    async with chat(keeper=keeper(history)) as it:
        await it.ask()
        await it.until(lambda: len(history.conversations()) == 1)
        screen = await opened(it)
        screen.action_delete()
        screen.post_message(SavedScreen.Listed("", []))
        await it.pilot.pause()
        assert hint(screen).startswith("Delete “")


async def test_without_a_keeper_nothing_is_kept(history: History) -> None:
    """As with --no-history; the key says so."""
    async with chat() as it:
        await it.ask()
        await it.pilot.press("ctrl+g")
        await it.pilot.pause()
        assert not history.path.exists()
        assert "--no-history" in str([note.message for note in it.app._notifications])


async def test_a_failing_disk_says_so_once(history: History) -> None:
    """The chat goes on; once the disk works again, nothing is missing."""
    history.path.parent.parent.mkdir(exist_ok=True)
    history.path.parent.write_text("in the way")
    async with chat(keeper=keeper(history)) as it:
        await it.ask()
        await it.ask("bananas")
        await it.until(lambda: len(it.app._notifications) > 0)
        await it.pilot.pause()
        assert len([note for note in it.app._notifications if "not kept" in note.message]) == 1
        history.path.parent.unlink()
        await it.ask("kremlin")
        await it.until(lambda: bool(history.conversations()))
        assert [turn.question for turn in history.load(1).turns] == [QUESTION, "bananas", "kremlin"]


async def test_go_on_with_an_earlier_conversation(history: History) -> None:
    """Its cards come back with their citations checked; the next turn is added to it, and knows what came before."""
    async with chat(keeper=keeper(history)) as it:
        await it.ask()
        await it.pilot.press("ctrl+l")
        await it.ask("bananas")
        await it.until(lambda: len(history.conversations()) == 2)
        await opened(it)
        await it.pilot.press("down", "enter")
        await it.until(lambda: len(it.cards) == 1 and it.cards[0].question == QUESTION and bool(it.cards[0].rows))
        assert all(row.verified for row in it.cards[0].rows)
        await it.pilot.press("up")
        assert it.app.reading.composer.value == QUESTION
        it.app.reading.composer.value = ""
        await it.ask("kremlin")
        assert it.assistant.asked[-1] == ("kremlin", 1)
        await it.until(lambda: history.load(1).turns[-1].question == "kremlin")
        assert len(history.load(2).turns) == 1


async def test_a_long_conversation_comes_newest_first(history: History) -> None:
    """Its end is there at once; scrolling up brings what was before, and what was at the top stays in sight."""
    kept = keeper(history)
    for number in range(20):
        kept.add(declined(f"question {number}"))
    kept.write()
    async with chat(keeper=keeper(history)) as it:
        await opened(it)
        await it.pilot.press("enter")
        await it.until(lambda: "question 19" in it.screen_text)
        assert [card.question for card in it.cards] == [f"question {number}" for number in range(12, 20)]
        it.app.reading.conversation.focus()
        await it.pilot.press("home")
        await it.until(lambda: len(it.cards) == 16 and "question 12" in it.screen_text)
        await it.pilot.press("up")
        await it.until(lambda: it.cards[0].question == "question 0")
        assert not it.app.reading.query(".earlier")


async def test_an_article_that_has_changed(history: History, tmp_path: Path) -> None:
    """Quotes that moved are shown where they are now, those that are gone as such, and a line says so."""
    path = tmp_path / "news.txt"
    path.write_text("Kyiv denied it.\n\nNobody came.")
    async with chat([load_article(path)], keeper=keeper(history, path)) as it:
        await it.ask("kyiv nobody")
        await it.until(lambda: bool(history.conversations()))
    path.write_text("It is Monday.\n\nKyiv admitted it.\n\nNobody came.")
    async with chat([load_article(path)], keeper=keeper(history, path)) as it:
        await opened(it)
        await it.pilot.press("enter")
        await it.until(lambda: bool(it.cards and it.cards[0].rows))
        verified = {row.citation.quote: row.verified for row in it.cards[0].rows}
        assert verified == {"Kyiv denied it.": False, "Nobody came.": True}
        assert "news.txt has changed since; 1 quote is gone." in [note.message for note in it.app._notifications]
        await it.pilot.press("ctrl+l")
        await it.ask("nobody")
        await it.until(lambda: len(history.conversations()) == 2)
        assert [saved.articles[0].state() for saved in history.conversations()] == ["same", "changed"]


async def test_a_conversation_about_another_article(history: History, tmp_path: Path) -> None:
    """Its article is opened with it; one that is gone is one line, and the chat stays as it is."""
    path = tmp_path / "bananas.txt"
    path.write_text("Bananas are yellow.")
    gone = SavedArticle(name="gone.txt", path=str(tmp_path / "gone.txt"), sha256="0" * 64)
    history.begin([SavedArticle.of(load_article(path), path)], declined("apples"))
    history.begin([gone], declined("pears"))
    async with chat(keeper=keeper(history)) as it:
        await it.ready()
        await opened(it)
        await it.pilot.press("enter")
        await it.until(lambda: len(it.app._notifications) > 0)
        assert "gone.txt: no such file" in str([note.message for note in it.app._notifications])
        assert it.app.articles[0].id == SEED.name
        await opened(it)
        await it.pilot.press("down", "enter")
        await it.until(lambda: it.app.articles[0].id == "bananas.txt" and it.app.assistant is not None)
        await it.until(lambda: "Bananas are yellow." in it.screen_text)
        card = await it.ask("bananas")
        assert card.answer is not None
        assert card.answer.kind == "found"
        await it.until(lambda: history.load(1).turns[-1].question == "bananas")


async def test_enter_waits_for_the_search(history: History) -> None:
    """However fast one types, the conversation is one that was sought."""
    for question in ("one", "two", "three"):
        history.begin([SavedArticle.of(load_article(SEED), SEED)], declined(question))
    async with chat(keeper=keeper(history)) as it:
        await opened(it)
        it.burst("two\n")
        await it.until(lambda: [card.question for card in it.cards] == ["two"])


async def test_a_rush_of_enters_goes_on_with_one(history: History) -> None:
    """The second finds the list closed."""
    history.begin([SavedArticle.of(load_article(SEED), SEED)], declined("one"))
    async with chat(keeper=keeper(history)) as it:
        await opened(it)
        it.burst("\n\n")
        await it.until(lambda: [card.question for card in it.cards] == ["one"])
        assert it.app.screen is it.app.reading


async def test_a_click_agrees_to_no_deletion(history: History) -> None:
    """It takes the question back."""
    for question in ("one", "two"):
        history.begin([SavedArticle.of(load_article(SEED), SEED)], declined(question))
    async with chat(keeper=keeper(history)) as it:
        screen = await opened(it)
        await it.pilot.press("f8")
        await it.pilot.click(screen.query_one(OptionList), offset=(5, 2))
        await it.until(lambda: hint(screen).startswith("enter goes on"))
        assert titles(history) == ["two", "one"]


async def test_what_is_to_be_deleted_is_named_in_short(history: History) -> None:
    """The keys that delete and keep it stay in sight."""
    history.begin([], declined("what " * 50))
    async with chat(keeper=keeper(history)) as it:
        screen = await opened(it)
        await it.pilot.press("f8")
        await it.until(
            lambda: hint(screen).startswith("Delete “what what what what what what what what…”? enter deletes")
        )


async def test_search_rename_delete(history: History) -> None:
    """The list follows what one types; a new title is kept; deleting asks first."""
    for question in ("one", "two", "three"):
        history.begin([], declined(question))
    async with chat(keeper=keeper(history)) as it:
        screen = await opened(it)
        await it.type("TWO")
        await it.until(lambda: screen.query_one(OptionList).option_count == 1)
        await it.pilot.press("f2")
        await it.type("!")
        await it.pilot.press("enter")
        await it.until(lambda: history.find(2).title == "two!")
        await it.pilot.press("f8")
        await it.until(lambda: hint(screen).startswith("Delete “two!”?"))
        await it.pilot.press("escape")
        assert history.find(2).title == "two!"
        await it.pilot.press("f8", "enter")
        await it.until(lambda: len(history.conversations()) == 2)
        await it.until(lambda: hint(screen) == "Nothing holds these words.")
        await it.pilot.press("escape")
        await it.until(lambda: it.app.screen is it.app.reading)


async def test_what_is_deleted_is_not_seen_any_longer(history: History) -> None:
    """The conversation on the screen goes with what was kept of it; another's deletion leaves it alone."""
    history.begin([], declined("before"))
    async with chat(keeper=keeper(history)) as it:
        await it.ask()
        await it.until(lambda: len(history.conversations()) == 2)
        for left in (1, 0):
            screen = await opened(it)
            await it.type("before" if left else "")
            await it.until(lambda: screen.query_one(OptionList).option_count == 1)  # noqa: B023
            await it.pilot.press("f8", "enter", "escape")
            await it.until(lambda: len(history.conversations()) == left)  # noqa: B023
            await it.until(lambda: len(it.cards) == left)  # noqa: B023


async def test_a_damaged_history_is_one_line(history: History) -> None:
    """The list says why it is empty."""
    history.path.parent.mkdir()
    history.path.write_bytes(b"no database" * 100)
    async with chat(keeper=keeper(history)) as it:
        await it.pilot.press("ctrl+g")
        await it.until(lambda: isinstance(it.app.screen, SavedScreen) and "not a database" in hint(it.app.screen))


async def test_hostile_titles_names_and_turns(history: History) -> None:
    """Nothing that is kept can steer the terminal when it is shown."""
    article = Article(BAD, BAD)
    conversation = Conversation().add(BAD, NotFound(question=BAD, reason=BAD))
    it_keeps = Keeper(history)
    it_keeps.begin([SavedArticle.of(article, None)])
    it_keeps.add(conversation.turns[0])
    it_keeps.write()
    async with chat([article], keeper=it_keeps) as it:
        await opened(it)
        await it.pilot.pause()
        assert "[/foo] see [1]" in it.screen_text
        assert shown_safely(it.screen_text)
        await it.pilot.press("f8")
        await it.pilot.pause()
        assert shown_safely(it.screen_text)
        await it.pilot.press("escape", "enter")
        await it.until(lambda: bool(it.cards))
        await it.pilot.pause()
        assert shown_safely(it.screen_text)
