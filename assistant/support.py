"""Find the sentence that an answer needs beside its own: the one that says what was asked.

"Councillor Neil Abbotson spoke against it. He said a repaired bridge could be open by next Christmas." Who said so
stands in the first sentence, that he said it in the second.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.reader.span import Span

if TYPE_CHECKING:
    from index.search import Hit

# How much closer to the question the sentence must be, in points of the search's score. Chosen on the news and
# reading articles: a lower margin quotes more and shows hardly more of the evidence.
MARGIN = 0.1


def supporting_sentence(span: Span, hit: Hit, hits: Mapping[int, Hit]) -> tuple[Hit, int, int] | None:
    """The sentence just before or after an answer's own that is clearly closer to the question, if there is one.

    Args:
        span: The answer's words.
        hit: The passage that they begin in.
        hits: Every passage that was read, by its position in the index.

    Returns:
        Its passage, and where it begins and ends in the article.
    """
    beside = (hits.get(position) for position in (hit.position - 1, hit.position, hit.position + 1))
    sentences = [
        (score, each, start, end)
        for each in beside
        if each is not None and each.passage.article == hit.passage.article
        for (start, end), score in zip(each.passage.sentences, each.sentences, strict=True)
    ]
    own = [place for place, (_, _, start, end) in enumerate(sentences) if start < span.end and span.start < end]
    if not own:
        return None
    least = max(sentences[place][0] for place in own) + MARGIN
    beside_own = [sentences[place] for place in (own[0] - 1, own[-1] + 1) if 0 <= place < len(sentences)]
    best = max(beside_own, key=lambda sentence: sentence[0], default=None)
    return best[1:] if best is not None and best[0] > least else None
