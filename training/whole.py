"""Questions asked of whole articles, with every span that the assistant would weigh: what calibration is fitted on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import hits_and_spans
from assistant.calibration import Logistic
from assistant.decide import Candidate, candidates
from assistant.reader.span import Reader
from index import Article
from index.encoder import Encoder
from index.open import open_index
from training.data import DATA, HELD_OUT_TITLES, SQUAD_DEV, normalise, read_lines
from training.score import f1

# Written for measuring alone: ten texts that are no news, such as minutes, a recipe and an interview; and 64 articles
# of every kind, each with eight short questions, eight of a reading test, and eight that it leaves open.
_WRITTEN = {kind: Path(__file__).parent / kind for kind in ("everyday", "unseen")}


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a whole article.

    Attributes:
        text: The question.
        golds: Answers that count as right; empty when the article does not say.
        evidence: Half-open spans of the article that hold the answer.
        free_form: The golds are not the article's words: an answer inside the evidence counts as right.
    """

    text: str
    golds: tuple[str, ...]
    evidence: tuple[tuple[int, int], ...]
    free_form: bool = False

    def is_about(self, start: int, end: int) -> bool:
        """Whether a span of the article touches the evidence."""
        return any(low < end and start < high for low, high in self.evidence)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its candidates, best first, and which of them are right."""

    question: Question
    article: Article
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]


def squad_articles(*, held_out: bool = True) -> list[tuple[Article, list[Question]]]:
    """The articles of squad2_dev: paragraphs of one title in file order are the article.

    Args:
        held_out: Only the articles that no reader was trained on.
    """
    texts: dict[str, str] = {}
    questions: dict[str, list[Question]] = {}
    for record in read_lines(SQUAD_DEV):
        title = record["title"]
        if held_out and title not in HELD_OUT_TITLES:
            continue
        start = len(texts[title]) + 2 if title in texts else 0
        texts[title] = f"{texts[title]}\n\n{record['context']}" if title in texts else record["context"]
        span = (start, start + len(record["context"]))
        for question in record["questions"]:
            golds = tuple(answer["text"] for answer in question["answers"])
            questions.setdefault(title, []).append(Question(question["question"], golds, (span,) if golds else ()))
    return [(Article(title, text), questions[title]) for title, text in texts.items()]


def gold_articles(*kinds: str) -> list[tuple[Article, list[Question]]]:
    """The development articles of these kinds, with the questions that lie in JSON files beside them."""
    out = []
    for path in gold_files(*kinds):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent / gold["article"]).read_text(encoding="utf-8")
        questions = [
            Question(
                q["question"],
                tuple(q["answers"]),
                tuple(m.span() for e in q.get("evidence", []) for m in re.finditer(re.escape(e), text)),
                bool(q.get("free_form")) or [a.lower() for a in q["answers"]] in (["yes"], ["no"]),
            )
            for q in gold["questions"]
        ]
        out.append((Article(gold["article"], text), questions))
    return out


def gold_files(*kinds: str) -> list[Path]:
    """The question files of articles of these kinds: "seed", "news", "onestop", "everyday", "unseen"."""
    folders = [_WRITTEN.get(kind, DATA / "dev" / kind) for kind in kinds]
    return [path for folder in folders for path in sorted(folder.glob("*.json"))]


def ask_all(
    articles: Sequence[tuple[Article, Sequence[Question]]], encoder: Encoder, reader: Reader
) -> Iterator[Asked]:
    """Ask each question of its article; candidates come ranked by the reader's score alone."""
    ranking = Logistic(weights=(1.0, 0.0, 0.0, 0.0), bias=0.0, threshold=0.0)
    for article, questions in articles:
        index = open_index([article], encoder)
        for question in questions:
            hits, spans = hits_and_spans(index, reader, question.text)
            ranked = candidates(question.text, spans, hits, ranking)
            right = [
                is_right(question, c.span.start, c.span.end, article.text[c.span.start : c.span.end]) for c in ranked
            ]
            yield Asked(question, article, tuple(ranked), tuple(right))


def is_right(question: Question, start: int, end: int, text: str) -> bool:
    """Whether words answer the question: they say the same as a gold answer, in the right place."""
    return question.is_about(start, end) and (question.free_form or matches(text, question.golds))


def matches(text: str, golds: Sequence[str]) -> bool:
    """A token F1 of 0.6, or a gold answer and at most eight words more."""
    words = f" {normalise(text)} "
    return f1(text, golds) >= 0.6 or any(
        f" {normalise(gold)} " in words and len(words.split()) <= len(normalise(gold).split()) + 8 for gold in golds
    )
