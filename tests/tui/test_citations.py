"""From an answer to its place in the article, and back."""

from __future__ import annotations

from textual.events import MouseScrollDown
from textual.widgets import Input

from assistant import Article, Found, FoundAnswer, NotFound, load_article
from tests.fakes import cite
from tests.tui.chatting import SEED, Chat, chat
from tui.widgets.article_pane import ArticlePane
from tui.widgets.why_panel import WhyPanel

LONG = Article("long.txt", "\n\n".join(f"Paragraph {n} speaks of thing{n}." for n in range(1, 301)))


def marked(it: Chat) -> str:
    """The passage that is highlighted."""
    view = it.app.reading.article.view
    return view.page.text[slice(*(view.passage or (0, 0)))]


async def test_the_first_passage_is_shown_at_once() -> None:
    """Side by side the article goes to what a new answer rests on, and comes back on a key; a decline marks nothing."""
    declined = NotFound(question="nothing", reason="No passage speaks of this.", closest=(), confidence=0.1)
    async with chat([LONG], {"nothing": declined}) as it:
        await it.ask("thing200")
        await it.until(lambda: marked(it) == "Paragraph 200 speaks of thing200.")
        await it.ask("thing100")
        await it.until(lambda: marked(it) == "Paragraph 100 speaks of thing100.")
        await it.pilot.press("ctrl+o")
        assert marked(it) == "Paragraph 200 speaks of thing200."
        await it.ask("nothing")
        assert marked(it) == ""


async def test_what_is_being_read_stays() -> None:
    """An answer that comes while one reads does not turn the page."""
    async with chat([LONG], may_open=False) as it:
        await it.type("thing200")
        await it.pilot.press("enter")
        it.app.reading.go_to_article()
        it.may_open.set()
        await it.until(lambda: it.cards[-1].answer is not None)
        await it.pilot.pause()
        assert it.app.reading.article.view.passage is None


async def test_number_key_shows_the_passage() -> None:
    """A number shows that citation: the article scrolls to it, sentence and answer are marked."""
    async with chat([LONG]) as it:
        card = await it.ask("thing200")
        await it.pilot.press("escape", "1")
        await it.pilot.pause()
        view = it.app.reading.article.view
        citation = card.rows[0].citation
        assert view.passage == (citation.start, citation.end)
        assert LONG.text[slice(*view.passage)] == "Paragraph 200 speaks of thing200."
        assert view.answer is not None
        assert LONG.text[slice(*view.answer)] == "200 speaks"
        assert "▌ 200  Paragraph 200 speaks" in it.screen_text


async def test_back_goes_where_one_was() -> None:
    """Back undoes a jump, place and highlight both; where nothing is to undo it says so and stays."""
    async with chat([LONG]) as it:
        await it.ask("thing200")
        await it.pilot.press("ctrl+n")
        await it.pilot.pause()
        assert marked(it) == "Paragraph 1 speaks of thing1."
        await it.pilot.press("ctrl+o")
        assert marked(it) == "Paragraph 200 speaks of thing200."
        await it.pilot.press("ctrl+o", "ctrl+o")
        assert marked(it) == ""
        assert it.app.reading.article.view.scroll_offset.y == 0


async def test_next_and_previous_go_round() -> None:
    """From the composer, the next passage after the last is the first, and before the first comes the last."""
    async with chat() as it:
        await it.ask()
        conversation = it.app.reading.conversation
        assert conversation.chosen is not None
        seen = [conversation.chosen.number]
        for key in ("ctrl+n", "ctrl+n", "ctrl+n", "ctrl+b"):
            await it.pilot.press(key)
            assert conversation.chosen is not None
            seen.append(conversation.chosen.number)
        assert seen == [1, 2, 3, 1, 3]
        assert isinstance(it.app.focused, Input)


