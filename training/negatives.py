"""Questions that a paragraph does not answer, made from ones that it does.

Finding answers is learnt quickly; knowing that there is none is not, because easy negatives (a
question about something else) teach nothing. These stay close: the same topic, the same names,
nearly the same wording.

- `asked_elsewhere`: a question put to the most similar paragraphs that lack its answer.
- `without_the_sentence`: the paragraph with the sentence that held the answer taken out.
- `swapped`: a name, number or phrase of the question exchanged for another, or a word for its opposite.
- `words_exchanged`: the exchanges that people made who wrote unanswerable questions, for `swapped` to repeat.
"""

from __future__ import annotations

import difflib
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import bm25s
import Stemmer

from training.data import Example, normalise

SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?![\s\"”’)]+[A-Z])[^.!?]*)*[.!?]?[\"”’)]*\s*")
NAME = re.compile(r"\b[A-Z][\w'’-]*(?:\s+(?:of|the|de|van|von|and)?\s*[A-Z][\w'’-]*)*")
NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
YEAR = re.compile(r"^(1[0-9]|20)\d\d$")
_SMALL = (
    "a|an|the|of|in|on|at|to|for|from|by|with|about|into|over|under|after|before|between|through|during|and|or|but|"
    "is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|should|must|that|which|who|"
    "whom|what|when|where|why|how|as|than|it|its|their|his|her|they|he|she|this|these|those|not|if|while|because"
)
PHRASE = re.compile(
    rf"\b(?:a|an|the|of|in|on|at|for|from|by|with|about|into|between|through)\s+"
    rf"((?!(?:{_SMALL})\b)[\w'’-]+(?:\s+(?!(?:{_SMALL})\b)[\w'’-]+){{0,2}})(?=[,.;:?!)]|\s+(?:{_SMALL})\b)",
    re.IGNORECASE,
)
# fmt: off
OPPOSITES = [
    ("first", "last"), ("largest", "smallest"), ("biggest", "smallest"), ("highest", "lowest"), ("most", "least"),
    ("more", "less"), ("before", "after"), ("increase", "decrease"), ("increased", "decreased"), ("begin", "end"),
    ("began", "ended"), ("start", "stop"), ("started", "stopped"), ("open", "close"), ("opened", "closed"),
    ("won", "lost"), ("win", "lose"), ("won", "boycotted"), ("accept", "reject"), ("accepted", "rejected"),
    ("support", "oppose"), ("supported", "opposed"), ("allowed", "forbidden"), ("allow", "prevent"),
    ("deny", "confirm"), ("denied", "confirmed"), ("denied", "admitted"), ("agree", "disagree"), ("agreed", "refused"),
    ("built", "destroyed"), ("build", "demolish"), ("created", "abolished"), ("founded", "dissolved"),
    ("buy", "sell"), ("bought", "sold"), ("born", "died"), ("birth", "death"), ("arrived", "left"), ("enter", "leave"),
    ("entered", "left"), ("gain", "lose"), ("gained", "lost"), ("rise", "fall"), ("rose", "fell"), ("north", "south"),
    ("east", "west"), ("northern", "southern"), ("eastern", "western"), ("major", "minor"), ("maximum", "minimum"),
    ("oldest", "youngest"), ("old", "new"), ("earliest", "latest"), ("early", "late"), ("common", "rare"),
    ("public", "private"), ("positive", "negative"), ("success", "failure"), ("best", "worst"), ("strong", "weak"),
    ("male", "female"), ("men", "women"), ("boys", "girls"), ("father", "mother"), ("son", "daughter"),
    ("husband", "wife"), ("king", "queen"), ("above", "below"), ("inside", "outside"), ("internal", "external"),
    ("war", "peace"), ("attacked", "defended"), ("attack", "defend"), ("praised", "criticised"), ("love", "hate"),
    ("liked", "disliked"), ("appeared", "disappeared"), ("discovered", "lost"), ("include", "exclude"),
    ("included", "excluded"), ("expand", "shrink"), ("expanded", "shrank"), ("richest", "poorest"), ("rich", "poor"),
    ("easy", "difficult"), ("hot", "cold"), ("summer", "winter"), ("heavy", "light"), ("long", "short"),
    ("import", "export"), ("ancient", "modern"), ("natural", "artificial"), ("legal", "illegal"),
    ("joined", "left"), ("hired", "dismissed"), ("raised", "lowered"), ("cause", "prevent"), ("caused", "prevented"),
    ("permanent", "temporary"), ("upper", "lower"), ("remember", "forget"), ("known", "unknown"), ("paid", "refused"),
]
# fmt: on


