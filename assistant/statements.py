"""What someone says: to "What did Ann say?" each of her statements is an answer, and nobody else's words are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.decide import Candidate
from assistant.phrases import SMALL_WORDS
from assistant.question import Wanted
from assistant.reader.span import Span, Window
from assistant.speakers import JOINT, OWNER, Extent
from assistant.utterances import QUOTATION, TITLES, Utterance, holds, is_direct
from index import Article
from index.words import stems, words

if TYPE_CHECKING:
    from index.search import Hit

# How often an utterance was tied to the right speaker, counted by hand in the development articles, less a margin for
# what the question means by speaking.
SURE = 0.8
_NEAR = 60  # characters
# What speaks through people, or is the article itself: anybody's words may be theirs.
# fmt: off
_MANY = frozenset({
    "article", "text", "story", "report", "piece", "page", "document", "author", "writer", "company", "firm",
    "business", "group", "organisation", "organization", "government", "council", "administration", "ministry", "union",
    "club", "team", "police", "charity", "university", "school", "court", "press", "media", "people", "everyone",
    "everybody", "public", "family", "email", "e-mail", "mail", "message", "letter", "thread", "post", "blog", "note",
    "notice", "leaflet", "label", "website", "site", "contract", "agreement", "policy", "law", "bill", "treaty",
    "study", "research", "survey", "review", "paper", "book", "chapter", "section", "paragraph", "clause", "manual",
    "guide", "recipe", "interview", "transcript",
})
# fmt: on
_DENIES = re.compile(
    r"(?<!not\s)(?<!n['’]t\s)(?<!never\s)\bden(?:y|ies|ied|ying)(?:\s+(?:that|having|any|being))?\s+\Z", re.IGNORECASE
)
_NAME_ENDS = re.compile(r"[*:\s]*")
_LONGEST_DENIAL = 40  # characters
_FEWEST_WORDS = 4  # "Hi all," is no statement


def said_by(
    wanted: Wanted,
    ranked: Sequence[Candidate],
    hits: Iterable[Hit],
    articles: Sequence[Article],
    said: Sequence[Utterance],
) -> tuple[tuple[Candidate, ...], bool]:
    """The candidates that are the speaker's words.

    Args:
        wanted: Whose words are asked for.
        ranked: What the reader found, best first.
        hits: The passages that may be quoted.
        articles: The articles.
        said: All that is said in them.

    Returns:
        The best of each statement of the speaker's, best first, at least as sure as it is that they are theirs, and
        True. Where there is none, or the reader is surer of something else, all of them, other people's words last and
        without any confidence, and False.
    """
    own = utterances_of(wanted.speaker, articles, said)
    theirs = {(utterance.article, utterance.speaker) for utterance in own}

    def is_anothers(span: Span) -> bool:
        spoken = [u for u in said if holds(u, span)]
        return bool(spoken) and not any(
            (u.article, u.speaker) in theirs or _is_described(u, wanted.speaker, articles) for u in spoken
        )

    others = [] if _may_be_anyone(wanted.speaker) else [each for each in ranked if is_anothers(each.span)]
    kept = [each for each in ranked if each not in others]
    nothing_said = (*kept, *(replace(each, confidence=0.0) for each in others)), False
    best: dict[Utterance, Candidate] = {}
    about = _about(wanted.topic, own, articles)
    for candidate in kept:
        utterance = next((each for each in about if holds(each, candidate.span)), None)
        if utterance is None and candidate.confidence > SURE and not any(holds(each, candidate.span) for each in own):
            return nothing_said
        if utterance is not None:
            before = best.setdefault(utterance, candidate)
            text = articles[utterance.article].text
            if is_direct(text, utterance, candidate.span) and not is_direct(text, utterance, before.span):
                best[utterance] = candidate
    for hit in hits:
        for utterance in (u for u in about if u.is_own and _stands_in(u, hit)):
            whole = _whole(utterance, hit, articles)
            is_told = utterance in best and _length(best[utterance], articles) > 1
            if not is_told and _length(whole, articles) >= _FEWEST_WORDS:
                best[utterance] = whole
    if not best:
        return nothing_said
    lifted = (
        replace(
            each,
            span=replace(each.span, start=_with_denial(articles[u.article].text, each.span.start)),
            confidence=max(each.confidence, SURE),
        )
        for u, each in best.items()
    )
    return tuple(sorted(lifted, key=lambda each: -each.confidence)), True


def utterances_of(speaker: str, articles: Sequence[Article], said: Sequence[Utterance]) -> list[Utterance]:
    """What a speaker says, where nobody else speaks in the same sentence; nothing if several may be meant.

    Args:
        speaker: As the question has it: the last name, with others or titles before it, or what the article calls them.
            Who speaks for Ann is not Ann.
        articles: The articles.
        said: All that is said in them.
    """
    wanted = name_words(speaker)

    def fits(text: str, extent: Extent) -> bool:
        phrase = text[slice(*extent)]
        heads = (name_words(JOINT.split(OWNER.sub("", part))[0]) for part in phrase.split(","))
        return {*wanted} <= {*name_words(phrase)} and any(head[-1] in wanted for head in heads if head)

    def is_theirs(u: Utterance) -> bool:
        if u.is_own:  # under whose whole name Ann signs
            return bool(wanted) and {*wanted} <= name(u)
        return any(fits(articles[u.article].text, extent) for extent in (u.speaker, u.mention) if extent is not None)

    def name(utterance: Utterance) -> frozenset[str]:
        return frozenset(name_words(articles[utterance.article].text[slice(*utterance.speaker)]))

    own = [u for u in said if is_theirs(u)]
    fullest = max(map(name, own), key=len, default=frozenset())
    if not wanted or not all(name(utterance) <= fullest for utterance in own):
        return []
    by_place = {(u.article, u.start): u for u in own}
    shared = {
        (u.article, u.start)
        for u in said
        if not name(u) <= fullest and not _say_it_together(articles, u, by_place.get((u.article, u.start)))
    }
    return [utterance for utterance in own if (utterance.article, utterance.start) not in shared]


def _say_it_together(articles: Sequence[Article], one: Utterance, other: Utterance | None) -> bool:
    """Whether two speakers are joined by an "and" in the sentence that has them."""
    if other is None or one.mention is None or other.mention is None:
        return False
    (_, low), (high, _) = sorted((one.mention, other.mention))
    return articles[one.article].text[low:high].strip() == "and"


def _stands_in(utterance: Utterance, hit: Hit) -> bool:
    passage = hit.passage
    return utterance.article == passage.article and passage.start <= utterance.start < passage.end


def _whole(utterance: Utterance, hit: Hit, articles: Sequence[Article]) -> Candidate:
    """All of an utterance but the name before it, though the reader found nothing there."""
    text, start = articles[utterance.article].text, utterance.start
    if utterance.mention is not None and (after := _NAME_ENDS.match(text, utterance.mention[1])):
        start = after.end()
    window = Window(utterance.article, start, text[start : utterance.end])
    return Candidate(Span(window, start, utterance.end, 0.0, 0.0), hit, (), 0.0)


def _length(candidate: Candidate, articles: Sequence[Article]) -> int:
    span = candidate.span
    return len(words(articles[span.window.article].text[span.start : span.end]))


def name_words(phrase: str) -> list[str]:
    """Its words in lower case without endings, but for small ones and, where there are others, titles."""
    plain = [re.sub(r"['’]s?$", "", word).lower() for word in re.findall(r"[\w’'-]+", phrase)]
    plain = [word for word in plain if word not in SMALL_WORDS]
    return [word for word in plain if word not in TITLES] or plain


def _is_described(utterance: Utterance, speaker: str, articles: Sequence[Article]) -> bool:
    """Whether words of the speaker's description stand beside the one who speaks, in nobody's quotation marks."""
    text, (low, high) = articles[utterance.article].text, utterance.speaker
    before, after = text[max(0, low - _NEAR) : low].rpartition("\n")[2], text[high : high + _NEAR].partition("\n")[0]
    beside = f"{before}{text[low:high]}{after} {text[utterance.start : utterance.end]}"
    return bool(telling(speaker) & {*stems(QUOTATION.sub(" ", beside))})


def _may_be_anyone(speaker: str) -> bool:
    """Whether it is asked what several people say, or one that others speak for, or a pronoun."""
    last = (name_words(speaker) or [""])[-1]
    is_name = speaker[:1].isupper() and speaker.split()[0].lower() not in SMALL_WORDS
    return not last or last in _MANY or (last.endswith("s") and not is_name)


def _about(topic: str, own: Iterable[Utterance], articles: Sequence[Article]) -> list[Utterance]:
    """Those that have all of the topic's words, all where there is no topic."""
    wanted = telling(topic)
    return [u for u in own if wanted <= {*stems(articles[u.article].text[u.start : u.end])}]


def telling(phrase: str) -> set[str]:
    """The stems of a phrase's words but small ones."""
    return {stem for word, stem in zip(words(phrase), stems(phrase), strict=True) if word not in SMALL_WORDS}


def _with_denial(text: str, start: int) -> int:
    """Where words begin, with the verb just before them by which they are denied: what is denied is not said."""
    low = max(0, start - _LONGEST_DENIAL)
    denies = _DENIES.search(text[low:start])
    return low + denies.start() if denies else start
