"""Where a question is typed; Up and Down bring back the ones asked before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from assistant.question import LONGEST_QUESTION
from tui.messages import QuestionAsked
from tui.widgets.safe_input import SafeInput


class Composer(SafeInput):
    """One line; what was typed or changed in it comes back when one walks past it again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", show=False),
        Binding("down", "recall(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder="Ask about the article", id="composer", select_on_focus=False)
        self._asked: list[str] = []
        self._at = 0
        self._typed: dict[int, str] = {}  # by the place among the questions, the last of which is the next

    async def action_submit(self) -> None:
        """Hand the question on, before the next key is read; a blank line is no question.

        One that is too long to be answered stays, to be shortened.
        """
        question = self.value.strip()
        if len(question) > LONGEST_QUESTION:
            too_long = f"A question has at most {LONGEST_QUESTION:,} characters, this one {len(question):,}."
            self.notify(too_long, severity="warning", markup=False)
            return
        if not question:
            self.value = ""
            return
        if self._asked[-1:] != [question]:
            self._asked.append(question)
        self._at = len(self._asked)
        self._typed.clear()
        self.value = ""
        self.post_message(QuestionAsked(question))

    def remember(self, questions: Sequence[str]) -> None:
        """Let these be brought back, the last of them first."""
        self._asked = [*questions]
        self._at = len(self._asked)
        self._typed.clear()

    def action_recall(self, step: int) -> None:
        """Bring back an older or a newer question."""
        self._typed[self._at] = self.value
        self._at = min(max(self._at + step, 0), len(self._asked))
        self.value = self._typed.get(self._at) or (*self._asked, "")[self._at]
        self.cursor_position = len(self.value)
