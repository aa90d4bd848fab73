"""Why a passage was chosen: the three scores and what each of them measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from assistant import Citation

_METER = 10


class WhyPanel(Static):
    """Below the article; there only when asked for."""

    def __init__(self) -> None:
        content = self._content(None)
        super().__init__(content, id="why", markup=False)
        self.text = content.plain
        self.display = False

    def explain(self, citation: Citation | None) -> None:
        """Show the scores of a citation."""
        content = self._content(citation)
        self.text = content.plain
        self.update(content, layout=self.display)

    def _content(self, citation: Citation | None) -> Content:
        if citation is None:
            return Content("No passage is marked.")
        if citation.scores is None:
            return Content(f"¶ {citation.paragraph}: there are no scores for this passage.")
        scores = citation.scores
        return Content("\n").join(
            [
                Content.assemble(("Why this passage", "bold"), (f"  ¶ {citation.paragraph}", "$foreground 60%")),
                _row("Meaning", scores.dense, _meter(scores.dense), "close to the question (cosine)"),
                _row("Words", scores.lexical, " " * _METER, "words in common (BM25)"),
                _row("Reader", scores.reader, _meter(scores.reader), "sure that it answers"),
            ]
        )


def _row(name: str, score: float, meter: str, meaning: str) -> Content:
    return Content.assemble(f"{name:<8}{score:>6.2f}  ", (meter, "$accent"), (f"  {meaning}", "$foreground 60%"))


def _meter(share: float) -> str:
    full = min(_METER, max(0, round(share * _METER)))
    return "▰" * full + "▱" * (_METER - full)
