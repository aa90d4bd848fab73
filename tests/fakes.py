"""Stand-ins at the seams, without a model: an encoder, a reader, and an assistant for what stands above it."""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant import (
    Article,
    AssistantError,
    Citation,
    Conversation,
    Found,
    FoundAnswer,
    NotFound,
    Progress,
    Scores,
    Settings,
)
from assistant.reader.span import Span, Window
from index.split import split

_NOTHING_SAID = Conversation()
_COMMON = frozenset(
    re.findall(r"\w+", "a an and are as at did do does for from how in is it of on or that the to was what when who")
)


class FakeAssistant:
    """Answers with the sentence that shares most words with the question; declines when they share none.

    Attributes:
        scripted: Answers and errors by question, before anything is searched.
        may_answer: Cleared, every question waits until it is set.
        asked: The questions with the number of turns that came before, in order.
    """

    def __init__(
        self, articles: Sequence[Article], scripted: Mapping[str, Found | NotFound | Exception] | None = None
    ) -> None:
        self.articles = tuple(articles)
        self.scripted = dict(scripted or {})
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.asked: list[tuple[str, int]] = []
        self.threshold = 0.5

    def with_threshold(self, threshold: float | None) -> FakeAssistant:
        """Itself; the threshold is only kept."""
        self.threshold = 0.5 if threshold is None else threshold
        return self

    @classmethod
    def from_articles(
        cls, articles: Sequence[Article], settings: Settings | None = None, progress: Progress | None = None
    ) -> FakeAssistant:
        """The same as the constructor, with progress as the real one shows it."""
        if progress is not None:
            for done in range(4):
                progress("Embedding the article", done, 3)
        return cls(articles)

    @cached_property
    def passage_count(self) -> int:
        """As the real splitter counts."""
        return sum(len(split(article.text)) for article in self.articles)

    def verify(self, citation: Citation) -> bool:
        """Whether the quote stands where the citation says."""
        return any(
            article.sha256 == citation.article_sha256 and article.text[citation.start : citation.end] == citation.quote
            for article in self.articles
        )

    def ask(self, question: str, conversation: Conversation = _NOTHING_SAID) -> Found | NotFound:
        """Scripted, else found by common words."""
        self.asked.append((question, len(conversation.turns)))
        self.may_answer.wait(timeout=20)
        scripted = self.scripted.get(question)
        if isinstance(scripted, Exception):
            raise scripted
        if scripted is not None:
            return scripted
        wanted = _words(question)
        ranked = sorted(
            (
                (len(wanted & _words(article.text[start:end])), article, passage.paragraph, start, end)
                for article in self.articles
                for passage in split(article.text)
                for start, end in passage.sentences
            ),
            key=lambda row: -row[0],
        )
        citations = [cite(article, paragraph, start, end, shared) for shared, article, paragraph, start, end in ranked]
        if not wanted or not ranked or ranked[0][0] == 0:
            return NotFound(question=question, reason="No passage speaks of this.", closest=tuple(citations[:2]))
        answers = tuple(
            FoundAnswer(text=answer_words(citation), confidence=confidence, citations=(citation,))
            for citation, confidence in zip(citations[:3], (0.78, 0.31, 0.12), strict=False)
        )
        return Found(question=question, answers=answers)


def cite(article: Article, paragraph: int, start: int, end: int, shared: int = 1) -> Citation:
    """A citation of a span; its answer is the first two words after the first."""
    quote = article.text[start:end]
    words = list(re.finditer(r"\w+", quote))
    first, last = words[min(1, len(words) - 1)], words[min(2, len(words) - 1)]
    return Citation(
        quote=quote,
        start=start,
        end=end,
        article_id=article.id,
        article_sha256=article.sha256,
        paragraph=paragraph,
        answer_start=start + first.start(),
        answer_end=start + last.end(),
        scores=Scores(dense=0.62, lexical=shared * 1.75, reader=0.78),
    )


def answer_words(citation: Citation) -> str:
    """The answer's own words in the quote."""
    begin, end = citation.answer_start or citation.start, citation.answer_end or citation.end
    return citation.quote[begin - citation.start : end - citation.start]


def opening_error(reason: str) -> AssistantError:
    """What the real assistant raises when it cannot be opened."""
    return AssistantError(reason)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if word not in _COMMON}


class FakeEncoder:
    """A text's vector counts its words, so that cosine is the share of common words.

    Attributes:
        encoded: Every text that was encoded, in order.
    """

    fingerprint = "fake"
    dimensions = 256

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector for each text."""
        self.encoded += texts
        vectors = np.full((len(texts), self.dimensions), 1e-6, np.float32)
        for row, text in enumerate(texts):
            for word in _words(text):
                vectors[row, zlib.crc32(word.encode()) % self.dimensions] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / norms, np.float32)

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]) -> NDArray[np.float32]:
        """One unit vector for each span of each text, as if it stood alone."""
        return self.encode([text[start:end] for text, some in zip(texts, spans, strict=True) for start, end in some])


class FakeReader:
    """Finds fixed phrases, each with its own score.

    Attributes:
        phrases: The score of each phrase; "answerable" is the same score.
        windows: What was read, question by question.
    """

    def __init__(self, phrases: Mapping[str, float]) -> None:
        self.phrases = dict(phrases)
        self.windows: list[tuple[Window, ...]] = []

    def read(self, question: str, windows: Sequence[Window]) -> list[Span]:
        """A span wherever a phrase stands."""
        self.windows.append(tuple(windows))
        return [
            Span(window, window.start + found.start(), window.start + found.end(), score, score)
            for window in windows
            for phrase, score in self.phrases.items()
            for found in re.finditer(re.escape(phrase), window.text)
        ]
