"""The public face as a user would type it: checked by mypy, never run."""

from typing import assert_type

from assistant import ArchiveAssistant, Article, Assistant, Citation, Conversation, Found, FoundAnswer, NotFound
from assistant.verify import Verification, parse_record, verify_record

assistant = Assistant.open("article.txt", "another.md")
answer = assistant.ask("Who denied involvement?")
assert_type(answer, Found | NotFound)

if answer.kind == "found":
    assert_type(answer, Found)
    best = answer.answers[0]
    assert_type(best, FoundAnswer)
    assert_type(best.confidence, float)
    for citation in best.citations:
        assert_type(citation, Citation)
        article = next(a for a in assistant.articles if a.id == citation.article_id)
        assert article.text[citation.start : citation.end] == citation.quote
else:
    assert_type(answer, NotFound)
    assert_type(answer.closest, tuple[Citation, ...])
    assert_type(answer.reason, str)

conversation = Conversation().add("Who denied involvement?", answer)
assert_type(conversation, Conversation)
assert_type(assistant.ask("And where?", conversation), Found | NotFound)
assert_type(verify_record(answer, assistant.articles), Verification)
assert_type(parse_record(b"{}", "record.json"), Found | NotFound | Conversation)

archive = ArchiveAssistant.open("news.archive", create=True)
assert_type(archive.add([Article("a.txt", "The ferry was late.")]), int)
assert_type(archive.ask("What was late?", conversation), Found | NotFound)
assert_type(archive.article("a.txt"), Article | None)
assert_type(archive.remove("a.txt"), bool)
