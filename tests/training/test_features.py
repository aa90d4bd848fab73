"""What a network is given in one step."""

import random

import pytest
from tokenizers import Tokenizer

from training.data import Example
from training.features import Feature, batches, features
from training.mixed import cut
from training.model import BODY

TEXT = "Rain fell on Monday. The mayor opened the bridge. Nobody came to see it. The ferry stops in April."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The body's own, as training uses it."""
    loaded = Tokenizer.from_file(str(BODY / "tokenizer.json"))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


def test_answer_in_tokens(tokenizer: Tokenizer) -> None:
    """The tokens between start and end are the answer's."""
    start = TEXT.index("The mayor")
    (feature,) = features([Example("Who opened it?", TEXT, ((start, start + 9),), "test")], tokenizer, None)
    assert tokenizer.decode(feature.ids[feature.start : feature.end + 1]) == "the mayor"


def test_no_answer_in_tokens(tokenizer: Tokenizer) -> None:
    """Without an answer both are at the first token."""
    (feature,) = features([Example("Who closed it?", TEXT, (), "test")], tokenizer, None)
    assert (feature.start, feature.end) == (0, 0)


def test_cut_keeps_the_answer() -> None:
    """However a paragraph is cut, the answer's place in what is left is the answer."""
    start = TEXT.index("Nobody")
    example = Example("Who came?", TEXT * 8, ((start, start + 6),), "test")
    for seed in range(30):
        shorter = cut(example, random.Random(seed))
        assert [shorter.context[a:b] for a, b in shorter.answers] == ["Nobody"]


def test_pairs_and_singles_apart() -> None:
    """A batch is made of pairs, firsts before seconds, or of single questions."""

    def feature(first: int, start: int) -> Feature:
        return Feature((101, first, 102), 3, start, start, 1.0)

    units = [(feature(n, 1), feature(n, 0)) if n % 2 else (feature(n, 1),) for n in range(1, 9)]
    for batch in batches(units, random.Random(0), tokens=64):
        numbers = batch.ids[:, 1].tolist()
        half = len(numbers) // 2
        if batch.paired:
            assert numbers[:half] == numbers[half:]
            assert batch.start.tolist() == [1] * half + [0] * half
        else:
            assert all(number % 2 == 0 for number in numbers)
