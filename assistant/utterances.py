"""Who says what in an article: every reported statement, tied to its speaker.

News ties words to people over sentences and paragraphs: "he added", a quote that runs on, a full name two paragraphs
above the surname.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.phrases import HONORIFICS, ROLES, SMALL_WORDS
from assistant.reader.span import Span
from assistant.speakers import NAME, PRONOUN, VERBS, Extent, name_in, statements
from assistant.transcript import Turns
from index import Article, Passage
from index.words import CAPITALS

QUOTATION = re.compile(r"“[^”\n]*(?:”|(?=\n)|$)|\"[^\"\n]*(?:\"|(?=\n)|$)")
TITLES = HONORIFICS | ROLES
_WORD_AFTER = re.compile(r"\W*([^\W\d_]+)")
# "(Lab)", "(32)", "<ann@a.example>"
_ASIDE = re.compile(rf"[^\S\n](?:\([^()\n]{{1,30}}\)(?![^\S\n]*[{CAPITALS}])|<[^<>@\s]{{1,100}}@[^<>@\s]{{1,100}}>)")
# Where people are named who go by their first names from there on.
_ATTENDANCE = re.compile(
    r"^[^\w\n]*(?:present|apologies|attendees|attending|in attendance|participants|chair|minutes by)\b.*"
    r"(?:\n{1,2}[^\S\n]*[-*+•][^\S\n].*)*$",
    re.IGNORECASE | re.MULTILINE,
)
_PRONOUN_OF = {
    "mr": "he",
    "sir": "he",
    "lord": "he",
    "mrs": "she",
    "ms": "she",
    "miss": "she",
    "lady": "she",
    "dame": "she",
}
_SAYING = 3  # words
_LONGEST_NAME = 4  # words
# So many characters after someone's words a quotation without a speaker is no longer theirs.
_NEAR = 1_000
_SUBJECT_WITHIN = 40  # characters from the beginning of a sentence


@dataclass(frozen=True, slots=True)
class Utterance:
    """What someone is reported to have said, thought or asked for.

    Attributes:
        article: Position of the article.
        paragraph: Number of its paragraph, from 1.
        start: Character offset where its first sentence begins.
        end: Where its last sentence ends, exclusive.
        mention: Where the speaker is spoken of here, maybe by a pronoun; None where a quote runs on from before.
        speaker: Where the article names the speaker most fully.
        is_own: All of it is the speaker's words, in a transcript or a mail.
    """

    article: int
    paragraph: int
    start: int
    end: int
    mention: Extent | None
    speaker: Extent
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    paragraph: int
    start: int
    end: int


def utterances(article: Article, passages: Sequence[Passage]) -> list[Utterance]:
    """Every statement of an article, in its order; a sentence with two speakers gives two.

    Args:
        article: The article.
        passages: Its passages.
    """
    listener, turns, labelled = _Listener(article.text), Turns(article.text), []
    for passage in passages:
        for start, end in passage.sentences:
            listener.hear(passage.article, _Sentence(passage.paragraph, start, end))
            if turn := turns.of(start, end):
                label = turn.label if start <= turn.label[0] < end else None
                labelled.append(Utterance(passage.article, passage.paragraph, start, end, label, turn.speaker, True))
    return sorted([*listener.finish(), *labelled], key=lambda utterance: utterance.start)


def holds(utterance: Utterance, span: Span) -> bool:
    """Whether a span begins in an utterance."""
    return utterance.article == span.window.article and utterance.start <= span.start < utterance.end


def is_direct(text: str, utterance: Utterance, span: Span) -> bool:
    """Whether an utterance quotes some of a span's words, in marks around three words or more."""
    quotations = (match for match in QUOTATION.finditer(text, utterance.start, utterance.end))
    return any(q.start() < span.end and span.start < q.end() and len(q.group().split()) >= _SAYING for q in quotations)


