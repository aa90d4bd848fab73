"""Finding words in the chat."""

from __future__ import annotations

from textual.widgets import Input

from assistant import Article
from tests.tui.chatting import Chat, chat
from tui.widgets.find_bar import FindBar


async def find(it: Chat, words: str) -> None:
    await it.pilot.press("ctrl+f")
    await it.type(words)
    # Six, too, are the places of what was typed on the way.
    await it.until(lambda: [end - start for start, end in it.app.reading.article.view.hits] == [len(words)] * 6)


async def test_all_places_are_marked_and_counted() -> None:
    """Finding marks every place, shows the first and counts them."""
    async with chat() as it:
        await find(it, "KREMLIN")
        view = it.app.reading.article.view
        assert [view.page.text[slice(*hit)].lower() for hit in view.hits] == ["kremlin"] * 6
        assert view.current_hit == view.hits[0]
        assert "1 of 6" in it.screen_text
        assert "enter goes on · esc leaves" in it.screen_text


async def test_next_and_previous_go_round() -> None:
    """Enter goes on, Up goes back, and both go round."""
    async with chat() as it:
        await find(it, "kremlin")
        view = it.app.reading.article.view
        seen = []
        for key in ("enter", "down", "up", "up", "up"):
            await it.pilot.press(key)
            assert view.current_hit is not None
            seen.append(view.hits.index(view.current_hit))
        assert seen == [1, 2, 1, 0, 5]


async def test_nothing_found() -> None:
    """Words that stand nowhere say so."""
    async with chat() as it:
        await it.pilot.press("ctrl+f")
        await it.type("zebra")
        await it.until(lambda: "none" in it.screen_text)
        assert it.app.reading.article.view.hits == []


async def test_escape_takes_the_marks_away() -> None:
    """Escape closes the bar and takes the marks away; n brings them back with the next, and Escape takes them again."""
    async with chat() as it:
        await find(it, "kremlin")
        await it.pilot.press("escape")
        await it.pilot.pause()
        assert not it.app.reading.query_one(FindBar).display
        assert it.app.reading.article.view.hits == []
        first = it.app.reading.article.view.first_offset
        await it.pilot.press("n")
        assert len(it.app.reading.article.view.hits) == 6
        await it.pilot.press("escape")
        assert it.app.reading.article.view.hits == []
        await it.pilot.press("ctrl+o")
        assert it.app.reading.article.view.first_offset <= first


async def test_slash_in_the_article_but_not_in_a_question() -> None:
    """A slash finds when one reads; in a question it is a slash."""
    async with chat() as it:
        await it.pilot.press("slash")
        assert it.app.reading.composer.value == "/"
        await it.pilot.press("ctrl+t", "slash")
        await it.pilot.pause()
        assert it.app.reading.query_one(FindBar).display
        assert isinstance(it.app.focused, Input)


async def test_n_goes_on_while_reading() -> None:
    """With the find bar open and the article in focus, n and N go through the places."""
    async with chat() as it:
        await find(it, "kremlin")
        view = it.app.reading.article.view
        view.focus()
        await it.pilot.press("n", "n", "N")
        assert view.current_hit == view.hits[1]


async def test_wide_characters_are_marked_where_they_stand() -> None:
    """A hit behind ideographs and joined emoji is marked in the cells in which it is seen."""
    async with chat([Article("a", "日本語 👨‍👩‍👧 needle here")]) as it:
        await it.pilot.press("ctrl+f")
        await it.type("needle")
        view = it.app.reading.article.view
        await it.until(lambda: len(view.hits) == 1)
        assert view.region_of(view.hits[0][0]).x == view.gutter_width + 6 + 1 + 2 + 1
