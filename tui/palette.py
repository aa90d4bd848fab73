"""The command palette in Byline's dress."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.binding import Binding
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from tui.actions import ACTIONS, Action
from tui.closes_once import ClosesOnce

# Less than any title that fits.
_ABOUT = 0.01


class ActionProvider(Provider):
    """The actions that can be chosen by name, each with the key that would have done it."""

    async def discover(self) -> Hits:
        """All, in the order of the help."""
        for action, run, about in self._actions():
            yield DiscoveryHit(action.title, run, help=about)

    async def search(self, query: str) -> Hits:
        """Those with something like this in their title, and after them those that do what is called so."""
        matcher = self.matcher(query)
        for action, run, about in self._actions():
            called = f"{action.about} {action.also}".casefold()
            score = matcher.match(action.title) or _ABOUT * (query.casefold() in called)
            if score > 0:
                yield Hit(score, matcher.highlight(action.title), run, help=about)

    def _actions(self) -> Iterator[tuple[Action, Callable[[], Awaitable[None]], str]]:
        """Each with what does it and what is told of it."""
        for action in ACTIONS:
            if action.in_palette:
                key = self.app.get_key_display(Binding(action.keys[-1], action.action))
                yield action, partial(self.screen.run_action, action.action), f"{action.about} · {key}"


class Palette(CommandPalette, ClosesOnce[None]):
    """Textual's own, as wide and as framed as everything else that is asked."""

    DEFAULT_CSS = """
    Palette {
        & > Vertical {
            width: 76;
            max-width: 100%;
            margin-top: 2;
            background: transparent;
        }
        #--input, #--input.--list-visible {
            height: 3;
            border: round $primary;
            background: $surface;
        }
        SearchIcon {
            display: none;
        }
        CommandInput, CommandInput:focus {
            height: 1;
            padding: 0 1;
            border: none;
        }
        CommandList, CommandList.--populating {
            max-height: 24;
            border: round $border-blurred;
            background: $surface;
            scrollbar-size-vertical: 1;
            scrollbar-color: $border-blurred;
            scrollbar-background: $surface;
        }
        CommandList > .option-list--option {
            padding: 0 1;
        }
        CommandList > .option-list--option-highlighted {
            color: $foreground;
            background: $accent 18%;
        }
        LoadingIndicator {
            display: none;
        }
    }
    """