async def test_click_shows_the_passage() -> None:
    """A click on a citation is the same as its number."""
    async with chat() as it:
        card = await it.ask()
        await it.pilot.click(card.rows[0])
        await it.until(lambda: it.app.reading.article.view.passage is not None)


async def test_arrows_choose_and_enter_shows() -> None:
    """In the conversation the arrows choose a citation, Enter shows it."""
    async with chat() as it:
        card = await it.ask("bananas")
        await it.pilot.press("escape", "down", "down", "enter")
        await it.pilot.pause()
        assert it.app.reading.article.view.passage == (card.rows[1].citation.start, card.rows[1].citation.end)


async def test_mismatch_is_loud_and_shown_nowhere() -> None:
    """A quote that does not stand in the article says so, and the article does not pretend."""
    article = load_article(SEED)
    good = cite(article, 1, 0, 62)
    bad = good.model_copy(update={"quote": good.quote.replace("Attempt", "Success")})
    answer = Found(question="q", answers=(FoundAnswer(text="x", confidence=0.9, citations=(bad,)),))
    async with chat([article], {"q": answer}) as it:
        card = await it.ask("q")
        assert not card.rows[0].verified
        assert "✗ NOT IN THE ARTICLE" in it.screen_text
        await it.pilot.press("ctrl+n")
        await it.pilot.pause()
        assert it.app.reading.article.view.passage is None


async def test_back_passes_over_jumps_that_moved_nothing() -> None:
    """The same passage again is no place to go back to; a search is one."""
    async with chat([LONG]) as it:
        await it.ask("thing200")
        await it.pilot.press("escape", "1", "1", "ctrl+o")
        assert marked(it) == ""
        await it.pilot.press("slash")
        await it.type("thing150.")
        await it.until(lambda: "Paragraph 150 " in it.screen_text)
        await it.pilot.press("escape", "ctrl+o")
        await it.until(lambda: "Paragraph 1 " in it.screen_text)


async def test_back_never_leaves_the_open_articles() -> None:
    """What was shown before other articles were opened is no place to go back to."""
    async with chat([LONG]) as it:
        await it.ask("thing200")
        other = (Article("one.txt", "Apples are red."), Article("two.txt", "Pears are green."))
        it.app.change_articles(other)
        await it.until(lambda: it.app.reading.article.view.page.title == "one.txt")
        await it.pilot.press("ctrl+o")
        assert it.app.reading.article.view.page.title == "one.txt"


async def test_the_screen_says_one_thing() -> None:
    """Marks and reasons belong to the newest answer; with a decline, or a new conversation, both go."""
    declined = NotFound(question="nothing", reason="No passage speaks of this.")
    async with chat([LONG], {"nothing": declined}) as it:
        panel = it.app.reading.query_one(WhyPanel)
        await it.ask("thing200")
        await it.pilot.press("ctrl+y")
        await it.ask("thing100")
        await it.until(lambda: panel.text.startswith("Why this passage  ¶ 100"))
        await it.pilot.press("ctrl+o")
        assert marked(it) == "Paragraph 200 speaks of thing200."
        assert panel.text.startswith("Why this passage  ¶ 200")
        await it.ask("nothing")
        assert (marked(it), panel.text) == ("", "No passage is marked.")
        await it.ask("thing300")
        await it.until(lambda: panel.text.startswith("Why this passage  ¶ 300"))
        await it.pilot.press("ctrl+l", "ctrl+o")
        assert (marked(it), panel.text) == ("", "No passage is marked.")


async def test_back_chooses_what_it_shows() -> None:
    """So that what is copied is what is marked."""
    async with chat([LONG]) as it:
        await it.ask("thing200")
        await it.ask("thing100")
        await it.pilot.press("ctrl+o", "escape", "C")
        assert it.app.clipboard.startswith("“Paragraph 200 speaks of thing200.”")


