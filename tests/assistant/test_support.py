"""Which sentence is quoted beside the answer's own."""

import pytest

from assistant.reader.span import Span, Window
from assistant.support import supporting_sentence
from index import Passage
from index.search import Hit

SENTENCES = ((0, 90), (100, 190), (200, 290), (300, 390))


def hits(*scores: float, article: tuple[int, int] = (0, 0)) -> dict[int, Hit]:
    """Two passages of two sentences each, with a score for each sentence."""
    return {
        position: Hit(
            Passage(article[position], position + 1, half[0][0], half[1][1], half),
            position,
            score=1.0,
            dense=0.5,
            lexical=3.0,
            sentences=scores[2 * position : 2 * position + 2],
        )
        for position, half in enumerate((SENTENCES[:2], SENTENCES[2:]))
    }


def span(start: int, end: int) -> Span:
    return Span(Window(0, 0, ""), start, end, 1.0, 1.0)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((0.4, 0.4, 0.6, 0.0), (200, 290)),  # the next, though in another passage
        ((0.7, 0.4, 0.6, 0.0), (0, 90)),  # the one before is closer still
        ((0.4, 0.4, 0.49, 0.9), None),  # not closer by the margin, and the last is too far away
    ],
)
def test_the_neighbour_that_is_clearly_closer_to_the_question_supports(
    scores: tuple[float, ...], expected: tuple[int, int] | None
) -> None:
    """The answer stands in the second sentence of four."""
    found = supporting_sentence(span(110, 120), hits(*scores)[0], hits(*scores))
    assert (found and found[1:]) == expected


def test_an_answer_over_two_sentences_is_supported_from_outside_of_both() -> None:
    """Its own sentences are quoted already; the closer of them is what the neighbour must beat."""
    assert supporting_sentence(span(150, 250), hits(0.55, 0.2, 0.5, 0.3)[0], hits(0.55, 0.2, 0.5, 0.3)) is None
    found = supporting_sentence(span(150, 250), hits(0.9, 0.2, 0.5, 0.3)[0], hits(0.9, 0.2, 0.5, 0.3))
    assert found is not None
    assert found[1:] == (0, 90)


def test_another_article_supports_nothing() -> None:
    """Even if it is the next passage in the index."""
    read = hits(0.4, 0.4, 0.9, 0.9, article=(0, 1))
    assert supporting_sentence(span(110, 120), read[0], read) is None
