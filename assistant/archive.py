"""Ask very many articles at once: an archive chooses the few that a question needs, and those are searched and read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Citation, Found, NotFound
from assistant.assistant import Assistant, checked
from assistant.calibration import Calibration
from assistant.cite import stands
from assistant.conversation import Conversation
from assistant.errors import CannotOpen
from assistant.gist import asks_for_the_gist
from assistant.settings import Settings
from index import Article, IndexingError, Progress

if TYPE_CHECKING:
    from assistant.reader.onnx import OnnxReader
    from index.archive import Archive, Shelf
    from index.encoder import Encoder


class ArchiveAssistant:
    """Answers questions about the articles of an archive. Safe to call from several threads.

    Takes ready parts; `open` builds them.

    Args:
        archive: The articles.
        settings: What the user has set.
    """

    def __init__(self, archive: Archive, settings: Settings = Settings()) -> None:  # noqa: B008 - frozen
        self._archive = archive
        self._settings = settings

    @classmethod
    def open(
        cls,
        place: str | Path,
        *,
        create: bool = False,
        settings: Settings = Settings(),  # noqa: B008 - frozen
        progress: Progress | None = None,
    ) -> ArchiveAssistant:
        """Open an archive.

        Args:
            place: Its folder, or `milvus+http://HOST:PORT/COLLECTION` or `milvus+file:FOLDER`.
            create: Whether it is made when there is none.
            settings: What the user has set.
            progress: Told of preparing the language model.

        Raises:
            CannotOpen: There is no archive, it is damaged or was made with another embedding model, or the embedding
                model cannot be had. Every method may raise it.
        """
        from index.archive import Archive
        from index.encoder import load_encoder
        from index.storage import cache_folder

        with _refusals():
            encoder = load_encoder(settings.model, cache=cache_folder(), progress=progress)
            return cls(Archive(_shelf(place, encoder, create=create), encoder), settings)

    def __len__(self) -> int:
        """How many articles there are."""
        with _refusals():
            return len(self._archive)

    def names(self) -> Iterator[str]:
        """The articles' names, in alphabetical order."""
        with _refusals():
            yield from self._archive.names()

    def add(
        self,
        articles: Iterable[Article],
        total: int = 0,
        progress: Progress | None = None,
        refuse: Callable[[CannotOpen], None] | None = None,
    ) -> int:
        """Keep articles, in place of those of the same names; what is there already costs nothing.

        They are kept a few at a time: after an interruption, adding the same again goes on where it stopped.

        Args:
            articles: The articles; only a few are held in memory.
            total: How many there are, for the progress; 0 when nobody knows.
            progress: Told how far it is, and how long it will take.
            refuse: Told of each article that cannot be kept; the others are. Without it the first one is raised.

        Returns:
            How many were not there before.
        """
        told = None if refuse is None else lambda error: refuse(CannotOpen(str(error)))
        with _refusals():
            return self._archive.add(articles, total, progress, told)

    def remove(self, name: str) -> bool:
        """Forget an article; False where there is none of this name."""
        with _refusals():
            return self._archive.remove(name)

    def ask(self, question: str, conversation: Conversation = Conversation()) -> Found | NotFound:  # noqa: B008 - frozen
        """Answer a question from the articles that hold the passages closest to it.

        A follow-up is asked of the articles that the turn before cited, too.

        Raises:
            QuestionUnusable: The question has no word in it, is over 1,000 characters, or is not text.
            ReaderUnavailable: The reader is missing or damaged.
        """
        question = checked(question)
        if asks_for_the_gist(question, is_first=not conversation.is_answered) and len(self) > 1:
            return NotFound(question=question, reason="Ask that of one article; an archive has many.")
        questions, cited = [question], []
        if conversation.turns:
            before = conversation.turns[-1]
            questions.append(f"{before.question} {question}")
            if isinstance(before.answer, Found):
                cited = [c.article_id for answer in before.answer.answers for c in answer.citations]
        with ThreadPoolExecutor(1) as beside:
            loading = beside.submit(lambda: self._reader)
            with _refusals():
                index = self._archive.choose(questions, cited)
            reader = loading.result()
        if index is None:
            reason = "No passage answers this." if len(self) else "There is no article in the archive."
            return NotFound(question=question, reason=reason)
        assistant = Assistant(index, reader, Calibration.load().article, self._settings)
        return assistant.ask(question, conversation)

    def article(self, name: str) -> Article | None:
        """The article of this name, or None."""
        with _refusals():
            return self._archive.article(name)

    def verify(self, citation: Citation) -> bool:
        """Whether a citation's quote stands, word for word, in the article as the archive has it."""
        article = self.article(citation.article_id)
        return article is not None and stands(citation, article)

    @cached_property
    def _reader(self) -> OnnxReader:
        from assistant.reader.onnx import OnnxReader

        return OnnxReader.load()


def _shelf(place: str | Path, encoder: Encoder, *, create: bool) -> Shelf:
    if str(place).startswith("milvus+"):
        from index.milvus import MilvusShelf

        return MilvusShelf(str(place), encoder, create=create)
    from index.folder import FolderShelf

    return FolderShelf(Path(place), encoder, create=create)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except IndexingError as error:
        raise CannotOpen(str(error)) from error
