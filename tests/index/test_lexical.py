"""Search by words."""

import bm25s
import numpy as np
import pytest

from index.lexical import LexicalIndex
from index.words import stems, words

TEXTS = ["Piers Lockyer denied it.", "He was denying all.", "Nothing here", "", "It cost 3,870 pounds, or £4.1m."]


def test_inflected_words_meet_and_absent_ones_score_nothing() -> None:
    """The question's "denies" finds "denied" and "denying"; texts without the word score exactly 0."""
    scores = LexicalIndex.build(TEXTS).scores("Who denies?")
    assert scores[0] > 0
    assert scores[1] > 0
    assert scores[2:].tolist() == [0, 0, 0]


@pytest.mark.parametrize("question", ["who denies", "it", "3,870 pounds", "denied denied it"])
def test_scores_are_those_of_bm25s(question: str) -> None:
    """To a millionth."""
    bm25 = bm25s.BM25(method="lucene")
    bm25.index([stems(text) for text in TEXTS], show_progress=False)
    expected = bm25.get_scores([*dict.fromkeys(stems(question))])
    assert LexicalIndex.build(TEXTS).scores(question) == pytest.approx(expected, abs=1e-6)


def test_unknown_words_score_nothing() -> None:
    """A question that shares no word has no lexical score anywhere."""
    assert LexicalIndex.build(TEXTS).scores("zebra?").tolist() == [0, 0, 0, 0, 0]


def test_numbers_are_whole_words() -> None:
    """A number is found whole: "3,870" is not found by "870"."""
    assert words("It cost 3,870 or 4.1m.") == ["it", "cost", "3,870", "or", "4.1", "m"]
    assert LexicalIndex.build(TEXTS).scores("870").tolist() == [0, 0, 0, 0, 0]


def test_stored_and_read_again_it_scores_the_same() -> None:
    """The bytes hold everything."""
    built = LexicalIndex.build(TEXTS)
    again = LexicalIndex.from_bytes(built.to_bytes())
    for question in ("who denied", "3,870 pounds", "nothing"):
        np.testing.assert_array_equal(built.scores(question), again.scores(question))
