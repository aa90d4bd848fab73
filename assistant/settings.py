"""What a user can set."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from index.record import Record


class Settings(Record):
    """How an assistant works.

    Attributes:
        model: Name or path of another sentence-transformers model to search with.
        threshold: Confidence under which the assistant declines to answer, 0..1; None for the measured best.
        cache: Whether indexes are kept on disk for the next time.
    """

    model: str | None = None
    threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    cache: bool = True
