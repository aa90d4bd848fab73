"""Quote the article: the one place where citations are made, and the one where they are checked."""

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
    own = (start, end) if is_answer else None
    touched = [s for s in passage.sentences if s[0] < end and start < s[1]] or [(passage.start, passage.end)]
    low, high = min(touched[0][0], start), max(touched[-1][1], end)
    return quote(article, passage.paragraph, low, high, own, scores)


def quote(
    article: Article, paragraph: int, start: int, end: int, answer: tuple[int, int] | None, scores: Scores | None = None
) -> Citation:
    """`article.text[start:end]` as a citation, with where the answer's own words stand in it, if they do."""
    return Citation(
        quote=article.text[start:end],
        start=start,
        end=end,
        article_id=article.id,
        article_sha256=article.sha256,
        paragraph=paragraph,
        answer_start=answer[0] if answer else None,
        answer_end=answer[1] if answer else None,
        scores=scores,
    )


def stands(citation: Citation, article: Article) -> bool:
    """Whether the quote still stands where the citation says, in the very text that it was taken from."""
    same_text = citation.article_sha256 == article.sha256
    return same_text and article.text[citation.start : citation.end] == citation.quote
