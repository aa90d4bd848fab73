"""`byline history`, `export`, `verify` and `eval`, as a shell sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import Article, Conversation, Found, FoundAnswer, NotFound, Turn
from assistant.history import History, history_file
from assistant.saved import SavedArticle
from tests.fakes import cite
from tests.tui.chatting import ROOT
from tests.tui.test_cli import byline
from tests.tui.test_hostile_text import BAD, shown_safely

TEXT = "Kyiv denied it. Nobody came."


def turn(question: str = "Who denied it?", name: str = "news.txt", text: str = TEXT) -> Turn:
    citation = cite(Article(name, text), 1, 0, text.index(".") + 1)
    answer = FoundAnswer(text="Kyiv", confidence=0.78, citations=(citation,))
    return Turn(question=question, answer=Found(question=question, understood_as="Who denied that?", answers=(answer,)))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture
def conversation(article: Path) -> int:
    return History(history_file()).begin([SavedArticle.of(Article("news.txt", TEXT), article)], turn())


def listed() -> str:
    return byline("history", module="tui")[1]


def test_history_lists_with_what_became_of_the_article(conversation: int, article: Path) -> None:
    """Number and title, then when, how long, and the article: as it was, changed, or gone."""
    title, facts = listed().splitlines()
    assert title == f"{conversation}  Who denied it?"
    assert facts.endswith(" · 1 question · news.txt")
    article.write_text("Other.")
    assert "news.txt (changed since)" in listed()
    article.unlink()
    assert "news.txt (gone)" in listed()


def test_history_search_rename_delete(conversation: int) -> None:
    """Words are found or not (exit code 1); a new title shows; what is deleted is not listed."""
    assert byline("history", "search", "DENIED", "kyiv", module="tui")[0] == 0
    assert byline("history", "search", "denied", "oslo", module="tui")[0] == 1
    assert byline("history", "rename", str(conversation), "The", "denial", module="tui") == (0, "", "")
    assert listed().startswith(f"{conversation}  The denial\n")
    code, _, err = byline("history", "delete", str(conversation), "77", module="tui")
    assert (code, err) == (2, "byline: there is no conversation 77\n")
    assert "The denial" in listed()
    assert byline("history", "delete", str(conversation), module="tui") == (0, "", "")
    assert listed() == "No conversation is kept yet.\n"


def test_history_as_json(conversation: int, article: Path) -> None:
    """The records, with absolute paths and times in UTC."""
    (saved,) = json.loads(byline("history", "--json", module="tui")[1])
    assert (saved["id"], saved["title"], saved["turns"]) == (conversation, "Who denied it?", 1)
    assert saved["articles"][0]["path"] == str(article)
    assert saved["used"].endswith("Z")


def test_export(conversation: int, tmp_path: Path) -> None:
    """Markdown with footnotes, or the record; to a new file, never over one that is there."""
    code, out, _ = byline("export", module="tui")
    assert code == 0
    assert out.startswith("# news\\.txt\n\n## Who denied it?\n\nUnderstood as “Who denied that?”\n\n**Kyiv**")
    assert "[^1]: “Kyiv denied it\\.” (news\\.txt, ¶ 1)" in out
    assert byline("export", "-o", "-", module="tui") == (0, out, "")
    record = byline("export", str(conversation), "--json", module="tui")[1]
    assert Conversation.model_validate_json(record).turns == (turn(),)
    target = tmp_path / "out.md"
    assert byline("export", "-o", target, module="tui") == (0, "", "")
    assert target.read_text() == out
    code, _, err = byline("export", "-o", target, module="tui")
    assert (code, err) == (2, f"byline: {target}: there is such a file already\n")
    assert target.read_text() == out
    code, _, err = byline("export", "-o", tmp_path, module="tui")
    assert (code, err) == (2, f"byline: {tmp_path}: that is a folder\n")


@pytest.mark.usefixtures("conversation")
def test_verify(article: Path, tmp_path: Path) -> None:
    """All stand: 0. One has moved or is gone: 1. No article: 2. The article is found beside the record."""
    record = tmp_path / "record.json"
    byline("export", "--json", "-o", record, module="tui")
    code, out, err = byline("verify", record, module="tui")
    assert (code, err) == (0, "")
    assert out.startswith("stands  “Kyiv denied it.”\n        news.txt, ¶ 1, character 0\n")
    article.write_text("Yesterday " + TEXT)
    code, out, _ = byline("verify", record, "--json", module="tui")
    (check,) = json.loads(out)["checks"]
    assert (code, check["verdict"], check["start"], check["same_text"]) == (1, "moved", 10, False)
    article.rename(tmp_path / "other.txt")
    code, out, err = byline("verify", record, module="tui")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "news.txt: not beside the record and not here" in err
    code, out, _ = byline("verify", record, tmp_path / "other.txt", module="tui")
    assert (code, out.splitlines()[-1]) == (1, "1 quote · stands 0 · moved 1 · gone 0")
    record_text = record.read_bytes()
    assert byline("verify", "-", tmp_path / "other.txt", module="tui", given=record_text)[0] == 1


def test_a_record_leads_nowhere_else(tmp_path: Path) -> None:
    """An article's name in a record is a name, not a path to follow."""
    (tmp_path / "secret.txt").write_text(TEXT)
    (tmp_path / "sub").mkdir()
    record = tmp_path / "sub" / "record.json"
    for name in ("../secret.txt", str(tmp_path / "secret.txt"), "..", "", "sub"):
        record.write_text(turn(name=name).answer.model_dump_json())
        assert byline("verify", record, module="tui")[0] == 2


