"""Questions about who speaks.

No span answers "Who reacted?", "Which officials commented?" or "Who spoke in Russia?". What does is the list of those
whom the article quotes, each with their own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import FoundAnswer
from assistant.cite import quote
from assistant.phrases import SMALL_WORDS
from assistant.speakers import PRONOUN, VERBS
from assistant.statements import SURE, name_words, telling
from assistant.utterances import Utterance
from assistant.verdict import HEDGE, NEGATED
from index import Article
from index.words import stems, words

# With a mark that the speaker must bear there is more to go wrong.
SURE_WITH_MARKS = 0.7
_MOST_QUOTES = 2

_SPEAKING = "speak|spoke|spoken|react|reacted|respond|responded|comment|commented|say something|said something|quoted"
_SAYS_ANYTHING = re.compile(
    r"(?:who(?:\s+(?:else|all))?|(?:which|what)\s+(?P<kind>[\w’'-]+(?:\s+[\w’'-]+)?))\s+"
    rf"(?:(?:also|has|have|had|was|were|is|are)\s+)*(?:{_SPEAKING}|(?:gave|made|issued)\s+(?:a\s+)?(?:statement|comment)s?)"
    r"(?:\s+out)?(?:\s+(?:in|from|for)\s+(?P<place>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*))?",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"who\s+(?:also\s+)?(?:says?|said|claim(?:s|ed)|stated|add(?:s|ed)|thinks|thought|believe[sd]|argue[sd]|insist(?:s|ed)|"
    r"warn(?:s|ed)|admit(?:s|ted)|explain(?:s|ed))\s+(?P<words>\S.+)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2
# In what is read everyone speaks.
_HERE = re.compile(
    r"it|(?:the|this)\s+(?:\w+\s+)?(?:article|text|story|piece|report|document|file|page|post|interview|letter|e-?mail|"
    r"thread|message|meeting|minutes|transcript)",
    re.IGNORECASE,
)
# Who is told of by these alone is nobody in particular.
_UNNAMED = frozenset(
    {"all", "another", "both", "each", "everyone", "few", "many", "most", "one", "others", "several", "some"}
)
_CLAUSES = re.compile(
    r"[,;:()“”„«»\"—–]|\b(?:but|and|while|whereas|because|although|when|where|who|which)\b", re.IGNORECASE
)
_TOGETHER = re.compile(
    r"(?P<asked>what|when|where|how|why)\s+(?P<auxiliary>did|does|do|has|have)\s+(?P<one>\w[^,?]*?)\s+and\s+(?P<rest>\w.*)",
    re.IGNORECASE,
)
_APPOSITION = re.compile(r",\s(?!(?:who|which|and|but)\b)[^,.“”\"]+(?=[,.])")
_ANYONE = frozenset({"people", "persons", "person", "ones", "one", "speakers", "voices", "sources", "of them"})
_NO_SPEAKER = re.compile(r"\b(?:figures|data|reports?|stud(?:y|ies)|surveys?|polls?|documents?|records|results)$")
_COUNCILLOR = re.compile(r"\bCllrs?\b", re.IGNORECASE)
_BEGINS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "both"})
_STEM = 5  # letters: "Russia" and "Russian" begin alike


@dataclass(frozen=True, slots=True)
class Everyone:
    """Who is asked for.

    Attributes:
        kind: What they are, "officials", or empty.
        place: Where they speak, "Russia", or empty; it does not answer for itself.
    """

    kind: str = ""
    place: str = ""

    @property
    def confidence(self) -> float:
        """How likely it is that a speaker who was found belongs to the answer, 0..1."""
        return SURE_WITH_MARKS if self.kind or self.place else SURE


def asks_for_everyone(question: str) -> Everyone | None:
    """Whom a question asks for that wants all who speak; None for any other question."""
    found = _SAYS_ANYTHING.fullmatch(question.strip().rstrip("?!. "))
    if found is None:
        return None
    kind = found["kind"] or ""
    if kind.lower() in _ANYONE:
        kind = ""
    if any(word in SMALL_WORDS for word in kind.lower().split()):
        return None
    place = found["place"] or ""
    return Everyone(kind, "" if _HERE.fullmatch(place) else place)


def asked_apart(question: str, texts: Sequence[str]) -> list[str]:
    """For "What did A and B say?" a question for each of the two; no question otherwise.

    Args:
        question: As it was asked.
        texts: The articles. Two whom they never name without each other may be one, as "Marks and Spencer" are.
    """
    found = _TOGETHER.fullmatch(question.strip().rstrip("?!. "))
    words_of_rest = list(re.finditer(r"\w+", found["rest"])) if found else []
    verbs = [each.group().lower() in VERBS for each in words_of_rest]
    # Of "the rescue report say" the last.
    place = next((i for i, is_verb in enumerate(verbs) if i and is_verb and not any(verbs[i + 1 : i + 2])), None)
    if found is None or place is None:
        return []
    begin = words_of_rest[place].start()
    both = found["one"], found["rest"][:begin].rstrip()
    if not all(map(_is_someone, both)) or _are_one(*both, texts):
        return []
    return [f"{found['asked']} {found['auxiliary']} {who} {found['rest'][begin:]}?" for who in both]


def _is_someone(phrase: str) -> bool:
    """A name, one word, or several behind an article: "Ann Lee", "residents", "the deputy mayor"."""
    first, *others = phrase.split()
    small = SMALL_WORDS & {word.lower() for word in (first, *others)}
    begins = first[0].isupper() or first.lower() in _BEGINS or not others
    return begins and small <= _BEGINS | {"of", "for", "in"}


def _are_one(one: str, other: str, texts: Sequence[str]) -> bool:
    """Whether two names stand in the texts, and only as "one and other"."""
    one = re.sub(r"^the\s+", "", one, flags=re.IGNORECASE)

    def count(name: str) -> int:
        spaced = r"\s+".join(map(re.escape, name.split()))
        return sum(len(re.findall(rf"\b{spaced}\b", text)) for text in texts)

    return 0 < count(f"{one} and {other}") == count(one) == count(other)


def speakers_asked_for(
    everyone: Everyone, articles: Sequence[Article], said: Sequence[Utterance]
) -> tuple[FoundAnswer, ...]:
    """Each speaker who fits, in the order in which they first speak, with at most two utterances to show for it.

    Args:
        everyone: Whom the question asks for.
        articles: The articles.
        said: All that is said in them, in order.
    """
    groups: dict[str, list[Utterance]] = {}
    for utterance in said:
        groups.setdefault(_key(articles[utterance.article].text, utterance), []).append(utterance)
    chosen = []
    for group in groups.values():
        article = articles[group[0].article]
        text = article.text
        speaker = text[slice(*group[0].speaker)]
        if not _is_named(speaker) or _NO_SPEAKER.search(speaker) or speaker.lower() == everyone.place.lower():
            continue
        bearing = {u: _bears(everyone, text, u) for u in group}
        if any(bearing.values()):
            # What bears the marks first, then what names the speaker, then what is quoted word for word.
            ranked = sorted(group, key=lambda u: (not bearing[u], not _names_speaker(text, u), not _quotes(text, u)))
            places = {(u.start, u.end): u for u in reversed(ranked)}
            quoted = list(reversed(places.values()))[:_MOST_QUOTES]
            quoted.sort(key=lambda u: (not _names_speaker(text, u), u.start))
            citations = tuple(
                quote(article, u.paragraph, u.start, u.end, u.mention if place == 0 else None)
                for place, u in enumerate(quoted)
            )
            chosen.append(FoundAnswer(text=speaker, confidence=everyone.confidence, citations=citations))
    return tuple(chosen)


def asks_who_said(question: str) -> str | None:
    """What "Who said that it rained in Rome?" says was said; None for any other question."""
    found = _WHO_SAID.fullmatch(question.strip().rstrip("?!. "))
    return found["words"] if found and len(telling(found["words"])) >= _FEWEST_WORDS else None


def who_said(phrase: str, articles: Sequence[Article], said: Sequence[Utterance]) -> tuple[FoundAnswer, ...]:
    """The only speaker in one clause of whose statement these words stand in their order; nobody where several may be.

    Nothing that is only asked, denied or thought possible counts, unless the words say so too.

    Args:
        phrase: What was said, as the question has it.
        articles: The articles.
        said: All that is said in them, in order.
    """
    asked, tells, is_denied = stems(phrase), telling(phrase), NEGATED.search(phrase) is not None
    wanted = [stem for stem in asked if stem in tells]

    def says_so(utterance: Utterance) -> bool:
        text = articles[utterance.article].text
        hedges = HEDGE.finditer(text, utterance.start, utterance.end)
        if tells & {*stems(text[slice(*utterance.speaker)])} or any(not {*stems(h[0])} & {*asked} for h in hedges):
            return False
        clauses = _CLAUSES.split(text[utterance.start : utterance.end])
        return any(
            _in_order(wanted, stems(clause)) and (NEGATED.search(clause) is not None) == is_denied for clause in clauses
        )

    fitting = [utterance for utterance in said if says_so(utterance)]
    if len({_key(articles[u.article].text, u) for u in fitting}) != 1:
        return ()
    first, article = fitting[0], articles[fitting[0].article]
    speaker = article.text[slice(*first.speaker)]
    if not _is_named(speaker) or _NO_SPEAKER.search(speaker):
        return ()
    citation = quote(article, first.paragraph, first.start, first.end, first.mention)
    return (FoundAnswer(text=speaker, confidence=SURE, citations=(citation,)),)


def _in_order(wanted: Sequence[str], said: Sequence[str]) -> bool:
    rest = iter(said)
    return all(stem in rest for stem in wanted)


def _key(text: str, utterance: Utterance) -> str:
    return f"{utterance.article} {' '.join(name_words(text[slice(*utterance.speaker)]))}"


def _is_named(speaker: str) -> bool:
    if speaker.lower() in _UNNAMED:
        return False
    return speaker[0].isupper() or speaker.split()[0].lower() in SMALL_WORDS or " " in speaker


def _names_speaker(text: str, utterance: Utterance) -> bool:
    return utterance.mention is not None and not PRONOUN.fullmatch(text[slice(*utterance.mention)])


def _quotes(text: str, utterance: Utterance) -> bool:
    return any(mark in text[utterance.start : utterance.end] for mark in '“"')


def _bears(everyone: Everyone, text: str, utterance: Utterance) -> bool:
    """Whether the kind and the place stand in what is said about the speaker here, or open what the speaker says."""
    described = text[slice(*utterance.speaker)]
    if utterance.mention is not None:
        low, high = utterance.mention
        apposition = _APPOSITION.match(text, high, utterance.end)
        described += " " + text[low : apposition.end() if apposition else high]
    openings = re.findall(r"[“\"]\W*(\w+)", text[utterance.start : utterance.end])
    beside = _COUNCILLOR.sub("councillor", " ".join([described, *openings]))
    said, begun = {*stems(beside)}, {word[:_STEM] for word in words(beside)}
    marks = (word for word in f"{everyone.kind} {everyone.place}".split() if word.lower() not in SMALL_WORDS)
    return all(words(m)[0][:_STEM] in begun if m[0].isupper() else {*stems(m)} <= said for m in marks if words(m))
