"""Which meaning of a follow-up is chosen."""

import pytest

from assistant import Citation, Conversation, Found, FoundAnswer, NotFound
from assistant.decide import Candidate
from assistant.followup import Reading, Said, best_reading
from assistant.reader.span import Span, Window
from index import Passage
from index.search import Hit

NOWHERE = Said()


def reading(question: str, *found: tuple[float, int]) -> Reading:
    """A question with candidates of these confidences; paragraph 3 begins at 300."""
    candidates = []
    for confidence, paragraph in found:
        start = 100 * paragraph
        hit = Hit(Passage(0, paragraph, start, start + 90, ((start, start + 90),)), paragraph, 1.0, 0.5, 3.0, (1.0,))
        span = Span(Window(0, start, ""), start, start + 10, 1.0, 1.0)
        candidates.append(Candidate(span, hit, (), confidence))
    return Reading(question, {}, tuple(candidates))


def test_the_meaning_that_is_answered_surest_is_chosen() -> None:
    """Even if it comes later."""
    chosen = best_reading("Where?", [reading("A?", (0.3, 1)), reading("B?", (0.9, 5))], NOWHERE)
    assert chosen.question == "B?"
    assert chosen.candidates[0].confidence == pytest.approx(0.9)


def test_of_equals_the_first_is_chosen_but_what_was_asked_last() -> None:
    """A follow-up is rather rewritten than taken as it stands."""
    readings = [reading("As asked?", (0.6, 1)), reading("A?", (0.6, 1)), reading("B?", (0.6, 1))]
    assert best_reading("As asked?", readings, NOWHERE).question == "A?"


def test_what_stands_near_the_last_answer_counts_for_more_and_its_own_words_for_less() -> None:
    """Also among the candidates of one reading."""
    last = Said(paragraphs=frozenset({(0, 2), (0, 3), (0, 4)}), spans=frozenset({(0, 300, 310)}))
    chosen = best_reading("As asked?", [reading("A?", (0.7, 3), (0.6, 9), (0.5, 4)), reading("B?", (0.1, 1))], last)
    assert [c.hit.passage.paragraph for c in chosen.candidates] == [4, 9, 3]


def test_what_is_ruled_out_stays_ruled_out() -> None:
    """Words that are somebody else's have no chance at all, and no meaning is answered by them."""
    near = Said(paragraphs=frozenset({(0, 1)}))
    chosen = best_reading("As asked?", [reading("A?", (0.0, 1)), reading("B?", (0.1, 5))], near)
    assert chosen.question == "B?"
    assert chosen.candidates[0].confidence == pytest.approx(0.1)
    assert best_reading("As asked?", [reading("A?", (0.0, 1)), reading("B?", (0.0, 5))], near).question == "A?"


def test_a_question_with_one_meaning_is_not_weighed() -> None:
    """Nothing of the conversation touches it."""
    only = reading("Who?", (0.4, 3))
    assert best_reading("Who?", [only], Said(spans=frozenset({(0, 300, 310)}))) is only


def test_what_was_said_is_where_it_is_cited() -> None:
    """Of the last answer the paragraphs before and after too; citations of other articles are left out."""
    citation = Citation(
        quote="x" * 20,
        start=100,
        end=120,
        article_id="a",
        article_sha256="",
        paragraph=3,
        answer_start=105,
        answer_end=110,
    )
    elsewhere = citation.model_copy(update={"article_id": "gone"})
    answer = FoundAnswer(text="x", confidence=0.9, citations=(citation, elsewhere))
    earlier = FoundAnswer(text="y", confidence=0.9, citations=(citation.model_copy(update={"answer_start": 101}),))
    conversation = Conversation().add("Whom?", Found(question="Whom?", answers=(earlier,)))
    said = Said.of(conversation.add("Who?", Found(question="Who?", answers=(answer,))), {"a": 1})
    assert said == Said(frozenset({(1, 2), (1, 3), (1, 4)}), frozenset({(1, 101, 110), (1, 105, 110)}))
    declined = conversation.add("Why?", NotFound(question="Why?", reason="No."))
    assert Said.of(declined, {"a": 1}) == Said(frozenset(), frozenset({(1, 101, 110)}))
