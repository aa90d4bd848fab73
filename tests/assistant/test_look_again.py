"""The second reading of the best spans."""

from collections.abc import Sequence

import pytest

from assistant.look_again import look_again
from assistant.reader.span import Span, Window

TEXT = "It rained. Ann said that Bob denied it. The vote was held at noon. Nobody left."
WINDOW = Window(2, 1000, TEXT)


class Scripted:
    """Finds "Bob" with a score for each stretch of text that it is given, and keeps what it was given."""

    def __init__(self, scores: dict[str, float]) -> None:
        self.scores = scores
        self.given: list[Window] = []

    def read(self, question: str, windows: Sequence[Window]) -> list[Span]:
        """One span a window, where there is a score for it."""
        self.given += windows
        return [span(window, "Bob", self.scores[window.text]) for window in windows if window.text in self.scores]


def span(window: Window, words: str, score: float) -> Span:
    start = window.start + window.text.index(words)
    return Span(window, start, start + len(words), score, score / 2)


def test_the_scores_are_means_over_window_neighbours_and_all_of_them() -> None:
    """The span stays where it was found; with no other the neighbours are all."""
    beside = "It rained. Ann said that Bob denied it. The vote was held at noon."
    (seen,) = look_again(Scripted({beside: 4.0}), "Who?", [span(WINDOW, "Bob", 7.0)])
    assert (seen.start, seen.end, seen.window) == (1025, 1028, WINDOW)
    assert seen.score == pytest.approx(5.0)
    assert seen.answerable == pytest.approx(2.5)


def test_all_that_was_found_is_read_side_by_side() -> None:
    """In the articles' order; what overlaps is one stretch. Each is found again where it stands in its article."""
    first = Window(0, 40, "It was cold. Bob came. Nobody else did. He left.")
    second = Window(1, 500, "Tim came. Then Bob went.")
    together = "It was cold. Bob came. Nobody else did.\n\nTim came. Then Bob went."
    reader = Scripted({together: 8.0})
    found = look_again(reader, "Who?", [span(second, "Bob", 4.0), span(first, "Bob", 5.0)])
    assert {view.text for view in reader.given} == {together, together.split("\n\n")[0]}
    assert [(each.window, each.start) for each in found] == [(first, 53), (second, 515)]
    assert [each.score for each in found] == pytest.approx([(5.0 - 8.0 + 8.0) / 3, (4.0 + 4.0 - 8.0) / 3])


def test_three_of_five_are_read_by_themselves() -> None:
    """The others are seen beside them alone, where each of these is overlooked."""
    views = [f"It rained {number} times. Bob came. Nobody else did." for number in range(5)]
    windows = [Window(number, 0, f"{view} He left.") for number, view in enumerate(views)]
    reader = Scripted(dict.fromkeys(views, 6.0))
    found = look_again(reader, "Who?", [span(window, "Bob", 5.0 - at) for at, window in enumerate(windows)])
    assert {view.text for view in reader.given} == {*views[:3], "\n\n".join(views)}
    by_article = [each.score for each in sorted(found, key=lambda each: each.window.article)]
    assert by_article == pytest.approx([1.0, 2 / 3, 1 / 3, (2.0 - 8.0) / 2, (1.0 - 8.0) / 2])


def test_what_was_read_for_another_span_counts() -> None:
    """Four names in one sentence have the same neighbours, which are read once."""
    names = ("Ann", "Bob", "Cyd", "Dan")
    window = Window(0, 0, "It rained. Ann and Bob and Cyd and Dan came. Nobody else did. He left.")
    view = "It rained. Ann and Bob and Cyd and Dan came. Nobody else did."

    class All(Scripted):
        def read(self, question: str, windows: Sequence[Window]) -> list[Span]:
            """Every name, with the same score."""
            self.given += windows
            return [span(each, name, 6.0) for each in windows for name in names]

    reader = All({})
    found = look_again(reader, "Who?", [span(window, name, 3.0) for name in names])
    assert [each.text for each in reader.given] == [view]
    assert [each.score for each in found] == pytest.approx([5.0] * 4)


def test_the_surest_reading_says_where_the_answer_ends() -> None:
    """Here that of the sentence with its neighbours, which takes the verb with it."""

    class Longer(Scripted):
        def read(self, question: str, windows: Sequence[Window]) -> list[Span]:
            """Three words, however much is given."""
            return [span(window, "Bob denied it", 9.0) for window in windows]

    (seen,) = look_again(Longer({}), "Who?", [span(WINDOW, "Bob", 7.0)])
    assert TEXT[seen.start - 1000 : seen.end - 1000] == "Bob denied it"
    assert seen.window == WINDOW
    assert seen.score == pytest.approx((9.0 + 9.0 + 7.0) / 3)


def test_a_span_that_is_overlooked_in_its_own_sentence_falls() -> None:
    """As if it had been found there with a very low score."""
    (seen,) = look_again(Scripted({}), "Who?", [span(WINDOW, "Bob", 7.0)])
    assert seen.score == pytest.approx((7.0 - 8.0 - 8.0) / 3)


def test_a_window_of_one_sentence_is_not_read_again() -> None:
    """There is no less text to read."""
    window = Window(0, 0, "Bob denied it.")
    reader = Scripted({})
    (seen,) = look_again(reader, "Who?", [span(window, "Bob", 3.0)])
    assert seen.score == pytest.approx(3.0)
    assert reader.given == []


def test_the_five_best_that_do_not_overlap_are_looked_at() -> None:
    """Best first; the same stretch is read once however many spans it holds."""
    reader = Scripted({})
    spans = [span(WINDOW, words, score) for score, words in enumerate(TEXT.replace(".", "").split())]
    spans.append(span(WINDOW, "Nobody left", 99.0))
    found = look_again(reader, "Who?", spans)
    assert len(found) == 5
    assert len(reader.given) == len(set(reader.given))


def test_nothing_found_is_nothing_found_again() -> None:
    """The reader is not asked."""
    assert look_again(Scripted({}), "Who?", []) == []
