"""What a user prefers: read, remembered, and never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.tui.chatting import chat
from tui.cli import main
from tui.preferences import Preferences, PreferencesFile, PreferencesUnusable, preferences_file


@pytest.fixture
def file(tmp_path: Path) -> PreferencesFile:
    return PreferencesFile(tmp_path / "byline" / "config.toml")


def written(file: PreferencesFile, text: str) -> PreferencesFile:
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_text(text, encoding="utf-8")
    return file


def change(file: PreferencesFile, name: str, value: str | float | None) -> None:
    file.change(name, value)
    file.write()


def test_without_a_file_all_is_as_byline_has_it(file: PreferencesFile) -> None:
    """Nothing is written for being looked at."""
    assert file.read() == Preferences(theme=None, threshold=None, layout="panes")
    assert not file.path.parent.exists()


def test_what_is_remembered_leaves_the_rest_of_the_file_alone(file: PreferencesFile) -> None:
    """Comments, order and keys that Byline does not know."""
    written(file, '# mine\nfont = "big"  # not of this version\ntheme = "nord"\n')
    change(file, "threshold", 0.4)
    change(file, "theme", "gruvbox")
    text = file.path.read_text(encoding="utf-8")
    assert text == '# mine\nfont = "big"  # not of this version\ntheme = "gruvbox"\nthreshold = 0.4\n'
    change(file, "threshold", None)
    assert file.read() == Preferences(theme="gruvbox")
    assert [path.name for path in file.path.parent.iterdir()] == ["config.toml"]


def test_line_ends_of_another_system_stay(file: PreferencesFile) -> None:
    """The lines that are not Byline's are the same to the byte."""
    file.path.parent.mkdir()
    file.path.write_bytes(b"# mine\r\nfont = 1\r\n")
    change(file, "threshold", 0.4)
    assert file.path.read_bytes().startswith(b"# mine\r\nfont = 1\r\n")
    assert file.read() == Preferences(threshold=0.4)


def test_changes_are_written_in_their_order(file: PreferencesFile) -> None:
    """The last one stands, whichever thread comes first."""
    for theme in ("nord", "gruvbox", "dracula"):
        file.change("theme", theme)
    with ThreadPoolExecutor(3) as threads:
        for _ in range(3):
            threads.submit(file.write)
    assert file.read() == Preferences(theme="dracula")


def test_what_cannot_be_written_now_is_written_later(file: PreferencesFile) -> None:
    """Its reader mends the file meanwhile."""
    written(file, "theme = [")
    with pytest.raises(PreferencesUnusable):
        change(file, "threshold", 0.4)
    written(file, "")
    file.write()
    assert file.read() == Preferences(threshold=0.4)


def test_permissions_stay(file: PreferencesFile) -> None:
    """A file that is closed to others stays closed to them."""
    written(file, "").path.chmod(0o600)
    change(file, "threshold", 0.4)
    assert file.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("theme = nord", "not TOML"),
        ("threshold = 2", "threshold: not a number from 0 to 1"),
        ('threshold = "0.4"', "threshold: not a number from 0 to 1"),
        ("threshold = true", "threshold: not a number from 0 to 1"),
        ("threshold = nan", "threshold: not a number from 0 to 1"),
        ("theme = 7", "theme: not a name in quotation marks"),
        ('layout = "upside down"', 'layout: neither "panes" nor "tabs"'),
    ],
)
def test_a_bad_file_is_named_in_one_line_and_left_as_it_is(file: PreferencesFile, text: str, says: str) -> None:
    """And so it is when something is to be remembered in a file that is not TOML."""
    written(file, text)
    with pytest.raises(PreferencesUnusable, match=r"^[^\n]+$") as caught:
        file.read()
    assert str(caught.value).startswith(f"{file.path}: {says}")
    if says == "not TOML":
        with pytest.raises(PreferencesUnusable, match="not TOML"):
            change(file, "threshold", 0.4)
        assert file.path.read_text(encoding="utf-8") == text


