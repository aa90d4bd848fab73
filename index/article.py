"""An article: its exact text, and what tells it from every other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from index.errors import ArticleUnreadable


@dataclass(frozen=True, slots=True)
class Article:
    """The exact text of one article; every offset anywhere is a character offset into `text`.

    Attributes:
        id: What the user calls it, such as the file's name; unique within one index.
        text: The text, untouched but for line ends: `\\r\\n` is one `\\n`.
        sha256: Of the text as UTF-8, in hexadecimal.

    Raises:
        ArticleUnreadable: The text holds a lone surrogate.
    """

    id: str
    text: str
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        try:
            digest = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        except UnicodeEncodeError as error:
            raise ArticleUnreadable(f"{self.id}: not text (a lone surrogate, character {error.start:,})") from error
        object.__setattr__(self, "sha256", digest)
