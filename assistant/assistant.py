"""The assistant: open articles, ask, get a cited answer or an honest refusal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Citation, Found, FoundAnswer, NotFound, Scores
from assistant.articles import load_article, named_apart
from assistant.calibration import Calibration, Logistic
from assistant.cite import cite, stands
from assistant.conversation import Conversation
from assistant.decide import Candidate, candidates, only_asks
from assistant.errors import CannotOpen, QuestionUnusable
from assistant.everyone import asked_apart, asks_for_everyone, asks_who_said, speakers_asked_for, who_said
from assistant.followup import Reading, Said, best_reading
from assistant.gist import asks_for_the_gist, gists
from assistant.kind import may_answer
from assistant.look_again import look_again
from assistant.meanings import meanings, stand_alone
from assistant.question import (
    LONGEST_QUESTION,
    asks_for_more,
    asks_what_is_said,
    asks_who_is,
    is_yes_no,
    names,
    side_by_side,
    without_else,
)
from assistant.settings import Settings
from assistant.spelling import Names, names_in, spelt_alike, stands_for
from assistant.statements import said_by
from assistant.support import supporting_sentences
from assistant.told import answer_text, distinct, grouped, others, quoted_at, says_again, worded, worth_telling
from assistant.utterances import Utterance, utterances
from assistant.verdict import VERDICTS
from assistant.windows import hits_and_runs, window
from index import Article, IndexingError, Progress
from index.words import has_words, is_text, stems

if TYPE_CHECKING:
    from assistant.reader.span import Reader, Span
    from assistant.support import Sentence
    from index.search import ArticleIndex, Hit

_ANSWERS = 5
_CLOSEST = 3
# In characters. Who says what in a longer text takes more than a second to find out, once.
_LISTENED_TO = 1_000_000


class Assistant:
    """Answers questions about one or many articles. Safe to call from several threads.

    Takes ready parts; `open` and `from_articles` build them.

    Args:
        index: The articles, searchable.
        reader: Finds answers in what was found.
        model: Turns what speaks for an answer into its confidence.
        settings: What the user has set.
    """

    def __init__(
        self,
        index: ArticleIndex,
        reader: Reader,
        model: Logistic,
        settings: Settings = Settings(),  # noqa: B008 - frozen
    ) -> None:
        self._index = index
        self._reader = reader
        self._model = model
        self._threshold = model.threshold if settings.threshold is None else settings.threshold

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
        from concurrent.futures import ThreadPoolExecutor

        from assistant.reader.onnx import OnnxReader
        from index.encoder import load_encoder
        from index.open import open_index
        from index.storage import IndexStore, cache_folder

        if not articles:
            raise CannotOpen("no article to open")
        for article in articles:
            if not is_text(article.id):
                raise CannotOpen(f"{article.id!r}: its name is not text")
            if not has_words(article.text):
                raise CannotOpen(f"{article.id}: empty, nothing to read")
        cache = cache_folder()
        with ThreadPoolExecutor(1) as beside:
            reader = beside.submit(OnnxReader.load)
            try:
                encoder = load_encoder(settings.model, cache=cache, progress=progress)
                store = IndexStore(cache / "indexes") if settings.cache else None
                index = open_index(named_apart(articles), encoder, store, progress)
            except IndexingError as error:
                raise CannotOpen(str(error)) from error
            return cls(index, reader.result(), Calibration.load().article, settings)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, in the order in which they were opened."""
        return self._index.articles

    @property
    def passage_count(self) -> int:
        """How many passages the articles were cut into."""
        return len(self._index.passages)

    @property
    def threshold(self) -> float:
        """The confidence from which on an answer is given, 0..1."""
        return self._threshold

    def with_threshold(self, threshold: float | None) -> Assistant:
        """The same assistant with another threshold, 0..1; None for the measured best. Nothing is loaded anew."""
        return Assistant(self._index, self._reader, self._model, Settings(threshold=threshold))

    def ask(self, question: str, conversation: Conversation = Conversation()) -> Found | NotFound:  # noqa: B008 - frozen
        """Answer a question from the articles, or say that they do not.

        A follow-up ("Where?", "What did he demand?") is taken for the question on its own, made from the turns of
        `conversation`, that the articles answer best, and a name that the articles lack for the one that is a slip away
        from it; the answer's `understood_as` tells which.

        Raises:
            QuestionUnusable: The question has no word in it, is over 1,000 characters, or is not text (it holds a lone
                surrogate).
        """
        question = checked(question)
        spelt = spelt_alike(question, self._index.mentions, lambda: self._names)
        whole = asks_for_the_gist(spelt, is_first=not conversation.is_answered)
        together = gists(self._index, _ANSWERS) if whole else self._together(spelt)
        understood = Reading(spelt, {}, ()) if together else self._understood(spelt, conversation)
        understood_as = None if understood.question == question else understood.question
        before = _told_before(understood.question, conversation)
        found = together or self._answers(understood, before) or self._who_said(understood.question)
        answers = tuple(each for each in found if not says_again(each.text, before))
        sure = tuple(answer for answer in answers if answer.confidence >= self._threshold)
        if sure:
            return Found(
                question=question,
                understood_as=understood_as,
                answers=sure,
                together=bool(together) or understood.together,
            )
        left = [each for each in understood.candidates if not before or each.confidence < self._least]
        if answers:
            best = max(answers, key=lambda answer: answer.confidence)
            return self._withheld(best, question, understood_as, left)
        nothing = "No other passage" if before else "No passage"
        return self._not_found(question, understood_as, left, nothing)

    def verify(self, citation: Citation) -> bool:
        """Whether a citation's quote stands, word for word, in the text that is open now."""
        return any(stands(citation, a) for a in self.articles if a.id == citation.article_id)

    @property
    def _least(self) -> float:
        """The confidence from which on there is an answer, which a higher threshold may withhold."""
        return min(self._threshold, self._model.threshold)

    def _answers(self, understood: Reading, told_before: Sequence[str]) -> tuple[FoundAnswer, ...]:
        """Distinct answers to a question, best first, other than those that were told before."""
        sure = [candidate for candidate in understood.candidates if candidate.confidence >= self._least]
        every = worded(understood.question, [(each, self._cite(each)) for each in sure])
        groups = others(grouped(every), told_before)
        if not groups:
            return ()
        if not understood.together:
            groups = worth_telling(groups)
        shown = {quoted_at(each.citation) for each in every} if understood.together else set()
        told = groups[: 1 if groups[0][0].text in VERDICTS else _ANSWERS]
        support = self._support([best.candidate for best, *_ in told], understood)
        answers = [
            FoundAnswer(
                text=group[0].text,
                confidence=group[0].candidate.confidence,
                citations=distinct(
                    [*(each.citation for each in group), *(each for each in beside if quoted_at(each) not in shown)]
                ),
            )
            for group, beside in zip(told, support, strict=True)
        ]
        if understood.together:  # in the articles' order
            answers.sort(key=self._stands_at)
        return tuple(answers)

    def _stands_at(self, answer: FoundAnswer) -> tuple[int, int]:
        first = answer.citations[0]
        return self._positions[first.article_id], first.start

    def _together(self, question: str) -> tuple[FoundAnswer, ...]:
        """The answers to a question that asks for several at once; none for any other question."""
        everyone = asks_for_everyone(question)
        if everyone is not None and everyone.confidence >= self._least:
            return speakers_asked_for(everyone, self.articles, self._said)
        best = (
            self._read(part).candidates[:1]
            for part in asked_apart(question, [article.text for article in self.articles])
        )
        answers: dict[Span, FoundAnswer] = {}
        for candidate in (c for some in best for c in some if c.confidence >= self._least):
            citation = self._cite(candidate)
            text = answer_text(citation, question)
            answer = FoundAnswer(text=text, confidence=candidate.confidence, citations=(citation,))
            answers.setdefault(candidate.span, answer)
        return tuple(answers.values())

    def _who_said(self, question: str) -> tuple[FoundAnswer, ...]:
        """Who said what the reader does not find: the name may stand far from it."""
        phrase = asks_who_said(question)
        return who_said(phrase, self.articles, self._said) if phrase and self._listens else ()

    @property
    def _listens(self) -> bool:
        return sum(len(article.text) for article in self.articles) <= _LISTENED_TO

    @cached_property
    def _said(self) -> list[Utterance]:
        passages = groupby(self._index.passages, lambda passage: passage.article)
        return [u for at, some in passages for u in utterances(self.articles[at], list(some))]

    def _understood(self, question: str, conversation: Conversation) -> Reading:
        """The question as it stands or a rewriting of it, whichever the articles answer best."""
        texts = meanings(question, conversation, self._occurs)
        return best_reading(question, [self._read(text) for text in texts], Said.of(conversation, self._positions))

    def _read(self, question: str) -> Reading:
        hits, spans = hits_and_spans(self._index, self._reader, question)
        by_position = {hit.position: hit for hit in hits}
        found = candidates(question, spans, hits, self._model)
        ranked = tuple(
            each
            for each in found
            if may_answer(question, each.span) and not only_asks(question, self._sentences_of(each, question))
        )
        if asks_who_is(question) and self._unheard(question):  # what others are says nothing of someone not there
            ranked = tuple(replace(each, confidence=0.0) for each in ranked)
        wanted, together = asks_what_is_said(question), False
        if wanted is not None and self._listens:
            ranked, together = said_by(wanted, ranked, hits, self.articles, self._said)
        return Reading(question, by_position, ranked, together)

    def _occurs(self, phrase: str) -> bool:
        return " ".join(phrase.lower().split()) in self._lower_case

    def _sentences_of(self, candidate: Candidate, question: str) -> Iterator[str]:
        """The sentences of a candidate's passage; to what can be said yes or no, of its words, which may ask it."""
        passage, span = candidate.hit.passage, candidate.span
        text, alone = self.articles[passage.article].text, is_yes_no(question)
        return (text[a:b] for a, b in passage.sentences if not alone or (a < span.end and span.start < b))

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {article.id: position for position, article in enumerate(self.articles)}

    @cached_property
    def _names(self) -> Names:
        return names_in(article.text for article in self.articles)

    @cached_property
    def _lower_case(self) -> str:
        return "\n".join(" ".join(article.text.lower().split()) for article in self.articles)

    def _not_found(
        self, question: str, understood_as: str | None, ranked: Sequence[Candidate], nothing: str
    ) -> NotFound:
        return NotFound(
            question=question,
            understood_as=understood_as,
            reason=self._reason(understood_as or question, nothing),
            closest=self._closest(ranked),
            confidence=ranked[0].confidence if ranked else 0.0,
        )

    def _withheld(
        self, answer: FoundAnswer, question: str, understood_as: str | None, ranked: Sequence[Candidate]
    ) -> NotFound:
        """There is an answer, but a surer one was asked for."""
        sure, wanted = 100 * answer.confidence, 100 * self._threshold
        digits = next((d for d in range(4) if round(sure, d) < round(wanted, d)), 4)
        return NotFound(
            question=question,
            understood_as=understood_as,
            reason=f"“{answer.text}” is {sure:.{digits}f} % sure, less than the {wanted:.4g} % that you ask for.",
            closest=self._closest(ranked, first=answer.citations),
            confidence=answer.confidence,
            withheld=answer.text,
        )

    def _closest(self, ranked: Sequence[Candidate], first: Iterable[Citation] = ()) -> tuple[Citation, ...]:
        return distinct([*first, *map(self._cite, ranked)])[:_CLOSEST]

    def _reason(self, question: str, nothing: str) -> str:
        unheard = self._unheard(question)
        if not unheard:
            return f"{nothing} answers this."
        subject = "The article never mentions" if len(self.articles) == 1 else "The articles never mention"
        return f"{subject} {' or '.join(side_by_side(question, unheard))}."

    def _unheard(self, question: str) -> list[str]:
        """The names of a question that the articles lack."""
        return [
            name
            for name in names(question)
            if not self._index.mentions(name) and not stands_for(name, self._lower_case)
        ]

    def _cite(self, candidate: Candidate) -> Citation:
        hit, span = candidate.hit, candidate.span
        return cite(self.articles[hit.passage.article], hit.passage, span.start, span.end, _scores(hit, span))

    def _support(self, found: Sequence[Candidate], understood: Reading) -> list[list[Citation]]:
        """For each answer the sentences beside its own that it rests on too."""
        beside = supporting_sentences(self._reader, understood.question, found, understood.hits, self.articles)
        return [
            [self._cite_beside(sentence, each) for sentence in sentences]
            for each, sentences in zip(found, beside, strict=True)
        ]

    def _cite_beside(self, sentence: Sentence, answer: Candidate) -> Citation:
        hit, start, end = sentence
        article, scores = self.articles[hit.passage.article], _scores(hit, answer.span)
        return cite(article, hit.passage, start, end, scores, is_answer=False)


