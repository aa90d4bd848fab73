"""Search by words over many texts, from the disk."""

from pathlib import Path

import numpy as np
import pytest

from index.lexical import LexicalIndex
from index.postings import Postings, WordCounts, term
from index.sealed import seal, unseal
from index.words import stems

TEXTS = [
    "The mayor denied the claim.",
    "A claim was made by the mayor about the bridge, the bridge and the bridge.",
    "Ferries run daily.",
    "Nobody denies that the ferries are late.",
]


def rareness(postings: Postings, terms: list[int]) -> list[float]:
    found = postings.find(terms)
    counts = np.array([each.stop - each.start for each in found])
    return list(np.where(counts, np.log(1 + (postings.count - counts + 0.5) / (counts + 0.5)), 0))


@pytest.mark.parametrize("question", ["Who denied the claim?", "bridge", "When do ferries run?", "bananas"])
def test_scores_are_those_of_the_exact_index(question: str, tmp_path: Path) -> None:
    """Weights in 255ths are as good to two hundredths, also when read from the disk."""
    Postings.build(WordCounts.of(TEXTS)).save(tmp_path)
    postings = Postings.open(unseal(tmp_path, seal(tmp_path)), len(TEXTS))
    terms = [term(stem) for stem in dict.fromkeys(stems(question))]
    scores = postings.weigh(postings.find(terms), rareness(postings, terms)).of(np.arange(len(TEXTS)))
    assert scores == pytest.approx(LexicalIndex.build(TEXTS).scores(question), abs=0.02)


def test_the_likely_texts_and_no_more() -> None:
    """Texts without a word of the question are never among them."""
    postings = Postings.build(WordCounts.of(TEXTS))
    terms = [term(stem) for stem in stems("denied claim")]
    weighed = postings.weigh(postings.find(terms), rareness(postings, terms))
    texts, weights = weighed.likely(2)
    assert texts[np.argmax(weights)] == 0
    assert len(texts) == 2
    assert weights == pytest.approx(weighed.of(texts))
    assert weighed.likely(9)[0].tolist() == [0, 1, 3]
    assert len(postings.weigh(postings.find([term("banana")]), [0.0]).likely(2)[0]) == 0


def test_frequent_words_weigh_only_where_a_rare_one_stands() -> None:
    """Where reading all entries takes too long, the rarest words put texts forward, and all words weigh in them."""
    postings = Postings.build(WordCounts.of(TEXTS))
    terms = [term(stem) for stem in stems("the bridge")]
    entries, rare = postings.find(terms), rareness(postings, terms)
    in_short = postings.weigh(entries, rare, most=1)
    texts, weights = in_short.likely(4)
    assert texts.tolist() == [1]
    assert in_short.of(texts) == pytest.approx(postings.weigh(entries, rare).of(texts))
    assert in_short.of(texts) > weights


def test_counts_survive_the_disk_and_joining() -> None:
    """Counts of parts, written and read, are those of the whole."""
    parts = [WordCounts.from_bytes(WordCounts.of(some).to_bytes()) for some in (TEXTS[:1], [], TEXTS[1:])]
    joined, whole = WordCounts.joined(parts), WordCounts.of(TEXTS)
    assert joined.terms.tolist() == whole.terms.tolist()
    assert joined.counts.tolist() == whole.counts.tolist()
    assert joined.lengths.tolist() == whole.lengths.tolist() == [[4, 5], [10, 15], [3, 3], [7, 7]]


def test_merged_postings_are_those_of_all_texts(tmp_path: Path) -> None:
    """The same texts for each word, with the weights of the parts."""
    parts = [Postings.build(WordCounts.of(some)) for some in (TEXTS[:1], TEXTS[1:3], TEXTS[3:])]
    Postings.merge(parts, tmp_path)
    merged = Postings.open(unseal(tmp_path, seal(tmp_path)), len(TEXTS))
    built = Postings.build(WordCounts.of(TEXTS))
    for stem in {stem for text in TEXTS for stem in stems(text)}:
        entries = merged.find([term(stem)])
        everywhere = np.arange(len(TEXTS))
        ours = merged.weigh(entries, [1.0]).of(everywhere)
        assert (ours > 0).tolist() == (built.weigh(built.find([term(stem)]), [1.0]).of(everywhere) > 0).tolist()
        theirs = [part.weigh(part.find([term(stem)]), [1.0]).of(np.arange(part.count)) for part in parts]
        assert ours == pytest.approx(np.concatenate(theirs))
