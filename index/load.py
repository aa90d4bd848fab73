"""Read articles from files. A loader is chosen by the file's ending; more kinds are added in `LOADERS`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.article import Article
from index.errors import ArticleUnreadable
from index.words import has_words

MOST_BYTES = 10_000_000  # two Bibles; more would take more memory than a laptop likes to give

# A C0 control that no text file holds: anything but tab, line feed, form feed, carriage return and escape.
_BINARY = frozenset(map(chr, range(32))) - set("\t\n\f\r\x1b")


def load_article(path: str | Path) -> Article:
    """Read one article.

    Raises:
        ArticleUnreadable: The file is missing, empty, too large, not UTF-8 text, or of a kind that no loader reads.
    """
    path = Path(path)
    loader = LOADERS.get(path.suffix.lower())
    if loader is None:
        kinds = ", ".join(sorted(kind for kind in LOADERS if kind))
        raise ArticleUnreadable(f"{path}: cannot read {path.suffix} files; give me text ({kinds})")
    try:
        if path.exists() and not path.is_file():
            raise ArticleUnreadable(f"{path}: not a file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise ArticleUnreadable(f"{path}: no such file") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ArticleUnreadable(f"{path}: {reason}") from error
    # A file's name may hold bytes that are no text; an article's id is written to JSON.
    return Article(path.name.encode(errors="replace").decode(), loader(data, str(path)))


def decode(data: bytes, name: str) -> str:
    """The text of UTF-8 bytes, with `\\r\\n` as `\\n`.

    Raises:
        ArticleUnreadable: The bytes are too many, are not UTF-8 text, or hold nothing to read.
    """
    if len(data) > MOST_BYTES:
        raise ArticleUnreadable(f"{name}: larger than {MOST_BYTES // 10**6} MB; cut it into several articles")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleUnreadable(f"{name}: not UTF-8 text (byte {error.start:,})") from error
    text = text.replace("\r\n", "\n")
    if not _BINARY.isdisjoint(text):
        raise ArticleUnreadable(f"{name}: not text (it holds binary control characters)")
    if not has_words(text):
        raise ArticleUnreadable(f"{name}: empty, nothing to read")
    return text


LOADERS: dict[str, Callable[[bytes, str], str]] = {
    "": decode,
    ".txt": decode,
    ".text": decode,
    ".md": decode,
    ".markdown": decode,
}
