"""Article, names, questions and answers cannot steer the terminal or be taken for markup."""

from __future__ import annotations

from assistant import Article, Found, FoundAnswer, NotFound
from tests.fakes import cite
from tests.tui.chatting import chat

BAD = "[/foo] see [1] [b]x[/b] \x1b]52;c;cHduZWQ=\x07 \x1b]0;title\x07 \x1b[2J \x9b2J \u202etxt \x7f"
CONTROLS = set("\x1b\x07\x9b\u202e\x7f")


def shown_safely(text: str) -> bool:
    return not CONTROLS & set(text)


async def test_article_and_its_name() -> None:
    """Control characters of the text and the name are shown as pictures, brackets as brackets."""
    async with chat([Article(BAD, BAD), Article("b", "c")]) as it:
        await it.ready()
        assert shown_safely(it.screen_text)
        assert "1  [/foo] see [1] [b]x[/b] ␛]52;c;cHduZWQ=␇" in it.screen_text
        assert it.screen_text.splitlines()[0].startswith("╭─ [/foo] see [1]")


async def test_answer_reason_and_error() -> None:
    """What the assistant says is shown as it is written, and nothing more."""
    article = Article(BAD, BAD)
    citation = cite(article, 1, 0, len(BAD))
    scripted: dict[str, Found | NotFound | Exception] = {
        "found": Found(question=BAD, answers=(FoundAnswer(text=BAD, confidence=0.9, citations=(citation,)),) * 2),
        "none": NotFound(question=BAD, reason=BAD, closest=(citation,)),
        "error": ValueError(BAD),
    }
    async with chat([article], scripted) as it:
        for question in ("found", "none", "error"):
            it.app.reading.composer.focus()
            await it.type(question)
            await it.pilot.press("enter")
            await it.until(lambda: it.app.questions.running is None and it.cards[-1].state != "waits for its turn")
            await it.pilot.press("ctrl+n", "ctrl+y")
            await it.pilot.pause()
            assert shown_safely(it.screen_text)
        for key in ("escape", "c", "C"):
            await it.pilot.press(key)
        assert shown_safely(it.app.clipboard)


async def test_pasted_question() -> None:
    """A paste with control characters is one line of visible characters, in the field and in the card."""
    async with chat() as it:
        await it.ready()
        composer = it.app.reading.composer
        composer.insert_text_at_cursor(BAD)
        assert shown_safely(composer.value)
        await it.pilot.press("enter")
        await it.until(lambda: bool(it.cards))
        assert shown_safely(it.assistant.asked[0][0])
        assert "[/foo] see [1] [b]x[/b] ␛]52" in it.screen_text


async def test_words_to_find() -> None:
    """So is what is pasted into the find bar."""
    async with chat([Article("a", BAD)]) as it:
        await it.pilot.press("ctrl+f")
        await it.type("[/foo] see [1]")
        await it.until(lambda: len(it.app.reading.article.view.hits) == 1)


async def test_palette_with_a_hostile_article_open() -> None:
    """The command palette and the help open whatever the article is called."""
    async with chat([Article("[/foo]", BAD)]) as it:
        await it.pilot.press("ctrl+p")
        await it.pilot.pause()
        await it.pilot.press("escape", "f1")
        await it.pilot.pause()
        assert "Find words in the article" in it.screen_text
