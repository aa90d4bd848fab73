"""What is told of the candidates: words for each, the same ones together, without those that add nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from assistant.answer import Citation
from assistant.decide import Candidate
from assistant.kind import of_its_kind
from assistant.phrases import HONORIFICS, ROLES, without_marks
from assistant.question import asks_who_is, is_yes_no, offers_a_choice
from assistant.speakers import NAME
from assistant.verdict import verdict
from index.words import stems, words

# How large the odds of another answer must be against the best one's. Of those below, nine of ten were wrong.
_RIVALS = 0.15
# Words; a longer text that names someone says more of them.
_LONGEST_NAMED = 8
# What stands between two of a list: "and", "but", or a comma with no more than the words that describe the first.
_LISTED = re.compile(
    r"\b(?:and|or|nor|as\s+well\s+as|plus|also|followed\s+by|then|but|while|whereas)\b|^\W*[,;|&/•\n]\W*(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_UNNAMED = frozenset({"a", "an", "the"}) | HONORIFICS
# What makes another of what it stands beside: "the mayor" is not "the deputy mayor".
# fmt: off
_OTHERWISE = frozenset({
    "no", "not", "never", "none", "neither", "nor", "without", "except", "un", "non", "t",
    "deputy", "vice", "former", "ex", "acting", "assistant",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Told:
    """A candidate with what is shown of it."""

    candidate: Candidate
    citation: Citation
    text: str


def worded(question: str, cited: Sequence[tuple[Candidate, Citation]]) -> list[Told]:
    """What is shown of each, without what is not of the kind that is asked for.

    What only says the question again is left out, too; where nothing else is left, whole sentences are told.
    """
    every = [Told(candidate, citation, answer_text(citation, question)) for candidate, citation in cited]
    kept = [each for each in every if not _says_nothing(question, each)]
    if not kept:  # the words around them may say more
        kept = [replace(each, text=_whole(each.citation)) for each in every]
    return list(compress(kept, of_its_kind(question, [each.text for each in kept])))


def grouped(every: Sequence[Told]) -> list[list[Told]]:
    """Those that say the same together, in the order of their first."""
    return [[every[at] for at in group] for group in merge([each.text for each in every])]


def says_again(text: str, texts: Sequence[str]) -> bool:
    """Whether one of these texts says as much: "Krog" of "Ida Krog" and the reverse, but no "police" "police union"."""
    return any(say_the_same(old, text) and _is_no_more(words(text), words(old)) for old in texts)


def others(groups: Sequence[list[Told]], texts: Sequence[str]) -> list[list[Told]]:
    """Those that do not say again what one of these texts says, nor are just another reading of its sentence."""
    return [
        group
        for group in groups
        if not says_again(group[0].text, texts) and not any(_stands_beside(group[0], old) for old in texts)
    ]


def worth_telling(groups: Sequence[list[Told]]) -> list[list[Told]]:
    """The best, and the others that are likely beside it and not just another reading of a better one's sentence.

    Args:
        groups: The surest first.
    """
    kept: list[list[Told]] = []
    for group in groups:
        if _rivals(group[0], groups[0][0]) and not any(_instead(group[0], better[0]) for better in kept):
            kept.append(group)
    return kept


def answer_text(citation: Citation, question: str) -> str:
    """The answer's own words; to a yes/no question "Yes", "No", or the whole quote that bears on it."""
    low, high = citation.answer_start, citation.answer_end
    if is_yes_no(question):
        return verdict(question, citation.quote) or _whole(citation)
    if low is None or high is None:
        return _whole(citation)
    return _one_line(citation.quote[low - citation.start : high - citation.start])


def merge(texts: Sequence[str]) -> list[list[int]]:
    """Groups of positions whose texts say the same, in the order of their first."""
    groups: list[list[int]] = []
    for position, text in enumerate(texts):
        same = next((group for group in groups if say_the_same(text, texts[group[0]])), None)
        if same is None:
            groups.append([position])
        else:
            same.append(position)
    return groups