@pytest.mark.usefixtures("article")
def test_verify_loads_no_model(tmp_path: Path) -> None:
    """Neither a model library nor NumPy nor Textual is imported to check a record."""
    record = tmp_path / "record.json"
    record.write_text(turn().answer.model_dump_json())
    code = (
        "import sys; from tui.cli import main; main(sys.argv[1:])\n"
        "print({'torch', 'faiss', 'onnxruntime', 'tokenizers', 'numpy', 'textual'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "verify", str(record)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.usefixtures("article")
def test_eval(tmp_path: Path) -> None:
    """Figures and misses, as a table and as JSON; evidence that is not in the article is said on standard error.

    A question without evidence cannot be cited wrongly.
    """
    gold = tmp_path / "gold.json"
    questions = [
        {"id": "q1", "question": "denied?", "answers": ["denied it"], "evidence": ["Kyiv denied it.", "Lies."]},
        {"id": "q2", "question": "nobody?", "answers": ["Oslo"], "evidence": []},
        {"id": "q3", "question": "bananas?", "answers": [], "evidence": []},
    ]
    gold.write_text(json.dumps({"article": "news.txt", "questions": questions}))
    code, out, err = byline("eval", gold, "--misses")
    assert code == 0
    assert err == f"byline: {gold}: questions.0: this evidence is not in the article: “Lies.”\n"
    assert out.startswith(" 50.0 %  right ")
    assert "100.0 %  declined " in out
    assert "wrong         q2 nobody?\n              said: came | denied it\n              gold: Oslo\n" in out
    figures = json.loads(byline("eval", gold, "--json", "--misses")[1])
    assert (figures["right"], figures["cited"], figures["dialogue"]) == (50.0, 100.0, None)
    assert [miss["id"] for miss in figures["misses"]] == ["q2"]


@pytest.mark.usefixtures("article")
def test_a_bad_gold_file_costs_no_waiting(tmp_path: Path) -> None:
    """One line with file and field, exit code 2, before anything is asked."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text('{"article": "news.txt", "questions": [{"question": "denied?", "answers": []}]}')
    bad.write_text('{"article": "news.txt", "questions": [{"question": "Who?"}]}')
    assert byline("eval", good, bad) == (2, "", f"byline: {bad}: questions.0.answers: Field required\n")


def test_a_gold_file_leads_nowhere_else(article: Path, tmp_path: Path) -> None:
    """Its article's name is a name, not a path to follow."""
    gold = tmp_path / "sub" / "gold.json"
    gold.parent.mkdir()
    for name in ("../news.txt", str(article)):
        gold.write_text(json.dumps({"article": name, "questions": []}))
        assert byline("eval", gold) == (2, "", f"byline: {gold}: its article is not beside it: {name}\n")


def test_a_quote_with_marks_of_its_own_is_printed_as_it_is(tmp_path: Path) -> None:
    """A speech gets no second quotation marks."""
    text = "“It was not us,” Kyiv said."
    (tmp_path / "news.txt").write_text(text)
    (tmp_path / "record.json").write_text(turn(text=text).answer.model_dump_json())
    out = byline("verify", tmp_path / "record.json", module="tui")[1]
    assert out.startswith(f"stands  {text}\n")


def test_hostile_text(tmp_path: Path) -> None:
    """Titles, names, quotes, questions and gold answers cannot steer the terminal, as text or as JSON."""
    text = BAD + "."
    path = tmp_path / "a.txt"
    path.write_text(text)
    history = History(history_file())
    hostile = turn(BAD, name=BAD, text=text)
    hostile = Turn(question=BAD, answer=hostile.answer.model_copy(update={"understood_as": BAD}))
    conversation = history.begin([SavedArticle.of(Article(BAD, text), path)], hostile)
    history.add(conversation, Turn(question=BAD, answer=NotFound(question=BAD, reason=BAD, understood_as=BAD)))
    history.rename(conversation, BAD)
    record, wrong, gold = tmp_path / "\x1b[2J.json", tmp_path / "wrong.json", tmp_path / "gold.json"
    record.write_text(hostile.answer.model_dump_json())
    wrong.write_text(json.dumps({"kind": "found", BAD: BAD}))
    question = {"id": BAD, "question": f"{BAD} txt", "answers": [BAD + "no"], "evidence": [BAD + "no"]}
    gold.write_text(json.dumps({"article": "a.txt", "questions": [question]}))
    for command in (
        ["history"],
        ["history", "--json"],
        ["history", "search", "\x1b]0;title"],
        ["history", "search", "\x1b[3J"],
        ["export"],
        ["export", "--json"],
        ["export", "-o", record],
        ["verify", record, path],
        ["verify", record, path, "--json"],
        ["verify", record],
        ["verify", wrong],
        ["eval", gold, "--misses"],
        ["eval", gold, "--misses", "--json"],
    ):
        _, out, err = byline(*command)
        assert out or err
        assert shown_safely(out + err)
        assert "Traceback" not in err
