"""The assistant: open articles, ask, get a cited answer or an honest refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Citation, Found, FoundAnswer, NotFound, Scores
from assistant.articles import load_article, named_apart
from assistant.calibration import Calibration
from assistant.cite import cite, stands
from assistant.conversation import Conversation
from assistant.decide import Candidate, candidates, merge
from assistant.errors import CannotOpen, QuestionUnusable
from assistant.question import is_yes_no, names
from assistant.settings import Settings
from assistant.windows import windows
from index import Article, IndexingError, Progress

if TYPE_CHECKING:
    from assistant.reader.span import Reader, Span
    from index.search import ArticleIndex, Hit

LONGEST_QUESTION = 1_000
_ANSWERS = 5
_CLOSEST = 3


class Assistant:
    """Answers questions about one or many articles. Safe to call from several threads.

    Takes ready parts; `open` and `from_articles` build them.

    Args:
        index: The articles, searchable.
        reader: Finds answers in what was found.
        calibration: Turns scores into confidence.
        settings: What the user has set.
    """

    def __init__(
        self,
        index: ArticleIndex,
        reader: Reader,
        calibration: Calibration,
        settings: Settings = Settings(),  # noqa: B008 - frozen
    ) -> None:
        self._index = index
        self._reader = reader
        self._calibration = calibration
        self._threshold = calibration.threshold if settings.threshold is None else settings.threshold

    @classmethod
    def open(
        cls,
        path: str | Path,
        *more_paths: str | Path,
        settings: Settings = Settings(),  # noqa: B008 - frozen
        progress: Progress | None = None,
    ) -> Assistant:
        """Open articles from files, from their stored index where there is one.

        Raises:
            CannotOpen: A file cannot be read as an article, or the embedding model cannot be had.
            ReaderUnavailable: The reader is missing or damaged.
        """
        articles = [load_article(each) for each in (path, *more_paths)]
        return cls.from_articles(articles, settings=settings, progress=progress)

    @classmethod
    def from_articles(
        cls,
        articles: Sequence[Article],
        *,
        settings: Settings = Settings(),  # noqa: B008 - frozen
        progress: Progress | None = None,
    ) -> Assistant:
        """The same for articles that are already in memory; those of the same name are numbered."""
        from assistant.reader.onnx import OnnxReader
        from index.encoder import load_encoder
        from index.open import open_index
        from index.storage import IndexStore, cache_folder

        if not articles:
            raise CannotOpen("no article to open")
        cache = cache_folder()
        try:
            encoder = load_encoder(settings.model, cache=cache, progress=progress)
            store = IndexStore(cache / "indexes") if settings.cache else None
            index = open_index(named_apart(articles), encoder, store, progress)
        except IndexingError as error:
            raise CannotOpen(str(error)) from error
        return cls(index, OnnxReader.load(), Calibration.load(), settings)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, in the order in which they were opened."""
        return self._index.articles

    @property
    def passage_count(self) -> int:
        """How many passages the articles were cut into."""
        return len(self._index.passages)

    def ask(self, question: str, conversation: Conversation = Conversation()) -> Found | NotFound:  # noqa: B008 - frozen
        """Answer a question from the articles, or say that they do not.

        The question is taken as it stands: what `conversation` holds does not change its answer yet.

        Raises:
            QuestionUnusable: The question has no word in it, or is over 1,000 characters.
        """
        question = question.strip()
        if not any(character.isalnum() for character in question):
            raise QuestionUnusable("the question is empty")
        if len(question) > LONGEST_QUESTION:
            raise QuestionUnusable(f"the question is over {LONGEST_QUESTION:,} characters")
        hits, spans = hits_and_spans(self._index, self._reader, question)
        ranked = candidates(question, spans, hits, self._calibration)
        texts = [self._text(candidate) for candidate in ranked]
        groups = merge(ranked, texts)
        good = [g for g in groups if ranked[g[0]].confidence >= self._threshold]
        if not good:
            return self._not_found(question, ranked)
        answers = []
        for group in good[:_ANSWERS]:
            citations = _distinct(self._cite(ranked[i]) for i in group if ranked[i].confidence >= self._threshold)
            # A yes or a no is not the article's word: the sentence that bears on it speaks for itself.
            text = " ".join(citations[0].quote.split()) if is_yes_no(question) else texts[group[0]]
            answers.append(FoundAnswer(text=text, confidence=ranked[group[0]].confidence, citations=citations))
        return Found(question=question, answers=tuple(answers))

    def verify(self, citation: Citation) -> bool:
        """Whether a citation's quote stands, word for word, in the text that is open now."""
        return any(stands(citation, a) for a in self.articles if a.id == citation.article_id)

    def _not_found(self, question: str, ranked: Sequence[Candidate]) -> NotFound:
        closest = _distinct(self._cite(candidate) for candidate in ranked)[:_CLOSEST]
        confidence = ranked[0].confidence if ranked else 0.0
        return NotFound(question=question, reason=self._reason(question), closest=closest, confidence=confidence)

    def _reason(self, question: str) -> str:
        texts = [article.text.lower() for article in self.articles]
        unheard = [name for name in names(question) if not any(name.lower() in text for text in texts)]
        if not unheard:
            return "No passage answers this."
        subject = "The article never mentions" if len(texts) == 1 else "The articles never mention"
        return f"{subject} {' or '.join(dict.fromkeys(unheard))}."

    def _cite(self, candidate: Candidate) -> Citation:
        passage, span = candidate.hit.passage, candidate.span
        scores = Scores(dense=candidate.hit.dense, lexical=candidate.hit.lexical, reader=candidate.confidence)
        return cite(self.articles[passage.article], passage, span.start, span.end, scores)

    def _text(self, candidate: Candidate) -> str:
        text = self.articles[candidate.hit.passage.article].text
        return " ".join(text[candidate.span.start : candidate.span.end].split())


def hits_and_spans(index: ArticleIndex, reader: Reader, question: str) -> tuple[list[Hit], list[Span]]:
    """Search and read: every passage with its scores, best first, and every span worth weighing."""
    hits = index.search(question, count=len(index.passages))
    return hits, reader.read(question, windows(index, hits))


def _distinct(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Without those that quote the same words of the same article again."""
    first: dict[tuple[str, int, int], Citation] = {}
    for citation in citations:
        first.setdefault((citation.article_id, citation.start, citation.end), citation)
    return tuple(first.values())