async def test_why_is_closed_without_a_jump() -> None:
    """After a decline nothing is marked, and closing the panel marks nothing."""
    closest = (cite(LONG, 1, 0, 28),)
    declined = NotFound(question="nothing", reason="No passage speaks of this.", closest=closest)
    async with chat([LONG], {"nothing": declined}) as it:
        await it.ask("thing200")
        await it.pilot.press("ctrl+y")
        await it.ask("nothing")
        await it.pilot.press("ctrl+y")
        assert not it.app.reading.query_one(WhyPanel).display
        assert marked(it) == ""


async def test_a_search_does_not_turn_the_page_from_the_proof() -> None:
    """Words that are still sought in another article are marked there, no more."""
    articles = [Article("one.txt", "Apples are red."), LONG]
    async with chat(articles) as it:
        await it.pilot.press("ctrl+f")
        await it.type("Paragraph")
        await it.ask("thing200")
        await it.until(lambda: len(it.app.reading.article.view.hits) == 300)
        assert "▌ 200  Paragraph 200" in it.screen_text


async def test_a_long_answer_is_seen_from_its_beginning() -> None:
    """Its passages are longer than the screen; the question stays in sight."""
    long = Article("long.txt", " ".join(f"word{n}" for n in range(600)) + ".")
    async with chat([long], size=(110, 18)) as it:
        await it.ask("word300")
        await it.until(lambda: it.app.reading.article.view.passage is not None)
        assert "word300" in it.screen_text.splitlines()[1]


async def test_why() -> None:
    """The panel shows the scores of the passage that is shown, and goes again."""
    async with chat() as it:
        await it.ask()
        await it.pilot.press("ctrl+y")
        panel = it.app.reading.query_one(WhyPanel)
        assert panel.display
        assert panel.text.splitlines()[0] == "Why this passage  ¶ 10"
        assert panel.text.splitlines()[1].split()[:2] == ["Meaning", "0.62"]
        await it.pilot.press("ctrl+y")
        assert not panel.display


async def test_a_passage_without_scores_says_so() -> None:
    """As those that say who spoke."""
    citation = cite(LONG, 7, LONG.text.index("Paragraph 7 "), LONG.text.index("Paragraph 8 ") - 2)
    speakers = FoundAnswer(text="x", confidence=0.9, citations=(citation.model_copy(update={"scores": None}),))
    async with chat([LONG], {"who": Found(question="who", answers=(speakers,), together=True)}) as it:
        await it.ask("who")
        await it.pilot.press("ctrl+y")
        assert it.app.reading.query_one(WhyPanel).text == "¶ 7: there are no scores for this passage."


async def test_why_behind_the_other_tab_is_shown() -> None:
    """Though it was on there already; once it is seen it goes."""
    async with chat(size=(80, 24)) as it:
        await it.ask()
        panel = it.app.reading.query_one(WhyPanel)
        for key, shown in (("ctrl+y", True), ("escape", False), ("ctrl+y", True)):
            await it.pilot.press(key)
            await it.pilot.pause()
            assert bool(panel.region) is shown
        await it.pilot.press("ctrl+y")
        assert not panel.display


async def test_citation_of_another_article_shows_that_article() -> None:
    """A passage of another article brings that article, and back brings the first again."""
    articles = [Article("one.txt", "Apples are red."), Article("two.txt", "Bananas are yellow.")]
    async with chat(articles) as it:
        await it.ask("bananas")
        pane = it.app.reading.query_one(ArticlePane)
        assert pane.view.page.title == "two.txt"
        assert "two.txt (2 of 2)" in it.screen_text
        await it.pilot.press("ctrl+o")
        assert pane.view.page.title == "one.txt"
        await it.pilot.press("escape", "]")
        assert pane.view.page.title == "two.txt"


