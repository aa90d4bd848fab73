"""Article, names, questions and answers cannot steer the terminal or be taken for markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Article, Found, FoundAnswer, NotFound
from tests.fakes import cite
from tests.tui.chatting import chat
from tui.preferences import PreferencesFile
from tui.prompt_screen import PromptScreen
from tui.widgets.safe_input import SafeInput

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
        "none": NotFound(question=BAD, understood_as=BAD, reason=BAD, closest=(citation,)),
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


async def test_path_that_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Completed or refused, a path is drawn without its control characters."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "[b]x \x1b]0;title\x07").touch()
    async with chat() as it:
        await it.pilot.press("escape", "ctrl+t", "O")
        await it.until(lambda: isinstance(it.app.screen, PromptScreen))
        await it.type("[b]")
        await it.pilot.pause(0.1)
        assert shown_safely(it.screen_text)
        it.app.screen.query_one("#prompt-line", SafeInput).value = "[/foo] \x1b]52;c;cHduZWQ=\x07"
        await it.pilot.press("enter")
        await it.until(lambda: it.app.screen.query_one("#prompt-hint").has_class("-wrong"))
        assert shown_safely(it.screen_text)
        assert "[/foo] ␛]52;c;cHduZWQ=␇:" in it.screen_text


async def test_threshold_that_is_no_number() -> None:
    """What is refused is repeated as it was written, and nothing more."""
    async with chat() as it:
        await it.ready()
        await it.app.reading.run_action("app.set_threshold")
        await it.until(lambda: isinstance(it.app.screen, PromptScreen))
        it.app.screen.query_one("#prompt-line", SafeInput).value = BAD
        await it.pilot.press("enter")
        await it.until(lambda: it.app.screen.query_one("#prompt-hint").has_class("-wrong"))
        assert shown_safely(it.screen_text)
        assert "[/foo] see [1] [b]x[/b] ␛]52" in it.screen_text


async def test_preferences(tmp_path: Path) -> None:
    """A file of preferences that cannot be used is told of in one line that steers nothing."""
    path = tmp_path / "\x1b]0;title\x07" / "config.toml"
    path.parent.mkdir()
    for text in ('theme = "[/foo] \\u001b[2J \\u202e"', 'threshold = "[/foo]"', "[[/foo]"):
        path.write_text(text, encoding="utf-8")
        async with chat(preferences=PreferencesFile(path)) as it:
            await it.until(lambda: "Preferences" in it.screen_text)
            assert shown_safely(it.screen_text)
