"""Which sentences are quoted beside the answer's own."""

from collections.abc import Sequence

import pytest

from assistant import Article
from assistant.decide import Candidate
from assistant.reader.span import Span, Window
from assistant.support import supporting_sentences
from index import Passage
from index.search import Hit

TEXT = "The mayor spoke. He was angry. He left. It rained."
LIST = "- spoke to crowd He was angry. - left.| It rained."
SENTENCES = ((0, 16), (17, 30), (31, 39), (40, 50))


class SureOf:
    """A reader that is as sure of each sentence as it is told; of the others it finds nothing."""

    def __init__(self, sure: dict[str, float]) -> None:
        self.sure = sure
        self.given: list[list[str]] = []

    def read(self, question: str, windows: Sequence[Window]) -> list[Span]:
        """One span in each window that it knows."""
        self.given.append([window.text for window in windows])
        return [Span(w, w.start, w.start + 1, 0.0, self.sure[w.text]) for w in windows if w.text in self.sure]


def passages(*articles: int) -> dict[int, Hit]:
    """Two of two sentences each."""
    halves = (SENTENCES[:2], SENTENCES[2:])
    return {
        place: Hit(Passage(article, place + 1, half[0][0], half[1][1], half), place, 1.0, 0.5, 3.0, (0.1, 0.1))
        for place, (article, half) in enumerate(zip(articles or (0, 0), halves, strict=True))
    }


def supporting(sure: dict[str, float], start: int, end: int, *articles: int, text: str = TEXT) -> list[str]:
    """The quoted sentences for an answer from `start` to `end` in the first passage."""
    hits = passages(*articles)
    answer = Candidate(Span(Window(0, 0, text), start, end, 1.0, 1.0), hits[0], (), 0.9)
    texts = [Article("one", text), Article("two", text)]
    [found] = supporting_sentences(SureOf(sure), "Why?", [answer], hits, texts)
    return [text[low:high] for _, low, high in found]


@pytest.mark.parametrize(
    ("sure", "expected"),
    [
        ({"The mayor spoke.": -1.9, "He was angry.": 1.0, "He left.": 2.0}, ["The mayor spoke.", "He left."]),
        ({"The mayor spoke.": -2.1, "He was angry.": 1.0, "He left.": -1.9}, ["He left."]),  # in another passage
        ({"He was angry.": 1.0, "It rained.": 5.0}, []),  # too far away, and the others are no answers
        ({"The mayor spoke.": -9.0, "He left.": 5.0}, []),  # nothing in the answer's own to compare with
    ],
)
def test_a_neighbour_that_may_answer_nearly_as_well_supports(sure: dict[str, float], expected: list[str]) -> None:
    """The answer is "angry", in the second sentence of four."""
    assert supporting(sure, 24, 29) == expected


def test_an_answer_over_two_sentences_is_supported_from_outside_of_both() -> None:
    """Its own sentences are read together."""
    sure = {"The mayor spoke. He was angry.": 1.0, "He left.": 0.0}
    assert supporting(sure, 10, 22) == ["He left."]


def test_another_article_supports_nothing() -> None:
    """Even if it is the next passage in the index."""
    assert supporting({"He was angry.": 1.0, "He left.": 2.0}, 24, 29, 0, 1) == []


def test_items_and_rows_support_nothing() -> None:
    """They are about something else."""
    sure = {"- spoke to crowd": 2.0, "He was angry.": 1.0, "- left.|": 2.0}
    assert supporting(sure, 24, 29, text=LIST) == []


def test_what_supports_several_answers_is_read_at_once() -> None:
    """What they have in common is read once; each gets its own sentences."""
    hits, reader = (
        passages(),
        SureOf({"The mayor spoke.": 0.0, "He was angry.": 1.0, "He left.": 5.0, "It rained.": 5.0}),
    )
    places = ((24, 29, 0), (34, 38, 1))
    answers = [Candidate(Span(Window(0, 0, TEXT), low, high, 1.0, 1.0), hits[at], (), 0.9) for low, high, at in places]
    found = supporting_sentences(reader, "Why?", answers, hits, [Article("one", TEXT)])
    assert [[TEXT[low:high] for _, low, high in each] for each in found] == [
        ["The mayor spoke.", "He left."],
        ["It rained."],
    ]
    (given,) = reader.given
    assert sorted(given) == ["He left.", "He was angry.", "It rained.", "The mayor spoke."]
