"""What someone says: to "What did Ann say?" each of her statements is an answer, and nobody else's words are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.decide import Candidate
from assistant.phrases import SMALL_WORDS
from assistant.reader.span import Span
from assistant.speakers import JOINT, OWNER, Extent
from assistant.utterances import QUOTATION, TITLES, Utterance, holds, is_direct
from index import Article
from index.words import stems, words

# How often an utterance was tied to the right speaker, counted by hand in the development articles, less a margin for
# what the question means by speaking.
SURE = 0.8
_NEAR = 60  # characters
_WHAT_SOMEONE_SAYS = re.compile(
    r"what\s+(?:did|does|do|has|have|had)\s+(?P<who>\w[^,?]*?)\s+(?:also\s+)?(?:say|said|state|stated|claim|claimed)"
    r"(?:\s+(?:about|of|on)\s+(?P<topic>.+))?",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|(?:reject|dismiss|refus|disput|refut)(?:s|es|ed|ing)?)\b[^.;“”\"]*\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose words a question asks for.

    Attributes:
        speaker: As the question has it.
        topic: What they are to be about, or empty.
    """

    speaker: str
    topic: str = ""


def asks_what_is_said(question: str) -> Wanted | None:
    """Whose words "What did Ann say?" and "What did Ann say about Bob?" ask for; None for any other question."""
    found = _WHAT_SOMEONE_SAYS.fullmatch(question.strip().rstrip("?!. "))
    return Wanted(found["who"], found["topic"] or "") if found else None


def said_by(
    wanted: Wanted, ranked: Sequence[Candidate], articles: Sequence[Article], said: Sequence[Utterance]
) -> tuple[tuple[Candidate, ...], bool]:
    """The candidates that are the speaker's words.

    Args:
        wanted: Whose words are asked for.
        ranked: What the reader found, best first.
        articles: The articles.
        said: All that is said in them.

    Returns:
        The best of each statement of the speaker's, as sure as it is that they are theirs, and True. Where there is
        none, or the reader is surer of something else, all but other people's words, and False.
    """
    own = utterances_of(wanted.speaker, articles, said)
    theirs = {utterance.speaker for utterance in own}

    def is_anothers(span: Span) -> bool:
        spoken = [u for u in said if holds(u, span)]
        return bool(spoken) and not any(
            u.speaker in theirs or _is_described(u, wanted.speaker, articles) for u in spoken
        )

    kept = [each for each in ranked if not is_anothers(each.span)]
    about = _about(wanted.topic, own, articles)
    best: dict[Utterance, Candidate] = {}
    for candidate in kept:
        utterance = next((each for each in about if holds(each, candidate.span)), None)
        if utterance is None and candidate.confidence > SURE:
            return tuple(kept), False
        if utterance is not None:
            before = best.setdefault(utterance, candidate)
            text = articles[utterance.article].text
            if _is_direct(text, utterance, candidate) and not _is_direct(text, utterance, before):
                best[utterance] = candidate
    if not best:
        return tuple(kept), False
    lifted = [
        replace(c, span=replace(c.span, start=_with_denial(u, c, articles)), confidence=max(c.confidence, SURE))
        for u, c in best.items()
    ]
    return tuple(sorted(lifted, key=lambda each: (each.span.window.article, each.span.start))), True


def utterances_of(speaker: str, articles: Sequence[Article], said: Sequence[Utterance]) -> list[Utterance]:
    """What a speaker says, where nobody else speaks in the same sentence; nothing if several may be meant.

    Args:
        speaker: As the question has it: the last name, with others or titles before it, or what the article calls them.
            Who speaks for Ann is not Ann.
        articles: The articles.
        said: All that is said in them.
    """
    wanted = _plain(speaker)

    def fits(text: str, extent: Extent) -> bool:
        phrase = text[slice(*extent)]
        heads = (_plain(JOINT.split(OWNER.sub("", part))[0]) for part in phrase.split(","))
        return {*wanted} <= {*_plain(phrase)} and any(head[-1] in wanted for head in heads if head)

    def name(utterance: Utterance) -> frozenset[str]:
        return frozenset(_plain(articles[utterance.article].text[slice(*utterance.speaker)]))

    own = [
        u
        for u in said
        if any(fits(articles[u.article].text, extent) for extent in (u.speaker, u.mention) if extent is not None)
    ]
    fullest = max(map(name, own), key=len, default=frozenset())
    if not wanted or not all(name(utterance) <= fullest for utterance in own):
        return []
    shared = {(u.article, u.start) for u in said if not name(u) <= fullest}
    return [utterance for utterance in own if (utterance.article, utterance.start) not in shared]


def _plain(phrase: str) -> list[str]:
    """Its words in lower case without endings, but for small ones and, where there are others, titles."""
    plain = [re.sub(r"['’]s?$", "", word).lower() for word in re.findall(r"[\w’'-]+", phrase)]
    plain = [word for word in plain if word not in SMALL_WORDS]
    return [word for word in plain if word not in TITLES] or plain


def _is_described(utterance: Utterance, speaker: str, articles: Sequence[Article]) -> bool:
    """Whether words of the speaker's description stand beside the one who speaks, in nobody's quotation marks."""
    text, (low, high) = articles[utterance.article].text, utterance.speaker
    before, after = text[max(0, low - _NEAR) : low].rpartition("\n")[2], text[high : high + _NEAR].partition("\n")[0]
    beside = f"{before}{text[low:high]}{after} {text[utterance.start : utterance.end]}"
    return bool(_telling(speaker) & {*stems(QUOTATION.sub(" ", beside))})


def _about(topic: str, own: Iterable[Utterance], articles: Sequence[Article]) -> list[Utterance]:
    """Those that have half of the topic's words, all where there is no topic."""
    wanted = _telling(topic)
    return [u for u in own if 2 * len(wanted & {*stems(articles[u.article].text[u.start : u.end])}) >= len(wanted)]


def _telling(phrase: str) -> set[str]:
    return {stem for word, stem in zip(words(phrase), stems(phrase), strict=True) if word not in SMALL_WORDS}


def _is_direct(text: str, utterance: Utterance, candidate: Candidate) -> bool:
    return is_direct(text, utterance, candidate.span.start, candidate.span.end)


def _with_denial(utterance: Utterance, candidate: Candidate, articles: Sequence[Article]) -> int:
    """Where the words begin, with the verb before them by which they are denied: what is denied is not said."""
    denies = _DENIES.search(articles[utterance.article].text, utterance.start, candidate.span.start)
    return denies.start() if denies else candidate.span.start
