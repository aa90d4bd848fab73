"""The shipped reader, run for real."""

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from assistant import ReaderUnavailable
from assistant.reader.onnx import OnnxReader, _trimmed
from assistant.reader.shipped import MANIFEST, SHIPPED, TOKENIZER
from assistant.reader.span import Window

TEXT = "Olwen Strand is the treasurer. The bridge will cost £9.7m and should open in the autumn of 2027."


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return OnnxReader.load()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who is the treasurer?", "Olwen Strand"),
        ("How much will the bridge cost?", "£9.7m"),
        ("When should it open?", "2027"),
    ],
)
def test_it_points_at_the_words(reader: OnnxReader, question: str, answer: str) -> None:
    """The best span is the answer, and its offsets are the article's, not the window's."""
    before = "Before the window. "
    spans = reader.read(question, [Window(0, len(before), TEXT)])
    best = max(spans, key=lambda span: span.score)
    assert answer in (before + TEXT)[best.start : best.end]


def test_it_is_surer_of_what_is_there_than_of_what_is_not(reader: OnnxReader) -> None:
    """Both of its scores say so."""
    there = max(reader.read("Who is the treasurer?", [Window(0, 0, TEXT)]), key=lambda s: s.score)
    absent = max(reader.read("Who printed the leaflet?", [Window(0, 0, TEXT)]), key=lambda s: s.score)
    assert there.score > absent.score
    assert there.answerable > absent.answerable


def test_windows_of_all_lengths_are_read(reader: OnnxReader) -> None:
    """Empty, blank, short, and longer than can be read at once; spans lie inside what was given."""
    windows = [Window(0, 0, ""), Window(0, 10, " \n "), Window(0, 20, TEXT), Window(1, 0, TEXT * 60)]
    spans = reader.read("Who is the treasurer?", windows)
    assert {span.window.article for span in spans} == {0, 1}
    assert all(s.window.start <= s.start < s.end <= s.window.start + len(s.window.text) for s in spans)
    assert reader.read("Who?", []) == []


def test_the_end_of_an_overlong_window_is_read(reader: OnnxReader) -> None:
    """Figures make many tokens of few characters; what follows them is found all the same."""
    text = " ".join(f"{n},{n * 7 % 1000}" for n in range(1000, 1120)) + ". The treasurer is Olwen Strand."
    best = max(reader.read("Who is the treasurer?", [Window(0, 0, text)]), key=lambda span: span.score)
    assert text[best.start : best.end] == "Olwen Strand"


def test_threads_share_a_reader(reader: OnnxReader) -> None:
    """Eight threads find what one finds."""
    windows = [Window(0, 0, TEXT), Window(0, 0, TEXT * 5)]
    questions = ["Who is the treasurer?", "How much will the bridge cost?", "When should it open?"] * 4
    alone = [reader.read(question, windows) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: reader.read(question, windows), questions)) == alone


def test_spans_of_one_window_do_not_overlap(reader: OnnxReader) -> None:
    """Each is another answer."""
    spans = sorted(reader.read("What?", [Window(0, 0, TEXT)]), key=lambda s: s.start)
    assert 1 <= len(spans) <= 4
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "divider"),
    [
        ("| Plan | Memory | Price |\n|---|---|---|\n| Small | 8 MB | 4 euros |\n| Large | 32 MB | 9 euros |", "|"),
        ("Who spoke\n\nAnn Lee\n\nBob Roe\n\nCarl Foe", "\n"),
        ("The small plan:\n- 8 MB\n- 4 euros\n* Ann Lee\n1. Bob\n**Present:** Carl Foe", "\n"),
    ],
)
@pytest.mark.parametrize("question", ["What does the small plan have?", "Who spoke, and what is the price?"])
def test_an_answer_stays_in_its_paragraph_or_cell(reader: OnnxReader, text: str, divider: str, question: str) -> None:
    """It does not run from one into the next."""
    spans = reader.read(question, [Window(0, 0, text)])
    assert spans
    assert all(divider not in text[span.start : span.end] for span in spans)


