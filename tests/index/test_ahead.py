"""Things done beside each other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.ahead import ahead


def test_results_come_in_order_and_only_a_few_items_are_taken_before() -> None:
    """The fourth is not asked for before the first result was taken."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(6):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(2) as pool:
        results = ahead(pool, lambda number: number * number, items(), 2)
        assert taken == []
        assert next(results) == 0
        assert taken == [0, 1, 2]
        assert list(results) == [1, 4, 9, 16, 25]


def test_an_error_comes_where_its_result_would() -> None:
    """What was before it is had."""
    with ThreadPoolExecutor(2) as pool:
        results = ahead(pool, lambda number: 1 // number, [1, 0], 2)
        assert next(results) == 1
        with pytest.raises(ZeroDivisionError):
            next(results)
