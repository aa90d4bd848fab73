"""What the command leaves with."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes. A no is an answer too: the article does not say, or a quote does not stand."""

    YES = 0
    NO = 1
    BAD_INPUT = 2
    INTERRUPTED = 130
    PIPE_CLOSED = 141
