"""Search very many passages, section by section: which of them are worth comparing exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.lexical import rareness
from index.neighbours import Neighbours
from index.postings import Postings, Term, Weighed, term
from index.vectors import Compact, Vectors
from index.words import stems

# How many passages each search puts forward, by meaning and by words.
CANDIDATES = 128
# How many entries of postings a question reads; beyond it frequent words only weigh where a rarer one stands.
_MOST_ENTRIES = 200_000

# Of a passage: which of all rows is its first, how many it has, and the checksum of their vectors.
PLACE = np.dtype([("first", "<i8"), ("count", "<i4"), ("sum", "<u4")])
Places = NDArray[np.void]
_Scored = tuple[NDArray[np.int64], Vectors]


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """Passages one after the other, searched together: a block, or what is not yet one.

    Attributes:
        first: Number of the first passage.
        postings: Their words.
        places: Where their rows are.
        vectors: Their vectors.
        alive: Which of them still belong to an article, shape (passages,); None where all do.
    """

    first: int
    postings: Postings
    places: Places
    vectors: Neighbours | Compact
    alive: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Passages that are close by one of the searches, in order.

    Attributes:
        numbers: Which they are, shape (n,).
        places: Where their rows are, shape (n,).
        lexical: BM25 of each, shape (n,).
    """

    numbers: NDArray[np.int64]
    places: Places
    lexical: Vectors


def candidates(sections: Sequence[Section], question: str, vector: Vectors) -> Candidates:
    """The passages that may be closest to a question, of all sections together; there is at least one section."""
    terms = _terms(question)
    entries = [section.postings.find(terms) for section in sections]
    count = sum(section.postings.count for section in sections)
    rare = _rare(entries, count)
    most = _MOST_ENTRIES / count
    weighed: list[Weighed] = []
    likely: list[_Scored] = []
    for section, its in zip(sections, entries, strict=True):  # one after the other, while its sums are in the cache
        every = section.postings.weigh(its, rare, most * section.postings.count)
        weighed.append(every if section.alive is None else every.among(section.alive))
        likely.append(weighed[-1].likely(2 * CANDIDATES))
    likely = _best(likely, 2 * CANDIDATES)
    by_words = _best([(some, each.of(some)) for each, (some, _) in zip(weighed, likely, strict=True)], CANDIDATES)
    by_meaning = _best([section.vectors.nearest(vector, CANDIDATES, section.alive) for section in sections], CANDIDATES)
    found = []
    for section, each, (close, _), (some, scores) in zip(sections, weighed, by_meaning, by_words, strict=True):
        twice = set(some.tolist())
        rest = np.array([passage for passage in close.tolist() if passage not in twice], np.int64)
        passages = np.concatenate([some, rest])
        found.append((section.first + passages, section.places[passages], np.concatenate([scores, each.of(rest)])))
    return Candidates(*map(np.concatenate, zip(*found, strict=True)))


def known(sections: Sequence[Section], text: str) -> bool:
    """Whether each word of `text` stands in some passage, in whatever form."""
    terms = _terms(text)
    found = [section.postings.find(terms) for section in sections]
    return all(
        any(section.postings.stand(each[i], section.alive) for section, each in zip(sections, found, strict=True))
        for i in range(len(terms))
    )


def _terms(text: str) -> list[Term]:
    return [term(stem) for stem in dict.fromkeys(stems(text))]


def _rare(entries: Sequence[Sequence[slice]], texts: int) -> list[float]:
    """The inverse document frequency of each word over all sections."""
    totals = [sum(e.stop - e.start for e in each) for each in zip(*entries, strict=True)]
    return [rareness(total, texts) if total else 0.0 for total in totals]


def _best(found: Sequence[_Scored], count: int) -> list[_Scored]:
    """The best few of all sections' passages, section by section."""
    all_scores = np.concatenate([scores for _, scores in found])
    least = -np.partition(-all_scores, count - 1)[count - 1] if len(all_scores) > count else -math.inf
    return [(passages[scores >= least], scores[scores >= least]) for passages, scores in found]