class _Listener:
    """Goes through an article, sentence by sentence, and remembers who has spoken."""

    def __init__(self, text: str) -> None:
        # What an aside hides stands where it stood.
        self._text = text = _ASIDE.sub(lambda aside: " " * len(aside.group()), text)
        self._quotations = [match.span() for match in QUOTATION.finditer(text)]
        self._quotation_starts = [start for start, _ in self._quotations]
        self._full_names: dict[str, Extent] = {}
        self._last_of: dict[str, Extent] = {}  # surname
        self._called: dict[str, str] = {}  # the pronoun of each full name
        for words, name in self._whole_names(0, len(text)):
            self._full_names.setdefault(words[-1], name)
        self._surnames = frozenset(self._full_names)
        present = [found for line in _ATTENDANCE.finditer(text) for found in self._whole_names(*line.span())]
        shared = Counter(words[0] for words, _ in present)
        for words, name in present:
            if shared[words[0]] == 1:
                self._full_names.setdefault(words[0], name)
        self._said: list[Utterance] = []
        self._is_someone_unknown = False  # who has the word
        self._before: list[_Sentence] = []
        self._waiting: list[_Sentence] = []

    def _whole_names(self, start: int, end: int) -> Iterator[tuple[list[str], Extent]]:
        """The names of more than one word, each with its words."""
        for match in NAME.finditer(self._text, start, end):
            name = name_in(self._text, match.span())
            words = _without_titles(self._text[slice(*name)]) if name else []
            if name and len(words) > 1:
                yield words, name

    def hear(self, article: int, sentence: _Sentence) -> None:
        quoted = self._quoted(sentence)
        told = list(statements(self._text, sentence.start, sentence.end, quoted))
        spoken = list(self._spoken(article, sentence, [mention for _, mention in told]))
        middle = (sentence.start + sentence.end) // 2
        says = bool(told) or self._says(sentence, quoted)
        if not says and any(low <= sentence.start and middle < high for low, high in quoted):
            self._waiting.append(sentence)
        else:
            if says and self._tells_whose(sentence, quoted):
                spoken = [replace(utterance, start=self._waiting[0].start) for utterance in spoken]
            else:
                self._run_on()
            self._waiting = []
            self._said += spoken
            self._is_someone_unknown = not spoken and (says or self._is_someone_unknown)
        self._before = [*self._before[-1:], sentence]

    def finish(self) -> list[Utterance]:
        self._run_on()
        return self._said

    def _quoted(self, sentence: _Sentence) -> list[Extent]:
        first = max(0, bisect_right(self._quotation_starts, sentence.start) - 1)
        last = bisect_right(self._quotation_starts, sentence.end)
        return [extent for extent in self._quotations[first:last] if extent[1] > sentence.start]

    def _says(self, sentence: _Sentence, quoted: Sequence[Extent]) -> bool:
        """Whether someone says what a sentence begins with, whoever it is: "“…,” said drivers at the port"."""
        for low, high in quoted:
            if low <= sentence.start < high:
                after = _WORD_AFTER.match(self._text, high, sentence.end)
                word = after[1].lower() if after else ""
                # "State", "report" and other base forms are mostly nouns.
                return VERBS.get(word, word) != word
        return False

    def _tells_whose(self, sentence: _Sentence, quoted: Sequence[Extent]) -> bool:
        """Whether the quotations before a sentence are its speaker's: they run into it, or open its paragraph."""
        if not self._waiting or self._waiting[0].paragraph != sentence.paragraph:
            return False
        runs_in = any(low < self._waiting[-1].end for low, _ in quoted)
        return runs_in or not (self._said and self._said[-1].paragraph == sentence.paragraph)

    def _spoken(self, article: int, sentence: _Sentence, mentions: Sequence[Extent]) -> Iterator[Utterance]:
        speaker = None
        for mention in mentions:
            pronoun = self._text[slice(*mention)].lower()
            if PRONOUN.fullmatch(pronoun):
                speaker = speaker or self._meant_by(pronoun, sentence)
                if speaker is not None and pronoun != "they" and self._is_alone(speaker, sentence):
                    self._called.setdefault(self._text[slice(*speaker)], pronoun)
            else:
                speaker = self._named_most_fully(mention)
            if speaker is not None:
                yield Utterance(article, sentence.paragraph, sentence.start, sentence.end, mention, speaker)

    def _run_on(self) -> None:
        """Quotations without a speaker of their own go on with the last speaker's words, if those are near.

        They do not where someone else is spoken of in between.
        """
        if not self._said or not self._waiting or self._is_someone_unknown:
            return
        last, first = self._said[-1], self._waiting[0]
        if first.paragraph - last.paragraph > 1 or first.start - last.end > _NEAR:
            return
        own = {*_without_titles(self._text[slice(*last.speaker)])}
        others = (match for match in NAME.finditer(self._text, last.end, first.start) if self._is_person(match.span()))
        between = [{*_without_titles(match.group())} for match in others]
        if between and not any(own & name for name in between):
            return
        for paragraph, sentences in groupby(self._waiting, lambda sentence: sentence.paragraph):
            first, *more = sentences
            end = more[-1].end if more else first.end
            self._said.append(replace(last, paragraph=paragraph, start=first.start, end=end, mention=None))

    def _named_most_fully(self, mention: Extent) -> Extent:
        name = name_in(self._text, mention)
        if name is None:
            return mention
        words = _without_titles(self._text[slice(*name)])
        if len(words) > 1:
            self._last_of[words[-1]] = name
        return self._full_name(name)

    def _full_name(self, name: Extent) -> Extent:
        """Where the article has the whole name of one that is a surname alone, or a first name that nobody shares."""
        words = _without_titles(self._text[slice(*name)])
        if len(words) != 1:
            return name
        whole = (self._last_of.get(words[0]), self._full_names.get(words[0]))
        return next((full for full in whole if full and self._may_be_short_for(full, name)), name)

    def _may_be_short_for(self, full: Extent, name: Extent) -> bool:
        """Whether nothing speaks against it: after a "Mrs" neither a "he", nor that the full name comes only later."""
        pronoun = _PRONOUN_OF.get(self._text[slice(*name)].split()[0].lower().rstrip("."))
        return pronoun is None or (full[0] < name[0] and self._called.get(self._text[slice(*full)], pronoun) == pronoun)

    def _meant_by(self, pronoun: str, here: _Sentence) -> Extent | None:
        """The person whom the sentence before begins with, else who spoke last, else another name of those before."""
        same = [sentence for sentence in self._before if sentence.paragraph == here.paragraph]
        named = [name for sentence in reversed(same) for name in self._people(sentence) if self._may_be(pronoun, name)]
        near = [name for name in named if 0 <= name[0] - same[-1].start < _SUBJECT_WITHIN]
        if near:
            whole = next((name for name in near if " " in self._text[slice(*name)]), near[0])
            return self._named_most_fully(whole)
        spoke = [
            u
            for u in self._said[-3:]
            if here.paragraph - u.paragraph <= 1 and self._is_person(u.speaker) and self._may_be(pronoun, u.speaker)
        ]
        if spoke and (spoke[-1].paragraph == here.paragraph or not named):
            return spoke[-1].speaker
        return self._named_most_fully(named[0]) if named else None

    def _is_alone(self, person: Extent, here: _Sentence) -> bool:
        """Whether no other person is named in the sentence before."""
        before = self._before[-1] if self._before else here
        own = {*_without_titles(self._text[slice(*person)])}
        people = [{*_without_titles(self._text[slice(*name)])} for name in self._people(before)]
        return bool(people) and all(own & words for words in people)

    def _people(self, sentence: _Sentence) -> Iterator[Extent]:
        """The names in a sentence that look like a person's."""
        names = (self._bare(match.span()) for match in NAME.finditer(self._text, sentence.start, sentence.end))
        return (name for name in names if self._is_person(name))

    def _bare(self, name: Extent) -> Extent:
        """The name without the small word that begins its sentence: "But Ann Lee"."""
        first, _, rest = self._text[slice(*name)].partition(" ")
        return (name[1] - len(rest), name[1]) if rest and first.lower() in SMALL_WORDS else name

    def _may_be(self, pronoun: str, name: Extent) -> bool:
        """Whether nothing speaks against calling someone so: neither a title nor another pronoun before."""
        title = self._text[slice(*name)].split()[0].lower().rstrip(".")
        called = self._called.get(self._text[slice(*self._full_name(name))], pronoun)
        return called == pronoun == _PRONOUN_OF.get(title, pronoun)

    def _is_person(self, extent: Extent) -> bool:
        """Whether a name looks like a person's: a title, a surname known from a full name, or several words.

        No words in lower case alone, and nothing with "the" or "in" before it.
        """
        name = self._text[slice(*extent)]
        words = name.split()
        if name.islower() or words[0].lower() in SMALL_WORDS or len(words) > _LONGEST_NAME:
            return False
        before = self._text[max(0, extent[0] - 6) : extent[0]]
        placed = re.search(r"\b(?:the|of|in|at|from)\s+$", before, re.IGNORECASE)
        is_known = len(words) > 1 or self._surnames >= {*_without_titles(name)}
        return words[0].lower().rstrip(".") in TITLES or bool(is_known and not placed)


def _without_titles(name: str) -> list[str]:
    words = [re.sub(r"['’]s?$", "", word).lower() for word in name.split()]
    return [word for word in words if word.rstrip(".") not in TITLES and word not in SMALL_WORDS]
