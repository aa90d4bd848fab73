"""Questions about a whole article: "What is it about?", "Summarise it", "What happened?"

No span answers them. What does is the headline, with the early sentence that comes closest to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Passage

if TYPE_CHECKING:
    from index.search import ArticleIndex, Hit

# How often the headline, or the sentence alone, says what the article is about, judged by hand on the development
# articles, less a margin.
SURE_WITH_HEADLINE, SURE_WITHOUT_HEADLINE = 0.85, 0.65
_LONGEST_HEADLINE = 160
_SHORTEST_SENTENCE = 50
_PASSAGES = 60
_EARLY = 1 / 3
_THIS = r"(?:this|(?:the|this)\s+(?:article|text|story|piece|report|document|file|page|post)|(?P<it>it|that))"
_OF_THIS = rf"(?:\s+(?:of|in)\s+{_THIS.replace('?P<it>', '?:')})?"
_WHOLE = re.compile(
    rf"what(?:['’]s|\s+is|\s+was)\s+{_THIS}\s+(?:all\s+)?about"
    rf"|what\s+(?:is|are|was)\s+the\s+(?:main\s+|key\s+)?(?:topic|subject|theme|gist|points?|ideas?|message|summary){_OF_THIS}"
    rf"|(?:(?:please|can\s+you|could\s+you)\s+)*(?:summari[sz]e|sum\s+up)(?:\s+{_THIS.replace('?P<it>', '?:')})?"
    rf"|(?:give\s+me\s+)?(?:an?\s+|the\s+)?(?:short\s+|brief\s+|quick\s+)?summary{_OF_THIS}"
    r"|tl;?\s?dr|(?P<what>what(?:\s+has)?\s+happened|what(?:['’]s|\s+is)\s+(?:going\s+on|the\s+news))",
    re.IGNORECASE,
)
_OPENERS, _CLOSERS = tuple('"“‘«'), tuple('"”’»')
_STOPS = (*".!…。！", *_CLOSERS)


@dataclass(frozen=True, slots=True)
class Gist:
    """Where an article says what it is about.

    Attributes:
        headline: The passage that is its headline, if it has one.
        hit: The passage that says more.
        sentence: Where in the article its sentence stands.
    """

    headline: Passage | None
    hit: Hit
    sentence: tuple[int, int]


def asks_for_the_gist(question: str, *, is_first: bool) -> bool:
    """Whether a question is about the whole article.

    Args:
        question: As it was asked.
        is_first: Whether nothing was asked before; else "it", and what happened, may be something that was spoken of.
    """
    found = _WHOLE.fullmatch(question.strip().rstrip("?!. "))
    return found is not None and (is_first or not (found["it"] or found["what"]))


def gist_of(index: ArticleIndex, article: int) -> Gist | None:
    """Where an article says what it is about; None if it has no sentence that could."""
    text = index.articles[article].text
    own = [(at, passage) for at, passage in enumerate(index.passages) if passage.article == article][:_PASSAGES]
    first = own[0][1]
    query = index.query(text[first.start : first.end])
    headline = first if _is_headline(text[first.start : first.end]) and len(own) > 1 else None
    best: tuple[float, Gist] | None = None
    for at, passage in own[1 if headline else 0 :]:
        if best is not None and passage.start > len(text) * _EARLY:
            break
        hit = index.hit(query, at)
        for (start, end), score in zip(passage.sentences, hit.sentences, strict=True):
            if _tells(text[start:end]) and (best is None or score > best[0]):
                best = score, Gist(headline, hit, (start, end))
    return best[1] if best else None


def _is_headline(text: str) -> bool:
    return len(text) <= _LONGEST_HEADLINE and not text.rstrip().endswith(_STOPS)


def _tells(sentence: str) -> bool:
    """Whether a sentence stands for itself: it is whole, no question, and not the middle or end of someone's words."""
    is_quoted = sentence.startswith(_OPENERS) or (
        sentence.endswith(_CLOSERS) and not any(mark in sentence[:-1] for mark in _OPENERS)
    )
    return len(sentence) >= _SHORTEST_SENTENCE and sentence.endswith(_STOPS) and not is_quoted
