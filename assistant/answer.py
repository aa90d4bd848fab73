"""What an answer is: found, with citations, or not found, with a reason. The portable record."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from index.record import Record


class Scores(Record):
    """Why a passage was chosen.

    Attributes:
        dense: Cosine of the question and the passage, or its best sentence where that is closer, -1..1.
        lexical: BM25, 0 and up, higher is closer.
        reader: How sure the reader is that the text it read answers the question, 0..1.
    """

    dense: float
    lexical: float
    reader: float


class Citation(Record):
    """A quote and where it stands: `article.text[start:end] == quote`.

    Attributes:
        quote: The words of the article, exactly.
        start: Character offset into the article's text, inclusive.
        end: Character offset into the article's text, exclusive.
        article_id: The article's name within its index.
        article_sha256: Of the article's text as UTF-8.
        paragraph: Number of the paragraph in the article, from 1.
        answer_start: Where the answer's own words begin in the article's text, or None when the quote is all.
        answer_end: Where they end, exclusive.
        scores: Why this passage.
    """

    type: Literal["citation"] = "citation"
    quote: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    article_id: str
    article_sha256: str
    paragraph: Annotated[int, Field(ge=1)]
    answer_start: int | None = None
    answer_end: int | None = None
    scores: Scores | None = None


class FoundAnswer(Record):
    """One answer and the quotes that it rests on.

    Attributes:
        text: The answer in a few words of the article; to a yes/no question "Yes" or "No", or where the words of the
            article do not settle that, the sentence that bears on it.
        confidence: How likely it is to be right, 0..1, calibrated.
        citations: The quotes that it rests on, best first; never empty.
    """

    text: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]


class Found(Record):
    """The article answers the question.

    Attributes:
        question: The question as it was asked.
        understood_as: The question on its own that a follow-up was taken for, or with a name as the articles spell it;
            None when it was taken as it stands.
        answers: Distinct answers, best first; never empty.
        together: All the answers hold side by side, as to "Who reacted?" or "What did Ann say?"; otherwise those after
            the first are what it may be instead.
    """

    kind: Literal["found"] = "found"
    question: str
    understood_as: str | None = None
    answers: Annotated[tuple[FoundAnswer, ...], Field(min_length=1)]
    together: bool = False


class NotFound(Record):
    """The article does not answer the question, or not as surely as was asked for.

    Attributes:
        question: The question as it was asked.
        understood_as: The question on its own that a follow-up was taken for, or with a name as the articles spell it;
            None when it was taken as it stands.
        reason: Why, in one plain sentence.
        closest: The passages that came closest and were rejected, best first.
        confidence: How likely it was that the best of them answers the question all the same, 0..1.
        withheld: The best answer, where it would have been given but for a threshold above the measured best.
    """

    kind: Literal["not_found"] = "not_found"
    question: str
    understood_as: str | None = None
    reason: str
    closest: tuple[Citation, ...] = ()
    confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    withheld: str | None = None


Answer = Annotated[Found | NotFound, Field(discriminator="kind")]
