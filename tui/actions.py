"""Everything that a reader can do, once: the keys, the help and the command palette are made from this table."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.

    Attributes:
        group: The heading under which the help shows it.
        title: What it is called in the help and in the palette.
        about: One plain sentence.
        action: The name of the `action_…` method, on the reading screen or (`app.…`) on the app.
        anywhere: Keys that work wherever the cursor is.
        reading: Keys that work when the cursor is not in a text field.
        footer: The short name in the footer, empty to leave it out.
        in_palette: Whether the command palette has it.
        also: Other words by which the palette finds it.
    """

    group: str
    title: str
    about: str
    action: str
    anywhere: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    footer: str = ""
    in_palette: bool = True
    also: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """All its keys, those that work anywhere last; never empty."""
        return (*self.reading, *self.anywhere)


_DIGITS = "123456789"

# fmt: off
ACTIONS = (
    Action("Ask", "Cancel", "Cancel, leave the field, or go to it",
           "app.cancel", ("escape",), in_palette=False),
    Action("Ask", "New conversation", "Forget what was asked and start again", "app.new_conversation", ("ctrl+l",),
           also="clear reset"),
    Action("Ask", "Saved conversations", "Go on with an earlier one: history",
           "app.saved_conversations", ("ctrl+g",), ("H",), also="resume rename delete"),
    Action("Ask", "Copy answer", "Copy the answer with its passages", "copy_answer", (), ("c",), also="clipboard"),
    Action("Ask", "Export to Markdown", "Save the conversation as Markdown",
           "app.export_markdown", ("ctrl+s",), ("e",), also="write file disk"),
    Action("Ask", "Export to JSON", "Save the conversation as JSON", "app.export_json", (), ("E",),
           also="write file disk"),
    Action("Ask", "Try again", "Load the model again after it failed", "app.retry", ("ctrl+r",)),
    Action("Passages", "Next passage", "Show the next passage of the answer",
           "step_passage(1)", ("ctrl+n",), (), "Next passage"),
    Action("Passages", "Previous passage", "Show the passage before", "step_passage(-1)", ("ctrl+b",)),
    Action("Passages", "Back", "Go back to where you were", "back", ("ctrl+o",), (), "Back", also="undo return"),
    Action("Passages", "Why this passage", "Show or hide the scores of the passage",
           "why", ("ctrl+y",), ("w",), "Why"),
    Action("Passages", "Other answers", "Show or hide the other answers", "unfold", ("f2",), ("o",)),
    Action("Passages", "Copy passage", "Copy the quote and where it stands", "copy_passage", (), ("C",),
           also="clipboard citation"),
    Action("Article", "Find", "Find words in the article", "find", ("ctrl+f",), ("/",), "Find", also="search"),
    Action("Article", "Next hit", "Go to the next place that was found", "step_hit(1)", (), ("n",)),
    Action("Article", "Previous hit", "Go to the place before", "step_hit(-1)", (), ("N",)),
    Action("Article", "Next article", "Show the next of several articles", "step_article(1)", (), ("]",)),
    Action("Article", "Previous article", "Show the article before", "step_article(-1)", (), ("[",)),
    Action("Article", "Open article", "Read another file, in a new conversation", "app.open_article", (), ("O",),
           also="load file"),
    Action("Byline", "Article or conversation", "Go to the article or the conversation",
           "switch_pane", ("ctrl+t",)),
    Action("Byline", "Light or dark", "From dark to light theme, and back", "app.toggle_dark", (), ("t",),
           also="colours"),
    Action("Byline", "Theme", "Choose a theme", "app.change_theme", (), ("T",), also="colours appearance"),
    Action("Byline", "Layout", "Side by side, or behind tabs", "app.toggle_layout", (), ("L",)),
    Action("Byline", "Threshold", "The least confidence: how sure to be", "app.set_threshold", (), ("s",),
           also="strict"),
    Action("Byline", "Help", "Show all keys", "help", ("f1",), ("?",), "Help", also="keys shortcuts"),
    Action("Byline", "Commands", "Choose a command by its name", "app.command_palette", ("ctrl+p",), (), "Commands",
           in_palette=False),
    Action("Byline", "Suspend", "Back to the shell, until fg", "app.suspend_process", ("ctrl+z",)),
    Action("Byline", "Quit", "Leave Byline", "app.quit", ("ctrl+q",), (), "Quit", also="exit close"),
)
# fmt: on

# Keys that the help shows and that a widget, not the screen, answers.
WIDGET_KEYS = (
    ("Ask", "enter", "Ask the question"),
    ("Ask", "up, down", "Questions asked before"),
    ("Passages", "1 … 9", "Show that passage"),
    ("Passages", "up, down, enter", "Choose a passage and show it"),
    ("Byline", "tab", "Go to the next part of the screen"),
    ("Byline", "space, b, g, G", "Page down, page up, top, end"),
    ("Byline", "mouse, ctrl+c", "Select text, and copy it"),
)


def bindings() -> list[Binding]:
    """The keys of every action. Those that work anywhere come before what a text field would make of them."""
    return [
        *(_binding(action, key, priority=True) for action in ACTIONS for key in action.anywhere),
        *(_binding(action, key, priority=False) for action in ACTIONS for key in action.reading),
        *(Binding(digit, f"open_passage({digit})", show=False) for digit in _DIGITS),
        # Many terminals send something else for alt and a digit; where it works it spares leaving the question.
        *(Binding(f"alt+{digit}", f"open_passage({digit})", show=False, priority=True) for digit in _DIGITS),
    ]


def _binding(action: Action, key: str, *, priority: bool) -> Binding:
    return Binding(key, action.action, action.footer or action.title, show=bool(action.footer), priority=priority)