def say_the_same(one: str, other: str) -> bool:
    """Whether the words of two texts are the same but for articles, titles and punctuation.

    Or the words of one all stand together in the other ("Mr Nikiforov" and "Serhiy Nikiforov"). A number, a "not" or
    a "deputy" more says something else.
    """
    return _same(_words(one), _words(other))


def repeats(question: str, text: str) -> bool:
    """Whether a text says nothing but words of the question: "Priya" does to "What is Priya's price?"."""
    return {*stems(" ".join(_words(text)))} <= {*stems(question)}


def is_of_the_name(question: str, quote: str, start: int, end: int) -> bool:
    """Whether words of a quote are part of the name that is asked about: to "Who is Lee?" the "Ann" of "Ann Lee".

    What someone is called by ("Prime Minister") says who they are, and who is called so is asked for by it.
    """
    wanted = _words(asks_who_is(question))
    said = _words(quote[start:end])
    if not wanted or ROLES & {*wanted, *said} or (len(wanted) > 1 and not {*said} <= {*wanted}):
        return False
    names = (match for match in NAME.finditer(quote) if match.start() <= start and end <= match.end())
    return any(_words(name.group())[-len(wanted) :] == wanted for name in names)


def distinct(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """Without those that quote what one before them quotes already."""
    kept: list[Citation] = []
    for new in citations:
        if not any(old.article_id == new.article_id and old.start <= new.start and new.end <= old.end for old in kept):
            kept.append(new)
    return tuple(kept)


def quoted_at(citation: Citation) -> tuple[str, int, int]:
    """What a citation quotes: the article, and where in it."""
    return citation.article_id, citation.start, citation.end


def _is_no_more(new: Sequence[str], old: Sequence[str]) -> bool:
    return len(new) <= len(old) <= _LONGEST_NAMED or new[-len(old) :] == old


def _stands_beside(one: Told, old: str) -> bool:
    """Whether a text stands in an answer's sentence, which lists no two things: "Mayor" beside "Ida Krog"."""
    at = one.citation.quote.find(old)
    return at >= 0 and not _are_listed(one.citation.quote, _words_of(one, one.citation.start), (at, at + len(old)))


def _rivals(one: Told, best: Told) -> bool:
    """Whether an answer is likely enough beside the best one to be told."""
    sure, surest = one.candidate.confidence, best.candidate.confidence
    return sure * (1 - surest) >= _RIVALS * surest * (1 - sure)


def _instead(one: Told, better: Told) -> bool:
    """Whether an answer is only another reading of the better one's sentence, which lists no two things."""
    if quoted_at(one.citation) != quoted_at(better.citation):
        return False
    start = one.citation.start
    return not _are_listed(one.citation.quote, _words_of(one, start), _words_of(better, start))


def _words_of(one: Told, start: int) -> tuple[int, int]:
    """Where an answer's words stand in a quote that begins at `start`."""
    return one.candidate.span.start - start, one.candidate.span.end - start


def _are_listed(quote: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    (_, low), (high, _) = sorted((one, other))
    return _LISTED.search(quote[low:high]) is not None


def _says_nothing(question: str, one: Told) -> bool:
    """Whether an answer only says the question again, however sure the reader is."""
    citation = one.citation
    low, high = citation.answer_start, citation.answer_end
    if is_yes_no(question) or offers_a_choice(question) or low is None or high is None:
        return False
    return repeats(question, one.text) or is_of_the_name(
        question, citation.quote, low - citation.start, high - citation.start
    )


def _words(text: str) -> list[str]:
    return [word for word in words(text) if word not in _UNNAMED]


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((one, other), key=len)
    places = [i for i in range(len(long) - len(short) + 1) if long[i : i + len(short)] == short]
    if not short or not places:
        return short == long
    more = {*long[: places[0]], *long[places[0] + len(short) :]}
    goes_on = long[places[0] + len(short) :][:1] in (["to"], ["until"])
    return (
        not goes_on
        and not more & _OTHERWISE
        and not any(word[0].isdigit() for word in (*more, *(short if more else ())))
    )


def _whole(citation: Citation) -> str:
    return without_marks(_one_line(citation.quote))


def _one_line(text: str) -> str:
    return " ".join(text.split())
