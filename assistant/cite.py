"""Quote the article: the one place where a citation is made, and the one where it is checked."""

from __future__ import annotations

from assistant.answer import Citation, Scores
from index import Article, Passage


def cite(
    article: Article, passage: Passage, start: int, end: int, scores: Scores, *, is_answer: bool = True
) -> Citation:
    """The sentences of a passage that hold `article.text[start:end]`, as a citation.

    What it returns always satisfies `article.text[citation.start : citation.end] == citation.quote`. The words from
    `start` to `end` are marked as the answer's own unless `is_answer` is False.
    """
    touched = [s for s in passage.sentences if s[0] < end and start < s[1]] or [(passage.start, passage.end)]
    low, high = min(touched[0][0], start), max(touched[-1][1], end)
    return Citation(
        quote=article.text[low:high],
        start=low,
        end=high,
        article_id=article.id,
        article_sha256=article.sha256,
        paragraph=passage.paragraph,
        answer_start=start if is_answer else None,
        answer_end=end if is_answer else None,
        scores=scores,
    )


def stands(citation: Citation, article: Article) -> bool:
    """Whether the quote still stands where the citation says, in the very text that it was taken from."""
    same_text = citation.article_sha256 == article.sha256
    return same_text and article.text[citation.start : citation.end] == citation.quote
