"""One question and what came of it: waiting, an answer, no answer, or an error."""

from __future__ import annotations

from itertools import accumulate, chain
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.widget import Widget
from textual.widgets import Static

from assistant import sanitise, sanitise_line
from tui.confidence import phrase_for, refusal
from tui.widgets.citation_row import CitationRow

if TYPE_CHECKING:
    from assistant import Citation, Found, FoundAnswer, NotFound

_METER = 5


class Fold(Static):
    """The line that shows or hides the further answers."""

    def __init__(self, count: int) -> None:
        super().__init__(markup=False, classes="fold")
        self._label = f"{count} other answer{'' if count == 1 else 's'}"

    def point(self, *, down: bool) -> None:
        """Say whether the answers are shown."""
        self.update(f"{'▾' if down else '▸'} {self._label} · F2 {'hides' if down else 'shows'}")


class TurnCard(Vertical):
    """Grows from the question to its answer. The numbers of its citations run through all of its answers."""

    DEFAULT_CSS = """
    TurnCard {
        height: auto;
        padding: 0 1;
        margin-bottom: 1;

        .question {
            color: $primary;
            text-style: bold;
            border-left: outer $primary;
            padding-left: 1;
            margin-bottom: 1;
        }

        .state {
            color: $text-muted;
            text-style: italic;
            padding-left: 2;
        }

        &.-failed .state {
            color: $text-error;
            text-style: none;
        }

        .answer {
            text-style: bold;
            padding-left: 2;
        }

        .confidence, .reason, .label {
            padding-left: 2;
            color: $text-muted;
        }

        .understood {
            padding-left: 2;
            margin-bottom: 1;
            color: $text-muted;
            text-style: italic;
        }

        .label {
            margin-top: 1;
        }

        &.-declined {
            .question {
                border-left: outer $warning;
            }

            .answer {
                color: $text-warning;
            }

            CitationRow {
                color: $text-muted;
            }
        }

        .fold {
            padding-left: 2;
            margin-top: 1;
            color: $primary;

            &:hover {
                text-style: underline;
            }
        }

        .next {
            margin-top: 1;
        }

        .others {
            height: auto;
        }
    }
    """

    def __init__(self, turn: int, question: str, state: str, *, name_articles: bool) -> None:
        super().__init__(classes="-waiting")
        self.turn = turn
        self.question = question
        self.answer: Found | NotFound | None = None
        self.state = state
        self._name_articles = name_articles
        self._verified: frozenset[Citation] = frozenset()

    @classmethod
    def answered(
        cls, turn: int, question: str, answer: Found | NotFound, verified: frozenset[Citation], *, name_articles: bool
    ) -> TurnCard:
        """A card that never waits: its answer is there already."""
        card = cls(turn, question, "", name_articles=name_articles)
        card._take(answer, verified)
        return card

    def compose(self) -> ComposeResult:
        """The question, and the answer or that it waits."""
        yield Static(self.question, markup=False, classes="question")
        if self.answer is None:
            yield Static(self.state, markup=False, classes="state")
        else:
            yield from self._body(self.answer)

    def show_state(self, state: str, *, failed: bool = False) -> None:
        """Say in a few words what the question is waiting for, or why there will be no answer."""
        self.state = state
        self.set_class(failed, "-failed")
        self.query_one(".state", Static).update(state)

    async def show_answer(self, answer: Found | NotFound, verified: frozenset[Citation]) -> None:
        """Put the answer in the place of the waiting."""
        self._take(answer, verified)
        await self.query_one(".state").remove()
        await self.mount_all(self._body(answer))

    @property
    def rows(self) -> list[CitationRow]:
        """The citations in the order of their numbers, folded ones too."""
        return list(self.query(CitationRow))

    def unfold(self, *, shown: bool | None = None) -> None:
        """Show the further answers, hide them, or (by default) change between the two."""
        for others in self.query(".others"):
            others.display = (not others.display) if shown is None else shown
            self.query_one(Fold).point(down=others.display)

    @on(Click, ".fold")
    def fold_clicked(self) -> None:
        """Show or hide the further answers."""
        self.unfold()

    def _take(self, answer: Found | NotFound, verified: frozenset[Citation]) -> None:
        self.answer = answer
        self.state = answer.kind
        self._verified = verified
        self.remove_class("-waiting")
        self.set_class(answer.kind == "not_found", "-declined")

    def _body(self, answer: Found | NotFound) -> list[Widget]:
        widgets = self._declined(answer) if answer.kind == "not_found" else self._answered(answer)
        if answer.understood_as is None:
            return widgets
        understood = f"understood as “{sanitise_line(answer.understood_as)}”"
        return [Static(understood, markup=False, classes="understood"), *widgets]

    def _answered(self, found: Found) -> list[Widget]:
        numbers = accumulate((len(answer.citations) for answer in found.answers), initial=1)
        best, *others = map(self._one_answer, found.answers, numbers)
        if found.together:
            return [*best, *chain.from_iterable(others)]
        if not others:
            return best
        box = Vertical(*chain.from_iterable(others), classes="others")
        box.display = False
        fold = Fold(len(others))
        fold.point(down=False)
        return [*best, fold, box]

    def _declined(self, declined: NotFound) -> list[Widget]:
        widgets: list[Widget] = [
            Static(f"○ {refusal(declined)}", markup=False, classes="answer"),
            Static(sanitise(declined.reason), markup=False, classes="reason"),
        ]
        if declined.closest:
            widgets.append(Static("Closest passages", markup=False, classes="label"))
        return widgets + self._rows(declined.closest, 1, rejected=True)

    def _one_answer(self, answer: FoundAnswer, number: int) -> list[Widget]:
        full = max(1, round(answer.confidence * _METER))
        confidence = Content.assemble(
            ("▰" * full, "$accent"), ("▱" * (_METER - full), "$foreground 35%"), f" {phrase_for(answer.confidence)}"
        )
        return [
            Static(sanitise_line(answer.text), markup=False, classes="answer next" if number > 1 else "answer"),
            Static(confidence, markup=False, classes="confidence"),
            *self._rows(answer.citations, number),
        ]

    def _rows(self, citations: tuple[Citation, ...], number: int, *, rejected: bool = False) -> list[CitationRow]:
        return [
            CitationRow(
                _without_answer(citation) if rejected else citation,
                at,
                verified=citation in self._verified,
                name_article=self._name_articles,
            )
            for at, citation in enumerate(citations, number)
        ]


def _without_answer(citation: Citation) -> Citation:
    """The quote alone: what was rejected is not to shine like an answer."""
    return citation.model_copy(update={"answer_start": None, "answer_end": None})
