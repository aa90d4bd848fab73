"""The command palette in Byline's dress."""

from __future__ import annotations

from textual.command import CommandPalette

from tui.closes_once import ClosesOnce


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