def test_a_link_to_dotfiles_stays_a_link(file: PreferencesFile, tmp_path: Path) -> None:
    """The file that it leads to is changed."""
    target = tmp_path / "dotfiles.toml"
    target.write_text('theme = "nord"\n', encoding="utf-8")
    file.path.parent.mkdir()
    file.path.symlink_to(target)
    change(file, "theme", "gruvbox")
    assert file.path.is_symlink()
    assert target.read_text(encoding="utf-8") == 'theme = "gruvbox"\n'


async def test_the_chat_begins_as_preferred(file: PreferencesFile) -> None:
    """Theme and layout, though there is room for both panes."""
    async with chat(preferences=written(file, 'theme = "byline-light"\nlayout = "tabs"\n')) as it:
        assert it.app.theme == "byline-light"
        assert it.app.screen.has_class("-narrow")


async def test_the_chat_remembers_what_is_changed(file: PreferencesFile) -> None:
    """Theme, layout and threshold, each at once."""
    async with chat(preferences=file) as it:
        await it.ready()
        await it.pilot.press("ctrl+t", "t", "L")
        await it.until(lambda: file.path.exists() and file.read() == Preferences(theme="byline-light", layout="tabs"))
        assert it.app.screen.has_class("-narrow")
        assert [note.message for note in it.app._notifications] == []  # one sees it
        await it.pilot.press("s")
        await it.pilot.press(*["backspace"] * 5)
        await it.type("0.25")
        await it.pilot.press("enter")
        await it.until(lambda: file.read().threshold == 0.25)
        assert it.assistant.threshold == 0.25
        assert "Answers from 25 % on." in it.screen_text
        await it.pilot.press("s")
        await it.pilot.press(*["backspace"] * 5, "enter")
        await it.until(lambda: "Answers from the measured best on." in it.screen_text)


async def test_light_and_dark_are_those_that_were_chosen(file: PreferencesFile) -> None:
    """A theme of another maker is come back to."""
    written(file, 'theme = "dracula"\n')
    async with chat(preferences=file) as it:
        await it.pilot.press("escape", "t")
        assert it.app.theme == "byline-light"
        await it.pilot.press("t")
        assert it.app.theme == "dracula"


async def test_a_layout_that_is_not_seen_is_said(file: PreferencesFile) -> None:
    """Where there is no room for two panes."""
    async with chat(preferences=file, size=(80, 24)) as it:
        await it.pilot.press("escape", "L")
        await it.until(lambda: "Behind tabs, however wide." in it.screen_text)
        await it.pilot.press("L")
        await it.until(lambda: "Side by side from 100 columns on." in it.screen_text)


async def test_a_bad_file_costs_one_line_and_the_chat_goes_on(file: PreferencesFile) -> None:
    """With the theme that it has by itself."""
    async with chat(preferences=written(file, "theme = [")) as it:
        await it.until(lambda: "not TOML" in it.screen_text)
        assert it.app.theme == "byline-dark"


async def test_themes_in_which_marks_cannot_be_read_are_unknown(file: PreferencesFile) -> None:
    """Those of the terminal's own colours, which have no shades."""
    async with chat(preferences=written(file, 'theme = "ansi-dark"')) as it:
        await it.until(lambda: "There is no theme ansi-dark." in it.screen_text)
        assert it.app.theme == "byline-dark"
        assert not any("ansi" in name for name in it.app.available_themes)


async def test_an_unknown_theme_is_said(file: PreferencesFile) -> None:
    """Its name is hostile text."""
    async with chat(preferences=written(file, 'theme = "\\u001b]52;c;x\\u0007[/foo]"')) as it:
        await it.until(lambda: "There is no theme" in it.screen_text)
        assert "\x1b" not in it.screen_text


def test_a_bad_file_does_not_keep_a_question_from_being_answered(
    preferences: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line stands on standard error; here the article that is asked does not exist."""
    written(preferences_file(), "threshold = 7")
    assert main(["ask", "nowhere.txt", "Who?"]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert errors[0].startswith(f"byline: {preferences / 'config.toml'}: threshold: ")
    assert len(errors) == 2