async def test_narrow_screen_has_tabs() -> None:
    """Under 100 columns a citation changes to the article and shows it there; Escape goes back to the question."""
    async with chat([LONG], size=(80, 24)) as it:
        await it.ask("thing200")
        assert not it.app.reading.article.region
        assert marked(it) == "Paragraph 200 speaks of thing200."
        await it.pilot.press("ctrl+n")
        await it.until(lambda: "▌ 200  Paragraph 200" in it.screen_text)
        assert "Conversation" not in it.screen_text.splitlines()[1]
        await it.pilot.press("escape")
        await it.pilot.pause()
        assert not it.app.reading.article.region
        assert it.app.reading.composer.has_focus
        await it.pilot.press("ctrl+b")
        await it.until(lambda: bool(it.app.reading.article.region) and "▌   2  Paragraph 2 " in it.screen_text)
        await it.pilot.press("escape", "ctrl+o")
        await it.until(lambda: bool(it.app.reading.article.region) and "▌ 200  Paragraph 200" in it.screen_text)


async def test_an_answer_behind_the_other_tab_is_announced() -> None:
    """Its tab has a sign until it is shown."""
    async with chat([LONG], size=(80, 24), may_open=False) as it:
        await it.type("thing200")
        await it.pilot.press("enter", "ctrl+t")
        assert "Conversation •" not in it.screen_text
        it.may_open.set()
        await it.until(lambda: "There is an answer · ^t shows it." in it.screen_text)
        assert "Conversation •" in it.screen_text
        await it.pilot.press("ctrl+t", "ctrl+t")
        await it.pilot.pause()
        assert "Conversation •" not in it.screen_text


async def test_what_was_to_be_shown_goes_with_its_article() -> None:
    """Another article is shown from its beginning, however short it is."""
    short = Article("short.txt", "A short one.")
    async with chat([Article("long.txt", "Nothing.\n\n" * 5_000 + "A needle."), short], size=(80, 24)) as it:
        await it.ask("needle")
        await it.pilot.press("escape", "]")
        await it.until(lambda: "A short one." in it.screen_text)
        assert it.app.reading.article.view.first_offset == 0


async def test_an_answer_that_came_behind_the_other_tab_is_seen_from_its_top() -> None:
    """However long the conversation is."""
    async with chat([LONG], size=(80, 24)) as it:
        for number in range(3):
            await it.ask(f"thing{number + 200}")
        it.assistant.may_answer.clear()
        await it.type("thing100")
        await it.pilot.press("enter", "ctrl+t")
        it.assistant.may_answer.set()
        await it.until(lambda: it.cards[-1].answer is not None)
        await it.pilot.press("ctrl+t")
        view = it.app.reading.conversation
        await it.until(lambda: view.region.y <= it.cards[-1].region.y and "Paragraph 100 speaks" in it.screen_text)


async def test_going_to_a_passage_behind_the_other_tab_unfolds_nothing() -> None:
    """The passage is one of the first answer's, which is never folded."""
    async with chat(size=(80, 24)) as it:
        card = await it.ask()
        await it.pilot.press("ctrl+n", "ctrl+o")
        await it.pilot.pause()
        it.app.reading.conversation.open_row(card.rows[0])
        await it.pilot.pause()
        assert not card.query_one(".others").display


async def test_back_in_the_conversation_one_is_where_one_was() -> None:
    """Among the answers a digit shows a passage; in the field it is typed."""
    async with chat([LONG], size=(80, 24)) as it:
        await it.ask("thing200")
        await it.pilot.press("escape", "ctrl+t", "ctrl+t")
        assert it.app.reading.conversation.has_focus
        await it.pilot.press("1")
        await it.until(lambda: "▌ 200  Paragraph 200" in it.screen_text)
        await it.pilot.click("#tabs", offset=(15, 0))
        assert it.app.reading.conversation.has_focus
        await it.pilot.press("escape", "tab", "shift+tab", "ctrl+t", "ctrl+t", "2")
        assert it.app.reading.composer.value == "2"


