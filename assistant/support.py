"""Find the sentences that an answer needs beside its own: those that may answer the question nearly as well.

"Councillor Neil Abbotson spoke against it. He said a repaired bridge could be open by next Christmas." Who said so
stands in the first sentence, that he said it in the second.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.reader.span import Reader, Span, Window

if TYPE_CHECKING:
    from index import Article
    from index.search import Hit

# How much less sure than of the answer's own sentence the reader may be of one beside it, in logits. Chosen on the
# reading articles: with 2 they show 3 % fewer of the passages that hold an answer, with 4 hardly more than with 3.
BEHIND = 3.0
# Headings, items of a list and rows of a table, which end in none of these, stand for themselves.
_ENDS = tuple('.!?…。！？"”’»)]')


def supporting_sentences(
    reader: Reader, question: str, span: Span, hits: Mapping[int, Hit], position: int, articles: Sequence[Article]
) -> list[tuple[Hit, int, int]]:
    """The sentences just before and after an answer's own that, read alone, may answer the question as well.

    Args:
        reader: What found the answer.
        question: What is asked.
        span: The answer's words.
        hits: Every passage that was read, by its position in the index.
        position: Of the passage that the words begin in.
        articles: The articles of the index.

    Returns:
        For each its passage, and where it begins and ends in the article.
    """
    article = span.window.article
    beside = (hits.get(place) for place in (position - 1, position, position + 1))
    sentences = [
        (each, start, end)
        for each in beside
        if each is not None and each.passage.article == article
        for start, end in each.passage.sentences
    ]
    own = [place for place, (_, start, end) in enumerate(sentences) if start < span.end and span.start < end]
    if not own:
        return []
    text = articles[article].text
    others = [
        place
        for place in (own[0] - 1, own[-1] + 1)
        if 0 <= place < len(sentences) and text.endswith(_ENDS, 0, sentences[place][2])
    ]
    if not others:
        return []
    bounds = [(sentences[own[0]][1], sentences[own[-1]][2]), *(sentences[place][1:] for place in others)]
    sure = dict.fromkeys((Window(article, start, text[start:end]) for start, end in bounds), -math.inf)
    for seen in reader.read(question, list(sure)):
        sure[seen.window] = max(sure[seen.window], seen.answerable)
    least, *found = sure.values()
    if math.isinf(least):
        return []
    return [sentences[place] for place, score in zip(others, found, strict=True) if score > least - BEHIND]
