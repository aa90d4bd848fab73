"""Open a kept conversation: its articles, and its turns as far as they still stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant import Article, CannotOpen, Citation, Conversation, load_article
from assistant.cite import stands
from assistant.history import History
from assistant.renew import renewed
from assistant.saved import SavedArticle, SavedConversation
from assistant.verify import citations


@dataclass(frozen=True, slots=True)
class Resumed:
    """A conversation to go on with.

    Attributes:
        saved: What is known of it.
        articles: Its articles as they are now, under the names that its citations use.
        conversation: Its turns, with citations where their quotes stand now.
        verified: Those that do stand.
    """

    saved: SavedConversation
    articles: tuple[Article, ...]
    conversation: Conversation
    verified: frozenset[Citation]

    @property
    def saved_articles(self) -> tuple[SavedArticle, ...]:
        """What a new conversation about the same articles would be kept with."""
        pairs = zip(self.saved.articles, self.articles, strict=True)
        return tuple(saved.model_copy(update={"sha256": article.sha256}) for saved, article in pairs)

    @property
    def warning(self) -> str:
        """One line when an article has changed, else empty. Not sanitised."""
        changed = [
            article.id
            for article, saved in zip(self.articles, self.saved.articles, strict=True)
            if article.sha256 != saved.sha256
        ]
        if not changed:
            return ""
        gone = len({(each.article_id, each.quote) for each in set(citations(self.conversation)) - self.verified})
        lost = "every quote is still there" if not gone else f"{gone} quote{' is' if gone == 1 else 's are'} gone"
        return f"{', '.join(changed)} {'has' if len(changed) == 1 else 'have'} changed since; {lost}."


def resume(history: History, saved: SavedConversation, given: Sequence[Article] = ()) -> Resumed:
    """Load a conversation and its articles, from their files but for those whose text is `given`.

    Raises:
        AssistantError: It cannot be read, or one of its articles cannot.
    """
    conversation = history.load(saved.id)
    articles = tuple(Article(each.name, _text(each, given, saved.id)) for each in saved.articles)
    now = renewed(conversation, articles)
    by_name = {article.id: article for article in articles}
    standing = [
        each for each in citations(now) if each.article_id in by_name and stands(each, by_name[each.article_id])
    ]
    return Resumed(saved, articles, now, frozenset(standing))


def _text(saved: SavedArticle, given: Sequence[Article], conversation: int) -> str:
    for article in given:
        if article.sha256 == saved.sha256:
            return article.text
    try:
        if saved.path is None:
            raise CannotOpen(f"{saved.name}: this article was not a file")
        return load_article(saved.path).text
    except CannotOpen as error:
        raise CannotOpen(f"{error}; to read the conversation: byline export {conversation}") from error
