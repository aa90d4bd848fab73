"""How far a long step has come, for whoever shows it."""

from __future__ import annotations

from collections.abc import Callable

# Called with what is being done ("Embedding the article"), how much is done and how much there is; `total`
# is 0 when it is not known. May be called from any thread.
Progress = Callable[[str, int, int], None]
