"""Byline's own two themes: ink on paper, and paper on ink."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="byline-dark",
    primary="#7aa2d6",
    secondary="#8f9bb3",
    accent="#e3b261",
    warning="#e3b261",
    error="#e5727d",
    success="#8fbf7f",
    foreground="#d9d8d3",
    background="#16181c",
    surface="#1b1e23",
    panel="#262a31",
    dark=True,
    variables={
        "text-accent": "#e3b261",
        "input-selection-background": "#7aa2d6 35%",
        "border-blurred": "#363c46",
    },
)

LIGHT = Theme(
    name="byline-light",
    primary="#2f5f9e",
    secondary="#5c6675",
    accent="#9a5b00",
    warning="#9a5b00",
    error="#b3261e",
    success="#2e7d32",
    foreground="#26282c",
    background="#f7f4ee",
    surface="#fdfbf7",
    panel="#e9e4da",
    dark=False,
    variables={
        "text-accent": "#9a5b00",
        "input-selection-background": "#2f5f9e 25%",
        "border-blurred": "#cfc8ba",
    },
)
