"""What never changes is compared as it is read."""

from pathlib import Path

import numpy as np
import pytest

from index.errors import ArchiveUnusable
from index.sealed import checksum, seal, unseal

NUMBERS = np.arange(100_000, dtype=np.int32)  # of 400 KB, compared in seven parts


@pytest.fixture
def sealed(tmp_path: Path) -> int:
    """The seal of a folder with an array and a few bytes."""
    np.save(tmp_path / "numbers.npy", NUMBERS)
    (tmp_path / "bytes").write_bytes(b"few")
    return seal(tmp_path)


def spoil(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_a_column_is_what_was_written(tmp_path: Path, sealed: int) -> None:
    """Any slice, also over the ends, none, and all."""
    column = unseal(tmp_path, sealed)["numbers.npy"].column()
    assert len(column) == len(NUMBERS)
    for some in (slice(0, 5), slice(40_000, 70_000), slice(99_990, 200_000), slice(7, 7), slice(None)):
        assert column[some].tolist() == NUMBERS[some].tolist()


def test_damage_is_told_where_it_is_read_and_not_before(tmp_path: Path, sealed: int) -> None:
    """One bit in the middle: what lies elsewhere is given, what lies there never."""
    spoil(tmp_path / "numbers.npy", 200_000)
    column = unseal(tmp_path, sealed)["numbers.npy"].column()
    assert column[:100].tolist() == NUMBERS[:100].tolist()
    for _ in range(2):
        with pytest.raises(ArchiveUnusable, match=r"numbers\.npy: damaged; add the articles to a new archive$"):
            column[49_900:50_000]
    assert column[-100:].tolist() == NUMBERS[-100:].tolist()


def test_a_damaged_header_is_not_believed(tmp_path: Path, sealed: int) -> None:
    """NumPy is not asked what it makes of it."""
    spoil(tmp_path / "numbers.npy", 20)
    with pytest.raises(ArchiveUnusable, match="numbers"):
        unseal(tmp_path, sealed)["numbers.npy"].column()


@pytest.mark.parametrize("change", ["shorter", "longer", "gone"])
def test_a_file_of_another_length_is_not_opened(tmp_path: Path, sealed: int, change: str) -> None:
    """Nothing is mapped that might end too soon."""
    data = (tmp_path / "bytes").read_bytes()
    (tmp_path / "bytes").write_bytes(data[:-1] if change == "shorter" else data + b"x")
    if change == "gone":
        (tmp_path / "bytes").unlink()
    with pytest.raises(ArchiveUnusable, match="bytes"):
        unseal(tmp_path, sealed)


@pytest.mark.parametrize("place", [0, -1])
def test_the_checksums_have_one_too(tmp_path: Path, sealed: int, place: int) -> None:
    """One bit of them, or none of them, is told as well."""
    spoil(tmp_path / "sums.json", place)
    with pytest.raises(ArchiveUnusable, match=r"sums\.json"):
        unseal(tmp_path, sealed)
    (tmp_path / "sums.json").unlink()
    with pytest.raises(ArchiveUnusable, match=r"sums\.json"):
        unseal(tmp_path, sealed)


def test_a_checksum_tells_values_apart() -> None:
    """Also the same in another type or in another place, and none at all."""
    different = [(1, "a"), ("1", "a"), (1, b"a"), (1, "b"), (1, None), ("a", 1), (11, "a"), (1, "a", None), (1.0, "a")]
    assert len({checksum(*values) for values in different}) == len(different)