def checked(question: str) -> str:
    """The question without white space around it.

    Raises:
        QuestionUnusable: It has no word in it, is over 1,000 characters, or is not text.
    """
    question = question.strip()
    if not has_words(question):
        raise QuestionUnusable("the question is empty")
    if not is_text(question):
        raise QuestionUnusable("the question is not text")
    if len(question) > LONGEST_QUESTION:
        raise QuestionUnusable(f"the question is over {LONGEST_QUESTION:,} characters")
    return question


def hits_and_spans(index: ArticleIndex, reader: Reader, question: str) -> tuple[list[Hit], list[Span]]:
    """Search and read: every passage that may be quoted with its scores, best first, and the spans worth weighing."""
    hits, runs = hits_and_runs(index, index.query(question))
    spans = reader.read(question, [window(index, run) for run in runs])
    return hits, look_again(reader, question, spans)


def _told_before(question: str, conversation: Conversation) -> list[str]:
    """What "Who else paid?" does not ask for: what was answered to "Who paid?", or "Who else paid for the study?"."""
    if not asks_for_more(question):
        return []
    wanted = {*stems(without_else(question))}
    turns = (turn for turn in conversation.turns if wanted <= {*stems(without_else(stand_alone(turn)))})
    return [each.text for turn in turns if isinstance(turn.answer, Found) for each in turn.answer.answers]


def _scores(hit: Hit, span: Span) -> Scores:
    reader = 1 / (1 + math.exp(-span.answerable))
    return Scores(dense=hit.dense, lexical=hit.lexical, reader=reader)
