"""Check a record's citations against articles as they are now. No model is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Discriminator, Tag, TypeAdapter

from assistant.answer import Citation, Found, NotFound
from assistant.conversation import Conversation
from assistant.errors import RecordUnusable
from assistant.parse_record import parse_json
from index import Article
from index.record import Record

# Each may have to be sought in all of a long article.
_MOST = 10_000


class Check(Record):
    """What has become of one citation.

    Attributes:
        citation: As the record has it.
        verdict: "stands" where the citation says, "moved" elsewhere in the article, or "gone" from it.
        start: Character offset of the quote in the article now, or None when it is gone. Of several places it is the
            one nearest to where it was.
        same_text: Whether the article is, letter for letter, the one that was quoted.
    """

    citation: Citation
    verdict: Literal["stands", "moved", "gone"]
    start: int | None
    same_text: bool


class Verification(Record):
    """Every citation of a record, checked; those that quote the same words again are left out."""

    checks: tuple[Check, ...]

    @property
    def stands(self) -> bool:
        """Whether every quote stands where its citation says."""
        return all(each.verdict == "stands" for each in self.checks)


def verify_record(record: Found | NotFound | Conversation, articles: Sequence[Article]) -> Verification:
    """Look every quote of an answer or a conversation up again.

    A citation belongs to the article with the text that it quotes, else to the one of that name, else, where there is
    only one article and the record cites only one, to that.

    Raises:
        RecordUnusable: The article of a citation is not among `articles`, or there are over 10,000 citations.
    """
    cited = citations(record)
    by_name = {article.id: article for article in articles}
    if len(articles) == 1 and len({citation.article_id for citation in cited}) == 1:
        by_name = {cited[0].article_id: articles[0]}
    by_text = {article.sha256: article for article in articles}
    if len(cited) > _MOST:
        raise RecordUnusable(f"the record has over {_MOST:,} citations")
    checks: dict[tuple[str, str, int, int, str], Check] = {}
    for citation in cited:
        article = by_text.get(citation.article_sha256) or by_name.get(citation.article_id)
        if article is None:
            raise RecordUnusable(f"{citation.article_id}: this article is cited and not given")
        place = citation.article_id, citation.article_sha256, citation.start, citation.end, citation.quote
        checks.setdefault(place, check(citation, article))
    return Verification(checks=tuple(checks.values()))


def check(citation: Citation, article: Article) -> Check:
    """Look one quote up in the article that it is from."""
    start = _nearest(article.text, citation.quote, citation.start)
    stands = start == citation.start and len(citation.quote) == citation.end - citation.start
    return Check(
        citation=citation,
        verdict="gone" if start is None else "stands" if stands else "moved",
        start=start,
        same_text=article.sha256 == citation.article_sha256,
    )


def citations(record: Found | NotFound | Conversation) -> tuple[Citation, ...]:
    """All citations of a record, in order."""
    answers = [turn.answer for turn in record.turns] if isinstance(record, Conversation) else [record]
    groups = [
        group
        for answer in answers
        for group in ([a.citations for a in answer.answers] if isinstance(answer, Found) else [answer.closest])
    ]
    return tuple(citation for group in groups for citation in group)


def parse_record(data: bytes, name: str) -> Found | NotFound | Conversation:
    """An answer or a conversation from its JSON.

    Raises:
        RecordUnusable: It is neither; the line names the first field that is wrong.
    """
    return parse_json(data, name, _RECORD)


def _nearest(text: str, quote: str, start: int) -> int | None:
    """Where the quote begins nearest to `start`, the earlier of two that are as near; an empty one is nowhere."""
    first = text.find(quote) if quote else -1  # forwards is many times faster than backwards
    if first < 0:
        return None
    places = (text.rfind(quote, first, start + len(quote)), text.find(quote, start), first)
    return min((place for place in places if place >= 0), key=lambda place: abs(place - start))


def _kind(data: object) -> str | None:
    """Which of the records this is."""
    if not isinstance(data, Mapping):
        return None
    return "conversation" if "turns" in data else data.get("kind")


_RECORD: TypeAdapter[Found | NotFound | Conversation] = TypeAdapter(
    Annotated[
        Annotated[Found, Tag("found")]
        | Annotated[NotFound, Tag("not_found")]
        | Annotated[Conversation, Tag("conversation")],
        Discriminator(
            _kind,
            custom_error_type="not_a_record",
            custom_error_message="neither an answer nor a conversation of Byline's",
        ),
    ]
)
