"""Passages are found by meaning and by words."""

from pathlib import Path

import pytest

from index import Article, ArticleUnreadable
from index.open import open_index
from index.search import ArticleIndex, row_spans
from index.storage import IndexStore
from tests.fakes import FakeEncoder

FERRY = "The ferry runs daily. It takes bicycles.\n\nThe mayor abstained from voting.\n\nCouncil tax stays the same."
SHRIMP = "A pale shrimp lives in the cave. The mayor has seen it."


def opened(*texts: str, store: IndexStore | None = None, encoder: FakeEncoder | None = None) -> ArticleIndex:
    articles = [Article(f"{number}.txt", text) for number, text in enumerate(texts)]
    return open_index(articles, encoder or FakeEncoder(), store)


def test_a_passage_finds_itself_with_cosine_one() -> None:
    """An exact sentence as the question is first, and as close as can be."""
    index = opened(FERRY)
    best = index.search("The mayor abstained from voting.", count=1)[0]
    assert index.text(best.passage) == "The mayor abstained from voting."
    assert best.dense == pytest.approx(1.0)
    assert best.lexical > 0


def test_hits_come_best_first_and_no_more_than_asked_for() -> None:
    """Scores fall; a question without any known word still gets passages, with no lexical score."""
    index = opened(FERRY)
    hits = index.search("Does the ferry take bicycles?", count=2)
    assert index.text(hits[0].passage) == "The ferry runs daily. It takes bicycles."
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert len(hits) == 2
    assert {h.lexical for h in index.search("zzz qqq", count=9)} == {0.0}


def test_the_best_sentence_counts_beside_its_passage() -> None:
    """A passage with several sentences has a row for itself and one for each of them."""
    index = opened(FERRY)
    assert [FERRY[start:end] for _, start, end in row_spans(index.passages)] == [
        "The ferry runs daily. It takes bicycles.",
        "The ferry runs daily.",
        "It takes bicycles.",
        "The mayor abstained from voting.",
        "Council tax stays the same.",
    ]


def test_many_articles_are_one_index() -> None:
    """A hit says which article it is from."""
    index = opened(FERRY, SHRIMP)
    best = index.search("What lives in the cave?", count=1)[0]
    assert best.passage.article == 1
    assert index.text(best.passage) == SHRIMP


def test_a_long_article_finds_what_a_short_one_does() -> None:
    """Beyond a few hundred rows only the best rows' passages are scored; the right one is among them."""
    filler = "\n\n".join(f"Paragraph {n} speaks of weather number {n} and of nothing else." for n in range(3000))
    index = opened(f"{filler}\n\n{FERRY}")
    hits = index.search("Does the ferry take bicycles?", count=3)
    assert index.text(hits[0].passage) == "The ferry runs daily. It takes bicycles."


def test_opening_again_embeds_nothing(tmp_path: Path) -> None:
    """The second time the vectors come from the store, and answer the same."""
    store, second = IndexStore(tmp_path), FakeEncoder()
    first = opened(FERRY, SHRIMP, store=store)
    again = opened(FERRY, SHRIMP, store=store, encoder=second)
    assert second.encoded == []
    assert again.search("Who abstained?", count=9) == first.search("Who abstained?", count=9)


def test_other_text_under_the_same_name_is_indexed_anew(tmp_path: Path) -> None:
    """What is stored is found by content, never by name."""
    store, second = IndexStore(tmp_path), FakeEncoder()
    opened(FERRY, store=store)
    index = opened(FERRY.replace("mayor", "vicar"), store=store, encoder=second)
    assert "The vicar abstained from voting." in second.encoded
    assert index.text(index.search("Who abstained from voting?", count=1)[0].passage).startswith("The vicar")


def test_a_damaged_stored_index_is_rebuilt_and_says_so(tmp_path: Path) -> None:
    """One flipped byte is noticed; the answer is right all the same."""
    store, said = IndexStore(tmp_path), list[str]()
    opened(FERRY, store=store)
    (vectors,) = tmp_path.glob("*/vectors.faiss")
    data = bytearray(vectors.read_bytes())
    data[-1] ^= 1
    vectors.write_bytes(data)
    index = open_index([Article("0.txt", FERRY)], FakeEncoder(), store, lambda label, _done, _total: said.append(label))
    assert said[0].startswith("The stored index is rebuilt: ")
    assert index.search("ferry bicycles", count=1)[0].passage.paragraph == 1


def test_a_store_that_cannot_be_written_costs_a_line_and_nothing_else(tmp_path: Path) -> None:
    """A file where the folder should be: the index works from memory."""
    (tmp_path / "taken").write_text("x")
    said: list[str] = []
    articles = [Article("0.txt", FERRY)]
    index = open_index(articles, FakeEncoder(), IndexStore(tmp_path / "taken"), lambda label, *_: said.append(label))
    assert said[-1].startswith("The index is not kept: ")
    assert len(index.passages) == 3


def test_an_article_of_too_many_sentences_is_refused_before_anything_is_embedded() -> None:
    """By its name; a hundred thousand would not be too many."""
    encoder = FakeEncoder()
    with pytest.raises(ArticleUnreadable, match=r"^1\.txt: more than 100,000 sentences"):
        opened("Yes.", "No.\n\n" * 100_001, encoder=encoder)
    assert encoder.encoded == []
