"""Files become articles, or one clear line."""

from pathlib import Path

import pytest

from index import Article, ArticleUnreadable, load_article


def test_a_text_file_keeps_its_characters(tmp_path: Path) -> None:
    """Only `\\r\\n` changes; the name and the hash of the text come with it."""
    path = tmp_path / "note.txt"
    path.write_bytes("\ufeffOne\r\ntwo “quoted”\rthree ".encode())
    article = load_article(path)
    assert article.text == "\ufeffOne\ntwo “quoted”\rthree "
    assert article.id == "note.txt"
    assert article.sha256 == "c0a1d5b8c80adca1cba84afc4cc61e9dd27dc11647aac417eee37331db9dac95"


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.txt", b"", "empty, nothing to read"),
        ("a.txt", b" \n\t--- \n", "empty, nothing to read"),
        ("a.txt", "Grüße".encode("latin-1"), "not UTF-8 text (byte 2)"),
        ("a.txt", "Hello".encode("utf-16"), "not UTF-8 text (byte 0)"),
        ("a.md", b"one\x00two", "not text (it holds binary control characters)"),
        ("a.txt", b"a" * 10_000_001, "larger than 10 MB; cut it into several articles"),
        ("a.pdf", b"%PDF", "cannot read .pdf files; give me text (.markdown, .md, .text, .txt)"),
    ],
)
def test_what_is_not_text_gets_one_line(tmp_path: Path, name: str, data: bytes, line: str) -> None:
    """The line names the file and says what is wrong with it."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ArticleUnreadable) as caught:
        load_article(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: {line}"


def test_a_missing_file_and_a_folder_get_one_line(tmp_path: Path) -> None:
    """Neither is a traceback."""
    with pytest.raises(ArticleUnreadable, match=r"no such file$"):
        load_article(tmp_path / "gone.txt")
    with pytest.raises(ArticleUnreadable, match=r"not a file$"):
        load_article(tmp_path)


def test_a_name_that_is_no_file_name_gets_one_line(tmp_path: Path) -> None:
    """Too long, or with a NUL in it."""
    with pytest.raises(ArticleUnreadable, match=r"File name too long$"):
        load_article(tmp_path / ("x" * 300))
    with pytest.raises(ArticleUnreadable, match=r"null"):
        load_article(f"{tmp_path}/a\0b")


def test_a_name_that_is_not_utf_8_can_be_written_to_json(tmp_path: Path) -> None:
    """Its odd bytes are shown as question marks."""
    path = tmp_path / "caf\udce9.txt"
    path.write_text("Some text.")
    assert load_article(path).id == "caf?.txt"


def test_a_text_with_half_a_character_gets_one_line() -> None:
    """A program may have cut it between surrogates."""
    with pytest.raises(ArticleUnreadable, match=r"^note: not text \(a lone surrogate, character 4\)$"):
        Article("note", "One \ud83d two")
