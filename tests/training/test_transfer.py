"""Questions that name what a paragraph is about, and that it does not answer."""

import random

from training.data import Example
from training.transfer import conditioned, roles_exchanged, turned

ACCUSED = "Officials met in Geneva on Monday. On Tuesday Kyiv accused Moscow of planning the attack."
SHRIMP = (
    "The shrimp was found in a cave under the lake. The shrimp has no eyes, and the cave has no light. "
    "Divers first saw the shrimp in 2019, when they followed a rope that had come loose in the cave."
)


def asked(question: str, answer: str, context: str = ACCUSED) -> Example:
    start = context.index(answer)
    return Example(question, context, ((start, start + len(answer)),), "test")


def test_roles() -> None:
    """A name and the answer change places, and nothing answers any more."""
    new = roles_exchanged(asked("Who did Kyiv accuse?", "Moscow"))
    assert new is not None
    assert (new.question, new.answers) == ("Who did Moscow accuse?", ())


def test_roles_that_are_the_same_both_ways() -> None:
    """Who met with whom is as true the other way round, so it is left alone."""
    assert roles_exchanged(asked("Who did Kyiv meet with?", "Moscow")) is None


def test_condition_of_another_sentence() -> None:
    """A time or place of another sentence is added to the question."""
    made = {conditioned(asked("Who accused Moscow?", "Kyiv"), random.Random(seed)) for seed in range(8)}
    assert {new.question for new in made if new} == {"Who accused Moscow in Geneva?", "Who accused Moscow on Monday?"}


def test_condition_of_a_question_for_a_time() -> None:
    """A question for a time with a time in it would be another question, so it is left alone."""
    assert conditioned(asked("When did Kyiv accuse Moscow?", "Tuesday"), random.Random(0)) is None


def test_turned() -> None:
    """A question about something else is asked about what the paragraph names most."""
    other = "The panda is five years old, as the keepers say. " * 6
    made = turned([("How old is the panda?", "five years")], [("", SHRIMP), ("", other)], random.Random(0), depth=2)
    assert [(new.context, new.answers) for new in made] == [(SHRIMP, ())]
    assert made[0].question in {"How old is the shrimp?", "How old is the cave?"}