def without_the_sentence(examples: Iterable[Example], rng: random.Random) -> list[Example]:
    """The paragraph less the sentences that hold an answer: all its names are there, the fact is not."""
    made = []
    for example in examples:
        sentences = [m.span() for m in SENTENCE.finditer(example.context)]
        kept = [
            example.context[start:end]
            for start, end in sentences
            if not any(start < answer_end and answer_start < end for answer_start, answer_end in example.answers)
        ]
        context = "".join(kept).strip()
        if len(kept) >= 2 and len(kept) < len(sentences) and not says(context, _texts(example)):
            made.append(replace(example, context=context, answers=(), origin="cut", certainty=0.95))
    rng.shuffle(made)
    return made


def asked_elsewhere(
    questions: Sequence[tuple[str, str, str]],
    paragraphs: Sequence[tuple[str, str]],
    rng: random.Random,
    *,
    same_title: bool,
    depth: int = 20,
) -> list[Example]:
    """Ask questions of similar paragraphs that lack the answer.

    Args:
        questions: Triples of question, answer and the title of the article it was asked of.
        paragraphs: Pairs of title and text.
        same_title: Take paragraphs of the question's own article only.
        rng: Chooses between the two best.
        depth: How many paragraphs are looked at for one question, best BM25 first.
    """
    texts = [text for _, text in paragraphs]
    found = closest([question for question, _, _ in questions], texts, depth)
    made = []
    for (question, answer, title), ranks in zip(questions, found, strict=True):
        lacking = [
            i
            for i in ranks
            if (not same_title or paragraphs[i][0] == title) and not says(texts[i], [answer]) and len(texts[i]) > 100
        ]
        if lacking:
            title, text = paragraphs[rng.choice(lacking[:2])]
            made.append(Example(question, text, (), "elsewhere", title, certainty=0.95))
    return made


def closest(questions: Sequence[str], texts: Sequence[str], depth: int) -> list[list[int]]:
    """For each question the numbers of the texts closest to it by BM25, best first, `depth` of them."""
    stemmer = Stemmer.Stemmer("english")
    searcher = bm25s.BM25(method="lucene")
    searcher.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)
    queries = bm25s.tokenize(questions, stopwords="en", stemmer=stemmer, show_progress=False)
    found, _ = searcher.retrieve(queries, k=depth, show_progress=False)
    return [[int(i) for i in ranks] for ranks in found]


def words_exchanged(examples: Iterable[Example]) -> list[tuple[str, str]]:
    """Pairs of words of which one turned an answerable question of a paragraph into an unanswerable one."""
    asked: dict[str, tuple[list[list[str]], list[list[str]]]] = {}
    for example in examples:
        words = re.findall(r"[\w'’-]+", example.question.lower())
        asked.setdefault(example.context, ([], []))[0 if example.answers else 1].append(words)
    pairs = set()
    for answerable, unanswerable in asked.values():
        for words in unanswerable:
            for known in answerable:
                if len(words) != len(known):
                    continue
                changed = [(a, b) for a, b in zip(known, words, strict=True) if a != b]
                if len(changed) == 1 and all(word.isalpha() and len(word) > 2 for word in changed[0]):
                    pairs.add(changed[0])
    return sorted(pair for pair in pairs if difflib.SequenceMatcher(None, *pair).ratio() < 0.9)


def swapped(
    examples: Iterable[Example], rng: random.Random, exchanges: Sequence[tuple[str, str]] = ()
) -> list[Example]:
    """Questions with one name, number, phrase or word exchanged, so that the paragraph no longer answers them.

    Args:
        examples: Questions with answers.
        rng: The only source of chance.
        exchanges: Pairs of words that may be exchanged besides the opposites, the first for the second.
    """
    opposites: dict[str, list[str]] = {}
    for one, other in [*OPPOSITES, *((b, a) for a, b in OPPOSITES), *exchanges]:
        opposites.setdefault(one, []).append(other)

    def swap_opposite(example: Example, rng: random.Random) -> str | None:
        return _swap_opposite(example, rng, opposites)

    made = []
    for example in examples:
        # Negation fits nearly every question, so it is tried rarely and never as the last resort.
        ways = rng.sample([_swap_name, _swap_number, _swap_phrase, swap_opposite], 4)
        ways = [_negate] if rng.random() < 0.1 else ways
        question = next((q for way in ways if (q := way(example, rng)) is not None), None)
        if question is not None:
            made.append(replace(example, question=question, answers=(), origin="swap", certainty=0.85))
    return made


