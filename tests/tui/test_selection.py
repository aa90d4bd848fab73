"""Text is selected with the mouse and copied."""

from __future__ import annotations

from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget

from assistant import Article
from tests.tui.chatting import chat
from tui.widgets.citation_row import CitationRow

TEXT = "東京 opened.\nThe ferry of Porto was late, and the bridge had been closed since the storm of the night before."


async def drag(pilot: Pilot[None], widget: Widget, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the button in one cell, move to another and let go."""
    await pilot.mouse_down(widget, offset=Offset(*start))
    await pilot.hover(widget, offset=Offset(*end))
    await pilot.mouse_up(widget, offset=Offset(*end))
    await pilot.pause()


async def test_words_of_the_article() -> None:
    """From cell to cell, both included: the article's own text, without the layout's breaks, wide characters as one."""
    async with chat([Article("a.txt", TEXT)], size=(100, 30)) as it:
        view = it.app.reading.article.view
        gutter = view.gutter_width
        await drag(it.pilot, view, (gutter + 5, 0), (gutter + 10, 2))
        await it.pilot.press("ctrl+c")
        end = view._layout_of_page.starts[2] + 11
        assert it.app.clipboard == TEXT[3:end]


async def test_lines_of_the_article() -> None:
    """From the numbers beside them: whole lines, from the first one's beginning."""
    async with chat([Article("a.txt", TEXT)], size=(100, 30)) as it:
        view = it.app.reading.article.view
        await drag(it.pilot, view, (1, 0), (view.gutter_width + 2, 2))
        await it.pilot.press("ctrl+c")
        assert it.app.clipboard == TEXT[: view._layout_of_page.starts[2] + 3]


async def test_clicks_select_a_word_and_a_paragraph() -> None:
    """Two the word below the mouse, three its paragraph; beside the words nothing."""
    async with chat([Article("a.txt", TEXT)], size=(100, 30)) as it:
        view = it.app.reading.article.view
        for (column, line), times, selected in (
            ((15, 1), 2, "Porto"),
            ((15, 1), 3, TEXT),
            ((7, 0), 2, "opened"),
            ((0, 9), 2, None),
        ):
            await it.pilot.click(view, offset=Offset(view.gutter_width + column, line), times=times)
            await it.pilot.pause()
            assert it.app.reading.get_selected_text() == selected


async def test_what_was_selected_may_be_gone() -> None:
    """Nothing is copied then, nor said to be."""
    async with chat([Article("a.txt", TEXT)], size=(100, 30)) as it:
        await it.ask("ferry")
        row = it.app.reading.query_one(CitationRow)
        await drag(it.pilot, row, (2, 1), (12, 1))
        it.app.copy_to_clipboard("kept")
        await it.pilot.press("escape", "ctrl+l")
        await it.until(lambda: it.cards == [])
        await it.pilot.press("ctrl+c")
        await it.pilot.pause()
        assert it.app.clipboard == "kept"
        assert "Copied" not in it.screen_text


async def test_words_of_a_quote() -> None:
    """So are words on a card."""
    async with chat() as it:
        await it.ask()
        row = it.app.reading.query(CitationRow).first()
        await drag(it.pilot, row, (2, 1), (12, 1))
        await it.pilot.press("ctrl+c")
        await it.pilot.pause()
        assert it.app.clipboard.startswith("Zelenskyy’")
        assert "Copied the selection." in it.screen_text


async def test_words_of_a_question() -> None:
    """So are words in the field; where nothing is selected the key says so, and how to leave."""
    async with chat() as it:
        await it.type("kremlin")
        await it.pilot.press("ctrl+c")
        await it.until(lambda: "Nothing is selected. Ctrl+Q leaves Byline." in it.screen_text)
        await it.pilot.press("shift+home", "ctrl+c")
        assert it.app.clipboard == "kremlin"
        await it.until(lambda: "Copied the selection." in it.screen_text)


async def test_what_is_selected_can_be_read() -> None:
    """Its letters are not of the colour behind them."""
    async with chat([Article("a.txt", TEXT)], size=(100, 30)) as it:
        view = it.app.reading.article.view
        await drag(it.pilot, view, (view.gutter_width, 1), (view.gutter_width + 10, 1))
        styles = [segment.style for segment in view.render_line(1) if segment.text.startswith("The ferry")]
        assert len(styles) == 1
        assert styles[0] is not None
        assert styles[0].color != styles[0].bgcolor
        assert styles[0].bgcolor != view.rich_style.bgcolor


async def test_a_selection_goes_with_its_lines() -> None:
    """On another article, or at another width, other words stand there."""
    articles = [Article("a.txt", TEXT), Article("b.txt", "Short.")]
    async with chat(articles, size=(100, 30)) as it:
        view = it.app.reading.article.view
        await drag(it.pilot, view, (view.gutter_width, 1), (view.gutter_width + 10, 2))
        assert view.text_selection is not None
        await it.pilot.press("escape", "]", "ctrl+c")
        assert it.app.clipboard == ""
