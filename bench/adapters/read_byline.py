"""Byline: search, read, and answer or decline."""

from __future__ import annotations

from measure import read

from assistant import Article, Assistant, NotFound


class Byline:
    def open(self, text: str) -> Assistant:
        return Assistant.from_articles([Article("article", text)])

    def ask(self, article: Assistant, question: str) -> str:
        answer = article.ask(question)
        return "" if isinstance(answer, NotFound) else answer.answers[0].text


if __name__ == "__main__":
    read(Byline)