async def test_where_one_is_stays_in_sight() -> None:
    """Whether one types or reads: a terminal that becomes too narrow for both shows that, and keys still go there."""
    async with chat([LONG]) as it:
        await it.pilot.press("ctrl+t")
        await it.pilot.click(it.app.reading.composer)
        await it.pilot.resize_terminal(90, 30)
        await it.pilot.pause()
        await it.type("thing")
        assert it.app.reading.composer.value == "thing"
        assert bool(it.app.reading.composer.region)
        await it.pilot.resize_terminal(120, 30)
        await it.pilot.click(it.app.reading.article.view)
        await it.pilot.resize_terminal(90, 30)
        await it.pilot.pause()
        await it.pilot.press("G")
        await it.until(lambda: "Paragraph 300 " in it.screen_text)


async def test_keys_and_wheel_scroll_the_article() -> None:
    """Page by page, to the end and to the top, and with the wheel."""
    async with chat([LONG]) as it:
        view = it.app.reading.article.view
        await it.pilot.press("ctrl+t", "space")
        await it.until(lambda: 30 < view.scroll_offset.y < 40)
        await it.pilot.press("G")
        await it.until(lambda: "Paragraph 300 " in it.screen_text)
        await it.pilot.press("g")
        await it.until(lambda: view.scroll_offset.y == 0)
        assert view.show_vertical_scrollbar
        view.post_message(MouseScrollDown(view, 5, 5, 0, 1, 0, shift=False, meta=False, ctrl=False))
        await it.until(lambda: view.scroll_offset.y > 0)


async def test_keys_scroll_the_conversation() -> None:
    """As they do the article."""
    async with chat(size=(110, 18)) as it:
        await it.ask()
        view = it.app.reading.conversation
        await it.pilot.press("escape", "g")
        await it.until(lambda: view.scroll_y == 0)
        await it.pilot.press("space")
        await it.until(lambda: view.scroll_y == view.max_scroll_y > 0)
        await it.pilot.press("b")
        await it.until(lambda: view.scroll_y == 0)
        await it.pilot.press("G")
        await it.until(lambda: view.scroll_y == view.max_scroll_y)


async def test_resize_keeps_the_card_that_was_seen() -> None:
    """The newest at the end, an older one where one had gone back to it."""
    async with chat(size=(120, 40)) as it:
        for _ in range(4):
            await it.ask()
        view = it.app.reading.conversation
        for width in (80, 120):
            await it.pilot.resize_terminal(width, 40)
            await it.until(lambda: view.scroll_y == view.max_scroll_y > 0)
        view.scroll_to_widget(it.cards[1], top=True, animate=False)
        await it.pilot.pause()
        for width in (80, 120):
            await it.pilot.resize_terminal(width, 40)
            await it.until(lambda: it.cards[1].virtual_region.y == view.scroll_y)


async def top_after_resize(it: Chat, width: int, height: int) -> int:
    """Where the article's first line in sight begins, once the terminal has this size; paragraph 150 was at the top."""
    view = it.app.reading.article.view
    view.scroll_to_offset(LONG.text.index("Paragraph 150 "))
    await it.pilot.pause()
    await it.pilot.resize_terminal(width, height)
    await it.pilot.pause()
    await it.pilot.pause()
    return view.first_offset


async def test_resize_keeps_the_mark_in_sight() -> None:
    """A passage that was in sight is in sight after, however little room is left; one that was not brings nothing."""
    async with chat([LONG]) as it:
        await it.ask("thing200")
        it.app.reading.article.view.scroll_to_offset(LONG.text.index("Paragraph 190 "))
        await it.pilot.pause()
        await it.pilot.resize_terminal(100, 18)
        await it.until(lambda: "▌ 200  Paragraph 200" in it.screen_text)
        assert await top_after_resize(it, 120, 20) == LONG.text.index("Paragraph 150 ")


async def test_resize_keeps_the_place() -> None:
    """What was at the top of the article is still there when the lines break elsewhere."""
    async with chat([LONG]) as it:
        assert await top_after_resize(it, 100, 30) == LONG.text.index("Paragraph 150 ")