@pytest.mark.parametrize(
    ("marked", "kept"),
    [
        ("cafe\u0301 {Jose}\u0301 opens", "Jose\u0301"),
        ("the {Volod}in speech", "Volodin"),
        ("在{北京}开会", "北京"),
        ("he said {“stop}.”", "stop"),
        ("he said {“stop”} twice", "stop"),
        ("the {“stop,”} he said", "stop"),
        ("after {**15 minutes}** of", "15 minutes"),
        ("on {port `7411}` only", "port `7411`"),
        ("the {stop,”} he said", "stop"),
        ("in {Kyiv (Ukraine)}", "Kyiv (Ukraine)"),
        ("in {Kyiv (Ukraine}", "Kyiv (Ukraine"),
        ('a "{big" deal,}', 'big" deal'),
        ("{”}", "”"),
        ('it was {"wet" and "a waste}" he said', '"wet" and "a waste"'),
        ("was {a “waste}” of it", "a “waste”"),
        ("in {Kyiv (Ukraine}) and", "Kyiv (Ukraine)"),
        ("will {act “when it sees fit}.” Then", "act “when it sees fit.”"),
        ("on {“Monday} (he said)", "Monday"),
        ("Ann’{s} dog", "Ann’s"),
        ("Ann{’s dog} ran", "Ann’s dog"),
        ("at {Ann} ’s dog", "Ann"),
        ("see {github}.example/olan/issues.", "github.example/olan/issues"),
        ("write to {desk}@olan.example, please", "desk@olan.example"),
        ("see {github}.example for", "github.example"),
        ("edit {settings}.toml first", "settings.toml"),
        ("write to Jo {@olan}.example, please", "@olan.example"),
        ("in {8}.4 of ten", "8.4"),
        ("on {2025}-04-22", "2025-04-22"),
        ("died in {1990}.The end", "1990"),
        ("from {1990}-1995", "1990"),
        ("at 10{:30} sharp", "10:30"),
        ("a {71}-year-old", "71"),
        ("to {Kyiv}. The", "Kyiv"),
    ],
)
def test_answers_are_whole_words_without_loose_marks(marked: str, kept: str) -> None:
    """Words and accents are completed; a quotation mark stays only with its mate, and not around all."""
    start, end = marked.index("{"), marked.index("}") - 1
    text = marked.replace("{", "").replace("}", "")
    assert text[slice(*_trimmed(text, start, end))] == kept


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json", "manifest.json"])
@pytest.mark.parametrize("damage", ["missing", "cut", "changed"])
def test_a_damaged_reader_is_one_clear_line(tmp_path: Path, name: str, damage: str) -> None:
    """Never another model in silence."""
    folder = tmp_path / "weights"
    shutil.copytree(SHIPPED, folder)
    data = (folder / name).read_bytes()
    if damage == "missing":
        (folder / name).unlink()
    elif damage == "cut":
        (folder / name).write_bytes(data[: len(data) // 2])
    elif name == "manifest.json":
        (folder / name).write_text(json.dumps({"sha256": {}}))
    else:
        (folder / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(ReaderUnavailable) as caught:
        OnnxReader.load(folder)
    assert "\n" not in str(caught.value)


def test_a_tokenizer_that_this_version_cannot_read_is_one_line(tmp_path: Path) -> None:
    """It is the one that was shipped, by its hash, and still is refused like any other part that does not run."""
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    newer = b'{"version": "9.0"}'
    (tmp_path / TOKENIZER).write_bytes(newer)
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    manifest["sha256"][TOKENIZER] = hashlib.sha256(newer).hexdigest()
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ReaderUnavailable, match=r"does not run on this ONNX Runtime or tokenizers\Z"):
        OnnxReader.load(tmp_path)
