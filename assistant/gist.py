"""Questions about a whole article: "What is it about?", "Summarise it", "What happened?"

No span answers them. What does is the headline, with the early sentence that comes closest to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer import FoundAnswer
from assistant.cite import quote
from assistant.phrases import without_marks

if TYPE_CHECKING:
    from index.search import ArticleIndex

# How often the headline, or the sentence alone, says what the article is about, judged by hand on the development
# articles, less a margin.
SURE_OF_HEADLINE, SURE_OF_SENTENCE = 0.85, 0.65
_LONGEST_HEADLINE = 160
_SHORTEST_SENTENCE = 50
_PASSAGES = 60
_EARLY = 1 / 3
_ARTICLE = (
    r"(?:this|(?:the|this)\s+(?:article|text|story|piece|report|document|file|page|post)|this\s+(?:interview|letter|e-?mail|"
    r"thread|message|meeting|contract|agreement|manual|recipe))"
)
_IT = rf"(?:{_ARTICLE}|it|that)"
_GISTS = r"(?:topic|subject|theme|gist|points?|ideas?|takeaways?|message|summary)"
_SUM_UP = r"(?:summari[sz]e|sum\s+up)"
# What can only mean the article …
_WHOLE = re.compile(
    rf"what(?:['’]s|\s+is|\s+was)\s+(?:all\s+)?{_ARTICLE}\s+(?:all\s+)?about"
    rf"|what\s+(?:is\s+{_ARTICLE}\s+talking|does\s+{_ARTICLE}\s+talk)\s+about"
    rf"|what(?:['’]s|\s+(?:is|are))\s+the\s+(?:(?:main|key)\s+)?{_GISTS}\s+(?:of|in)\s+{_ARTICLE}"
    rf"|what(?:['’]s|\s+(?:is|are))\s+the\s+(?:(?:main|key)\s+{_GISTS}|gist)"
    rf"|{_SUM_UP}\s+{_ARTICLE}|(?:an?\s+|the\s+)?(?:(?:short|brief|quick)\s+)?summary\s+of\s+{_ARTICLE}|tl;?\s?dr",
    re.IGNORECASE,
)
# … and what does as long as nothing else was spoken of.
_AT_FIRST = re.compile(
    rf"what(?:['’]s|\s+is|\s+was)\s+{_IT}\s+(?:all\s+)?about|{_SUM_UP}(?:\s+{_IT})?"
    rf"|(?:an?\s+|the\s+)?(?:(?:short|brief|quick)\s+)?summary(?:\s+of\s+{_IT})?"
    r"|what(?:['’]s|\s+has)?\s+happened|what(?:['’]s|\s+is)\s+(?:going\s+on|the\s+news)",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|and|so|well|please|(?:can|could|would|will) you|give me|tell me)\b[\s,]*)+|"
    r"(?:[\s,]*\b(?:please|for me))+$",
    re.IGNORECASE,
)
_NO_HEADLINE = re.compile(r"(?:by|from|to|dear|date|subject)\b|.*[\n|:]|\W*$", re.IGNORECASE)
_MAIL = re.compile(r"^(?:From|To):", re.MULTILINE)
_SUBJECT = re.compile(r"^Subject:[^\S\n]*(?:(?:Re|Fwd?|Aw):[^\S\n]*)*(\S[^\n]*)$", re.MULTILINE | re.IGNORECASE)
_SHORTEST_HEADLINE = 2  # words
_LATER = re.compile(r"(?:he|she|they|it|his|her|their|its|these|those)\b", re.IGNORECASE)
_STOPS = tuple('.!…。！"”’»')


def asks_for_the_gist(question: str, *, is_first: bool) -> bool:
    """Whether a question is about the whole article.

    Args:
        question: As it was asked.
        is_first: Whether nothing was answered before; else "it", and what happened, may be what was spoken of.
    """
    core = _POLITE.sub("", question.strip(" ?!.？。"))
    return bool(_WHOLE.fullmatch(core) or (is_first and _AT_FIRST.fullmatch(core)))


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
    if not own:
        return None
    first, *later = own
    head = first[1].start, first[1].end
    subject = _SUBJECT.search(article.text, *head)
    if subject is not None and _MAIL.search(article.text, *head):
        line = quote(article, first[1].paragraph, *subject.span(1), subject.span(1))
        return FoundAnswer(text=line.quote.strip(), confidence=SURE_OF_HEADLINE, citations=(line,))
    headline = first[1] if later and _is_headline(index.text(first[1])) else None
    query = index.query(index.text(first[1]))
    early = later if headline else own
    telling = [
        (score, passage, start, end)
        for at, passage in early
        if passage.start <= len(article.text) * _EARLY or passage is early[0][1]
        for (start, end), score in zip(passage.sentences, index.hit(query, at).sentences, strict=True)
        if _tells(article.text[passage.start : start], article.text[start:end])
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
    return FoundAnswer(text=without_marks(line.quote.strip()), confidence=SURE_OF_HEADLINE, citations=(line, sentence))


def _is_headline(text: str) -> bool:
    """Whether a first passage is a line that names what follows: no byline, no address, no row of a table."""
    if len(text) > _LONGEST_HEADLINE or len(text.split()) < _SHORTEST_HEADLINE:
        return False
    return not text.endswith(_STOPS) and _NO_HEADLINE.match(text) is None


def _tells(before: str, sentence: str) -> bool:
    """Whether a sentence stands for itself: whole, no question, about something named, and not in someone's words.

    Args:
        before: What stands before it in its passage.
        sentence: The sentence.
    """
    told = before + sentence
    is_quoted = any(text.count("“") > text.count("”") or text.count('"') % 2 for text in (before, told))
    is_quoted = is_quoted or sentence.startswith(("“", '"', "‘", "«")) or sentence.count("”") > sentence.count("“")
    is_whole = len(sentence) >= _SHORTEST_SENTENCE and sentence.endswith(_STOPS)
    return is_whole and not is_quoted and not _LATER.match(sentence)
