"""Do things beside each other, and have what comes of them in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def ahead(pool: Executor, call: Callable[[Item], Result], items: Iterable[Item], most: int) -> Iterator[Result]:
    """What `call` gives for each item, in order; no more than `most` are under way or wait to be taken."""
    waiting: deque[Future[Result]] = deque()
    for item in items:
        if len(waiting) == most:
            yield waiting.popleft().result()
        waiting.append(pool.submit(call, item))
    while waiting:
        yield waiting.popleft().result()
