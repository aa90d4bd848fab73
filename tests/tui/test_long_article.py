"""Articles of megabytes: read at once, laid out meanwhile."""

from __future__ import annotations

import pytest

from assistant import Article
from tests.tui.chatting import chat
from tui.widgets.article_view import ArticleView
from tui.wrap import lay_out

TEXT = "\n\n".join(f"Paragraph {number} tells of the bridge, the ferry and the vote." for number in range(6_000))
LAST = (TEXT.rindex("Paragraph"), len(TEXT))


def is_laid_out(view: ArticleView) -> bool:
    return view.page.text == TEXT and view.max_scroll_y > 10_000


async def test_a_passage_at_the_end_is_shown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its surroundings are laid out before the rest is."""
    async with chat([Article("long.txt", TEXT)]) as it:
        view = it.app.reading.article.view
        await it.until(lambda: view.page.text == TEXT)
        monkeypatch.setattr(view, "lay_out_whole", lambda page, width: None)
        await it.pilot.resize_terminal(140, 30)
        view.bring_into_sight(LAST)
        await it.pilot.pause()
        assert "Paragraph 5999" in it.screen_text
        assert view.max_scroll_y < 10_000


async def test_a_new_width_keeps_what_was_at_the_top() -> None:
    """The lines are broken anew in the background, and are those of the new width in the end."""
    async with chat([Article("long.txt", TEXT)]) as it:
        view = it.app.reading.article.view
        await it.until(lambda: is_laid_out(view))
        top = TEXT.index("Paragraph 3000 ")
        view.scroll_to_offset(top)
        await it.pilot.resize_terminal(140, 30)
        width = min(view.scrollable_content_region.width - view.gutter_width - 2, 92)
        lines = len(lay_out(TEXT, width))
        await it.until(lambda: view.virtual_size.height == lines)
        await it.until(lambda: view.first_offset == top)
        assert "Paragraph 3000 " in it.screen_text
