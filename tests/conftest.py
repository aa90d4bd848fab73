"""What every test runs with. pytest-socket keeps the tests themselves off the network (see pyproject.toml)."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Milvus speaks gRPC, whose own handlers at a fork would kill some of the terminals that tests open: they all exec.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "false"


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the test run's own, also for the programs that tests start; the user's is left alone."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BYLINE_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def programs() -> Iterator[None]:
    """Any Python program that a test starts can import the tests, and cannot connect to anything."""
    tests = Path(__file__).parent
    folders = [str(tests / "offline"), str(tests.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(folders))
        yield


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test's own folder for conversations; there is none yet."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("BYLINE_HISTORY", str(folder))
    return folder


@pytest.fixture(autouse=True)
def preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test's own folder for preferences; there is none yet."""
    folder = tmp_path / "preferences"
    monkeypatch.setenv("BYLINE_CONFIG", str(folder))
    return folder
