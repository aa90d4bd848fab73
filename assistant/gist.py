"""Questions about a whole article: "What is it about?", "Summarise it", "What happened?"

No span answers them. What does is the headline, with the early sentence that comes closest to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer import FoundAnswer
from assistant.cite import quote

if TYPE_CHECKING:
    from index.search import ArticleIndex

# How often the headline, or the sentence alone, says what the article is about, judged by hand on the development
# articles, less a margin.
SURE_OF_HEADLINE, SURE_OF_SENTENCE = 0.85, 0.65
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


def asks_for_the_gist(question: str, *, is_first: bool) -> bool:
    """Whether a question is about the whole article.

    Args:
        question: As it was asked.
        is_first: Whether nothing was asked before; else "it", and what happened, may be something that was spoken of.
    """
    found = _WHOLE.fullmatch(question.strip().rstrip("?!. "))
    return found is not None and (is_first or not (found["it"] or found["what"]))


def gists(index: ArticleIndex, most: int) -> tuple[FoundAnswer, ...]:
    """What each article is about, as far as it has a sentence that tells; nothing of more articles than `most`.

    Args:
        index: The articles.
        most: How many at most.
    """
    if len(index.articles) > most:
        return ()
    return tuple(filter(None, (_gist(index, article) for article in range(len(index.articles)))))


def _gist(index: ArticleIndex, number: int) -> FoundAnswer | None:
    article = index.articles[number]
    own = [(at, passage) for at, passage in enumerate(index.passages) if passage.article == number][:_PASSAGES]
    first, *later = own
    headline = first[1] if later and _is_headline(index.text(first[1])) else None
    query = index.query(index.text(first[1]))
    early = later if headline else own
    telling = [
        (score, passage, start, end)
        for at, passage in early
        if passage.start <= len(article.text) * _EARLY or passage is early[0][1]
        for (start, end), score in zip(passage.sentences, index.hit(query, at).sentences, strict=True)
        if _tells(article.text[start:end])
    ]
    if not telling:
        return None
    _, passage, start, end = max(telling, key=lambda told: told[0])
    own_words = None if headline else (start, end)
    sentence = quote(article, passage.paragraph, start, end, own_words)
    if headline is None:
        return FoundAnswer(text=" ".join(sentence.quote.split()), confidence=SURE_OF_SENTENCE, citations=(sentence,))
    place = headline.start, headline.end
    line = quote(article, headline.paragraph, *place, place)
    text = " ".join(line.quote.split()).lstrip("# ")
    return FoundAnswer(text=text, confidence=SURE_OF_HEADLINE, citations=(line, sentence))


def _is_headline(text: str) -> bool:
    return len(text) <= _LONGEST_HEADLINE and not text.rstrip().endswith(_STOPS)


def _tells(sentence: str) -> bool:
    """Whether a sentence stands for itself: it is whole, no question, and not the middle or end of someone's words."""
    is_quoted = sentence.startswith(_OPENERS) or (
        sentence.endswith(_CLOSERS) and not any(mark in sentence[:-1] for mark in _OPENERS)
    )
    return len(sentence) >= _SHORTEST_SENTENCE and sentence.endswith(_STOPS) and not is_quoted
