"""Bring a kept conversation up to its articles as they are now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from assistant.answer import Citation, Found, NotFound
from assistant.conversation import Conversation
from assistant.verify import check
from index import Article, paragraphs


def renewed(conversation: Conversation, articles: Sequence[Article]) -> Conversation:
    """The same with every citation where its quote stands now, in the text that is there now.

    A citation whose quote is gone, or whose article is not among `articles`, stays as it was, and does not verify.
    """
    by_name = {article.id: article for article in articles}
    starts = cache(lambda name: [start for start, _ in paragraphs(by_name[name].text)])

    def now(citation: Citation) -> Citation:
        article = by_name.get(citation.article_id)
        start = check(citation, article).start if article is not None else None
        if article is None or start is None:
            return citation
        shift = start - citation.start
        return citation.model_copy(
            update={
                "start": start,
                "end": start + len(citation.quote),
                "article_sha256": article.sha256,
                "paragraph": bisect_right(starts(article.id), start),
                "answer_start": None if citation.answer_start is None else citation.answer_start + shift,
                "answer_end": None if citation.answer_end is None else citation.answer_end + shift,
            }
        )

    def answer_now(answer: Found | NotFound) -> Found | NotFound:
        if isinstance(answer, NotFound):
            return answer.model_copy(update={"closest": tuple(map(now, answer.closest))})
        answers = [found.model_copy(update={"citations": tuple(map(now, found.citations))}) for found in answer.answers]
        return answer.model_copy(update={"answers": tuple(answers)})

    return Conversation(
        turns=tuple(turn.model_copy(update={"answer": answer_now(turn.answer)}) for turn in conversation.turns)
    )