def _swap_name(example: Example, rng: random.Random) -> str | None:
    own = [m for m in NAME.finditer(example.question) if m.start() > 0 and m.group() in example.context]
    if not own:
        return None
    chosen = rng.choice(own)
    taken = normalise(example.question + " " + " ".join(_texts(example)))
    others = [
        m.group()
        for m in NAME.finditer(example.context)
        if _inside_sentence(example.context, m.start())
        and normalise(m.group())
        and normalise(m.group()) not in taken
        and abs(m.group().count(" ") - chosen.group().count(" ")) <= 1
    ]
    if not others:
        return None
    return example.question[: chosen.start()] + rng.choice(others) + example.question[chosen.end() :]


def _swap_number(example: Example, rng: random.Random) -> str | None:
    own = list(NUMBER.finditer(example.question))
    if not own:
        return None
    chosen = rng.choice(own)
    is_year = bool(YEAR.match(chosen.group()))
    others = [
        m.group()
        for m in NUMBER.finditer(example.context)
        if m.group() not in example.question
        and bool(YEAR.match(m.group())) == is_year
        and m.group() not in _texts(example)
    ]
    if is_year and (not others or rng.random() < 0.5):
        others = [str(int(chosen.group()) + rng.choice([-30, -12, -7, -3, -2, 2, 3, 8, 15, 25]))]
        if others[0] in example.context:
            return None
    if not others:
        return None
    return example.question[: chosen.start()] + rng.choice(others) + example.question[chosen.end() :]


def _swap_phrase(example: Example, rng: random.Random) -> str | None:
    """A phrase of the question that stands in the paragraph, exchanged for another of the paragraph's."""
    context = example.context.lower()
    own = [(a, b) for a, b in _phrases(example.question) if a > 0 and example.question[a:b].lower() in context]
    if not own:
        return None
    start, end = rng.choice(own)
    phrase = example.question[start:end]
    taken = normalise(example.question + " " + " ".join(_texts(example)))
    others = [
        other
        for a, b in _phrases(example.context)
        if (other := example.context[a:b])
        and not set(normalise(other).split()) & set(taken.split())
        and other.islower() == phrase.islower()
        and other.endswith("s") == phrase.endswith("s")
        and abs(other.count(" ") - phrase.count(" ")) <= 1
    ]
    if not others:
        return None
    return example.question[:start] + rng.choice(others) + example.question[end:]


def _phrases(text: str) -> list[tuple[int, int]]:
    """Runs of one to three words behind an article or a preposition and before another small word or a stop."""
    return [m.span(1) for m in PHRASE.finditer(text)]


def _swap_opposite(example: Example, rng: random.Random, opposites: Mapping[str, Sequence[str]]) -> str | None:
    words = re.findall(r"[a-z]+", example.question.lower())
    pairs = [(word, other) for word in words for other in opposites.get(word, ()) if other not in words]
    if not pairs:
        return None
    word, opposite = rng.choice(pairs)
    return re.sub(rf"\b{word}\b", opposite, example.question, count=1, flags=re.IGNORECASE)


def _negate(example: Example, rng: random.Random) -> str | None:
    """A question with its auxiliary negated: "did" to "didn't", "was" to "wasn't"."""
    found = re.search(r"\b(did|does|do|was|were|is|are|has|have|could|would|can)\b", example.question, re.IGNORECASE)
    if found is None or re.search(r"n't|\bnot\b|\bnever\b", example.question):
        return None
    participle = re.search(r"\b(?:is|are|was|were|be|been)\b.* (?=\w+(?:ed|ing|en)\b)", example.question)
    if participle is not None and rng.random() < 0.5:
        return f"{example.question[: participle.end()]}not {example.question[participle.end() :]}"
    word = found.group()
    negated = "cannot" if word.lower() == "can" else rng.choice([word + "n't", word + " never", word + "n't"])
    return example.question[: found.start()] + negated + example.question[found.end() :]


def _texts(example: Example) -> list[str]:
    return [example.context[start:end] for start, end in example.answers]


def says(text: str, answers: Sequence[str]) -> bool:
    """Whether one of the answers stands in the text, compared as SQuAD does."""
    padded = f" {normalise(text)} "
    return any(f" {normalise(answer)} " in padded for answer in answers if normalise(answer))


def _inside_sentence(text: str, start: int) -> bool:
    return start > 1 and text[start - 2] not in ".!?\n"
