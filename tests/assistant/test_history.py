"""Conversations that are kept: nothing is lost, nobody's file is harmed."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Article, Conversation, Found, FoundAnswer, HistoryUnusable, NotFound, NotKept, Turn
from assistant.history import History, history_file
from assistant.saved import SavedArticle
from tests.fakes import cite

ARTICLE = Article("news.txt", "Kyiv denied involvement. Moscow blamed Kyiv.")
ABOUT = (SavedArticle.of(ARTICLE, None),)
HOSTILE = "'; DROP TABLE turns; -- % _ \" NEAR( * \x1b]0;x\x07 \u202e"


def turn(question: str = "Who denied it?", text: str = "Kyiv") -> Turn:
    answer = FoundAnswer(text=text, confidence=0.5, citations=(cite(ARTICLE, 1, 0, 24),))
    return Turn(question=question, answer=Found(question=question, answers=(answer,)))


def declined(question: str) -> Turn:
    return Turn(question=question, answer=NotFound(question=question, reason="No passage answers this."))


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "byline" / "conversations.sqlite3")


def titles(history: History, words: str = "") -> list[str]:
    return [saved.title for saved in history.conversations(words)]


def test_a_conversation_comes_back_as_it_was(history: History) -> None:
    """Its turns are the same records; its title is the first question; it knows its articles and its times."""
    conversation = history.begin(ABOUT, turn())
    history.add(conversation, declined("Why?"))
    assert history.load(conversation) == Conversation(turns=(turn(), declined("Why?")))
    (saved,) = history.conversations()
    assert (saved.id, saved.title, saved.turns, saved.articles) == (conversation, "Who denied it?", 2, ABOUT)
    assert saved.created < saved.used
    assert str(saved.used.tzinfo) == "UTC"
    assert history.find(conversation) == saved


def test_the_last_used_comes_first(history: History) -> None:
    """Adding a turn counts as using; renaming does not."""
    first, second = history.begin(ABOUT, turn("one")), history.begin(ABOUT, turn("two"))
    assert titles(history) == ["two", "one"]
    history.add(first, turn())
    history.rename(second, "zwei")
    assert titles(history) == ["one", "zwei"]


def test_a_deleted_conversation_is_gone(history: History) -> None:
    """It is neither listed nor found, its words are not in the file, and its number is not given again."""
    history.begin(ABOUT, turn("one"))
    conversation = history.begin(ABOUT, turn("something confidential"))
    assert b"confidential" in history.path.read_bytes()
    history.delete(conversation)
    assert titles(history) == ["one"]
    assert b"confidential" not in history.path.read_bytes()
    for operation in (history.load, history.find, history.delete):
        with pytest.raises(NotKept, match=f"there is no conversation {conversation}"):
            operation(conversation)
    for number in (conversation, 10**30, -1):
        with pytest.raises(NotKept):
            history.add(number, turn())
        with pytest.raises(NotKept):
            history.delete(number)
    assert history.begin(ABOUT, turn()) == conversation + 1


def test_search_takes_every_word_as_it_is(history: History) -> None:
    """All words must stand in title, questions or answers, in upper or lower case; none is syntax."""
    history.begin(ABOUT, turn("Who denied it?", "Zelenskyy’s press officer"))
    history.begin(ABOUT, turn(HOSTILE, "100 %"))
    renamed = history.begin(ABOUT, declined("why"))
    history.rename(renamed, "Straße")
    assert titles(history, "ZELENSKYY denied") == ["Who denied it?"]
    assert titles(history, "zelenskyy why") == []
    assert titles(history, "STRASSE why") == ["Straße"]
    assert titles(history, "100 % _") == [HOSTILE]
    for word in ("'", '"', "*", "NEAR(", "DROP TABLE", "--", "\x1b]0;x"):
        assert titles(history, word) == [HOSTILE]
    assert titles(history, "\udcff") == []


TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_any_text_is_kept_and_found(said: list[tuple[str, str]]) -> None:
    """Whatever is asked and answered comes back the same, and its own words find it."""
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "x.sqlite3")
        turns = [turn(question, text) for question, text in said]
        conversation = history.begin(ABOUT, turns[0])
        for each in turns[1:]:
            history.add(conversation, each)
        assert history.load(conversation).turns == tuple(turns)
        for question, text in said:
            assert len(history.conversations(f"{question} {text}")) == 1


def test_nothing_is_made_by_looking(history: History) -> None:
    """Where nothing is kept, the list is empty and no file appears."""
    assert history.conversations() == []
    with pytest.raises(NotKept):
        history.load(1)
    assert not history.path.parent.exists()


def test_nobody_else_can_read_it(history: History) -> None:
    """The folder is the user's alone, and so is the file, also while it is written."""
    history.begin(ABOUT, turn())
    assert stat.S_IMODE(history.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(history.path.stat().st_mode) == 0o600
    assert [path.name for path in history.path.parent.iterdir()] == [history.path.name]


def test_an_empty_file_is_no_damage(history: History) -> None:
    """A program that was killed before its first turn leaves one."""
    history.path.parent.mkdir()
    history.path.touch()
    assert history.conversations() == []
    history.begin(ABOUT, turn())
    assert titles(history) == ["Who denied it?"]


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 3")
    connection.close()


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE x (y)")
    connection.close()


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 100)


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def bad_schema(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE turns", b"CRE\xbaTE TABLE turns"))


@pytest.mark.parametrize("harm", [newer, foreign, garbage, torn, bad_schema])
def test_a_file_that_cannot_be_used_is_left_as_it_is(history: History, harm: object) -> None:
    """Newer, foreign or damaged: one line says so, and not a byte of it is changed."""
    conversation = history.begin(ABOUT, turn())
    assert callable(harm)
    harm(history.path)
    before = history.path.read_bytes()
    for operation in (history.conversations, lambda: history.load(conversation)):
        with pytest.raises(HistoryUnusable) as caught:
            operation()
        assert "\n" not in str(caught.value)
    with pytest.raises(HistoryUnusable):
        history.add(conversation, turn())
    assert history.path.read_bytes() == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE turns SET record = replace(record, 'Kyiv', 'Lviv') WHERE position = 2",
        "UPDATE turns SET words = 'x' WHERE position = 1",
        "UPDATE turns SET record = CAST(x'ff' AS TEXT) WHERE position = 2",
        "DELETE FROM turns WHERE position = 2",
        "UPDATE articles SET name = 'other.txt'",
        "DELETE FROM articles",
        "UPDATE conversations SET used = 'yesterday'",
        "UPDATE turns SET words = 7 WHERE position = 1",
        "UPDATE conversations SET title = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_damaged_conversation_is_told_and_the_others_go_on(history: History, harm: str) -> None:
    """It is never shown with other words than were kept; it stands in the list and can be deleted."""
    spoilt = history.begin(ABOUT, turn())
    history.add(spoilt, turn("And who blamed Kyiv?"))
    with sqlite3.connect(history.path) as connection:
        connection.execute(harm)
    connection.close()
    other = history.begin((), turn("Another?"))
    assert [(saved.id, saved.damaged) for saved in history.conversations()] == [(other, False), (spoilt, True)]
    with pytest.raises(HistoryUnusable, match=f"conversation {spoilt} is damaged"):
        history.load(spoilt)
    assert history.load(other) == Conversation(turns=(turn("Another?"),))
    history.delete(spoilt)
    assert titles(history) == ["Another?"]


def test_adding_does_not_hide_damage(history: History) -> None:
    """What is damaged is not given a new checksum."""
    conversation = history.begin(ABOUT, turn())
    with sqlite3.connect(history.path) as connection:
        connection.execute("UPDATE conversations SET title = 'Who owned it?'")
    connection.close()
    with pytest.raises(HistoryUnusable, match="is damaged"):
        history.add(conversation, turn())
    with pytest.raises(HistoryUnusable, match="is damaged"):
        history.rename(conversation, "Denials")


def test_a_file_of_the_first_version_is_kept(history: History) -> None:
    """It gets its checksums when it is first opened, by one of all who open it at once."""
    conversation = history.begin(ABOUT, turn())
    history.add(conversation, declined("Why?"))
    with sqlite3.connect(history.path) as connection:
        for column in ("turns", "articles", "checksum"):
            connection.execute(f"ALTER TABLE conversations DROP COLUMN {column}")
        connection.execute("ALTER TABLE articles DROP COLUMN checksum")
        connection.execute("ALTER TABLE turns DROP COLUMN checksum")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with ThreadPoolExecutor(8) as pool:
        loaded = [*pool.map(history.load, [conversation] * 8)]
    assert loaded == [Conversation(turns=(turn(), declined("Why?")))] * 8
    history.add(conversation, turn("Where?"))
    assert [(saved.turns, saved.damaged) for saved in history.conversations()] == [(3, False)]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where the folder should be lies a file: one line, no OSError."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HistoryUnusable, match="conversations cannot be kept here"):
        History(tmp_path / "file" / "x.sqlite3").begin(ABOUT, turn())


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for the superuser")
def test_a_read_only_folder_can_be_read(history: History) -> None:
    """What is kept can be listed; keeping more fails in one line."""
    conversation = history.begin(ABOUT, turn())
    history.path.chmod(0o400)
    history.path.parent.chmod(0o500)
    try:
        assert titles(history) == ["Who denied it?"]
        with pytest.raises(HistoryUnusable):
            history.add(conversation, turn())
    finally:
        history.path.parent.chmod(0o700)


def test_two_programs_write_at_once(history: History) -> None:
    """Into the same conversation and from the first moment on, when neither has made the file: nothing is lost."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_keep_some, args=(history.path, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert sorted(titles(history)) == ["a", "b"]
    shared = [each.question for each in history.load(1).turns]
    for name in "ab":
        own = [question for question in shared if question.startswith(f"{name}-")]
        assert own == [f"{name}-{number}" for number in range(20)]


def test_threads_write_at_once(history: History) -> None:
    """One history serves several threads; nothing is lost."""
    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(lambda name: history.begin(ABOUT, turn(name)), "abcd"))
        list(pool.map(history.add, numbers * 5, [turn()] * 20))
    assert sorted(titles(history)) == list("abcd")
    assert [saved.turns for saved in history.conversations()] == [6] * 4


def _keep_some(path: Path, name: str) -> None:
    history = History(path)
    history.begin(ABOUT, turn(name))
    for number in range(20):
        history.add(1, turn(f"{name}-{number}"))


def test_what_has_become_of_an_article(tmp_path: Path) -> None:
    """The same, changed, or gone; standard input was never a file."""
    path = tmp_path / "a.txt"
    path.write_text("One.")
    saved = SavedArticle.of(Article("a.txt", "One."), path)
    assert saved.state() == "same"
    path.write_text("Two.")
    assert saved.state() == "changed"
    path.unlink()
    assert saved.state() == "gone"
    assert SavedArticle.of(ARTICLE, None).state() == "gone"


def test_a_path_that_is_no_text_is_not_kept(tmp_path: Path) -> None:
    """The conversation is kept all the same."""
    path = tmp_path / os.fsdecode(b"\xff.txt")
    assert SavedArticle.of(ARTICLE, path).path is None


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """BYLINE_HISTORY wins; without it the folder is called byline."""
    monkeypatch.setenv("BYLINE_HISTORY", str(tmp_path))
    assert history_file() == tmp_path / "conversations.sqlite3"
    monkeypatch.delenv("BYLINE_HISTORY")
    assert "byline" in str(history_file().parent).lower()
