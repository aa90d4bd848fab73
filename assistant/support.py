"""Find the sentences that an answer needs beside its own: those that may answer the question nearly as well.

"Councillor Neil Abbotson spoke against it. He said a repaired bridge could be open by next Christmas." Who said so
stands in the first sentence, that he said it in the second.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.reader.span import Reader, Window

if TYPE_CHECKING:
    from assistant.decide import Candidate
    from index import Article
    from index.search import Hit

    # Its passage, and where it begins and ends in the article.
    Sentence = tuple[Hit, int, int]

# How much less sure than of the answer's own sentence the reader may be of one beside it, in logits. Chosen on the
# reading articles: with 2 they show 3 % fewer of the passages that hold an answer, with 4 hardly more than with 3.
BEHIND = 3.0
# Headings, items of a list and rows of a table, which end in none of these, stand for themselves.
_ENDS = tuple('.!?…。！？"”’»)]')


def supporting_sentences(
    reader: Reader, question: str, found: Sequence[Candidate], hits: Mapping[int, Hit], articles: Sequence[Article]
) -> list[list[Sentence]]:
    """For each answer the sentences just before and after its own that, read alone, may answer the question as well.

    Args:
        reader: What found the answers.
        question: What is asked.
        found: The answers' words, each in the passage that they begin in.
        hits: Every passage that may be quoted, by its position in the index.
        articles: The articles of the index.
    """
    parts = [_own_and_beside(each, hits, articles) for each in found]
    views = [view for own, beside in parts if beside for view in (own, *beside.values())]
    sure = dict.fromkeys(views, -math.inf)
    for seen in reader.read(question, list(sure)):
        sure[seen.window] = max(sure[seen.window], seen.answerable)
    return [
        [sentence for sentence, view in beside.items() if sure[own] > -math.inf and sure[view] > sure[own] - BEHIND]
        for own, beside in parts
    ]


def _own_and_beside(
    answer: Candidate, hits: Mapping[int, Hit], articles: Sequence[Article]
) -> tuple[Window, dict[Sentence, Window]]:
    """The sentences that hold an answer's words, as one text, and those just before and after that may support it."""
    span, position = answer.span, answer.hit.position
    article = span.window.article
    passages = (hits.get(place) for place in (position - 1, position, position + 1))
    sentences = [
        (hit, start, end)
        for hit in passages
        if hit is not None and hit.passage.article == article
        for start, end in hit.passage.sentences
    ]
    own = [place for place, (_, start, end) in enumerate(sentences) if start < span.end and span.start < end]
    if not own:
        return span.window, {}
    text = articles[article].text

    def view(first: int, last: int) -> Window:
        start, end = sentences[first][1], sentences[last][2]
        return Window(article, start, text[start:end])

    beside = {
        sentences[place]: view(place, place)
        for place in (own[0] - 1, own[-1] + 1)
        if 0 <= place < len(sentences) and text.endswith(_ENDS, 0, sentences[place][2])
    }
    return view(own[0], own[-1]), beside
