"""What every test runs with."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the test run's own, also for the programs that tests start; the user's is left alone."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("BYLINE_CACHE")
    os.environ["BYLINE_CACHE"] = str(folder)
    yield folder
    if before is None:
        del os.environ["BYLINE_CACHE"]
    else:
        os.environ["BYLINE_CACHE"] = before
