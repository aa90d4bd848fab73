"""The same questions to an archive in a folder and to one in Milvus: `python -m bench.shelves [milvus+http://…]`.

All development articles (BYLINE_DATA) are put into both, and all their questions are asked of both; without a server,
Milvus Lite stands for it. The collection must not be there yet.
"""

from __future__ import annotations

import sys
import tempfile

from assistant import ArchiveAssistant, Found, NotFound
from training.whole import gold_articles


def main() -> None:
    """Ask both, and print how many answers are the same."""
    gold = gold_articles("seed", "news", "onestop")
    articles, questions = [article for article, _ in gold], [q.text for _, some in gold for q in some]
    with tempfile.TemporaryDirectory() as folder:
        places = [f"{folder}/folder", *(sys.argv[1:] or [f"milvus+file:{folder}/milvus"])]
        archives = [ArchiveAssistant.open(place, create=True) for place in places]
        for archive in archives:
            archive.add(articles)
        ours, theirs = ([archive.ask(question) for question in questions] for archive in archives)
        pairs = list(zip(ours, theirs, strict=True))
        same = sum(_said(one) == _said(other) for one, other in pairs)
        apart = max(abs(_confidence(one) - _confidence(other)) for one, other in pairs)
        print(f"{len(articles)} articles, {len(questions)} questions: {same} answers of the same words and quotes")
        print(f"Confidence differs by {apart:.3f} at most.")


def _said(answer: Found | NotFound) -> object:
    """All answers in order, and where their quotes are."""
    if isinstance(answer, NotFound):
        return answer.kind
    return [(each.text, [(c.article_id, c.start, c.end) for c in each.citations]) for each in answer.answers]


def _confidence(answer: Found | NotFound) -> float:
    return answer.answers[0].confidence if isinstance(answer, Found) else 0.0


if __name__ == "__main__":
    main()
