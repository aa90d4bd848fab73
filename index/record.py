"""What is written down: frozen, and read back only when every field is known."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """The base of everything that is stored or handed out as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")
