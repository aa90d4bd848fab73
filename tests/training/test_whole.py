"""The questions that were written for measuring."""

import pytest

from assistant.gold import parse_gold
from training.whole import gold_files


@pytest.mark.parametrize(("kind", "articles"), [("everyday", 10), ("unseen", 64)])
def test_the_evidence_stands_in_its_article(kind: str, articles: int) -> None:
    """Word for word, and there is some wherever there is an answer."""
    files = gold_files(kind)
    assert len(files) == articles
    for path in files:
        gold = parse_gold(path.read_bytes(), path.name)
        text = (path.parent / gold.article).read_text(encoding="utf-8")
        assert all(bool(question.evidence) == bool(question.answers) for question in gold.questions), path.name
        assert all(passage in text for question in gold.questions for passage in question.evidence), path.name
