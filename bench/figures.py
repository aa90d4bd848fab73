"""What was measured, as a table: a row for each thing, a column for each tool, and how far Byline is ahead."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

_BEGIN, _END = "<!-- measured, from here -->", "<!-- to here -->"


class Row(Enum):
    """What is measured; the second part is the unit."""

    FIRST_STORED = "first result from a cold process, index stored", "s"
    FIRST_NEW = "first result from a cold process, nothing indexed", "s"
    FIRST_EVER = "the same, and the model not compiled yet", "s"
    INDEX_1000 = "indexing 1,000 passages", "s"
    INDEX_10000 = "indexing 10,000 passages", "s"
    QUESTION_1000 = "a question to 1,000 passages", "ms"
    QUESTION_10000 = "a question to 10,000 passages", "ms"
    QUESTION_ARTICLE = "a question to the article", "ms"
    MEMORY_FIRST = "most memory, first result", "MB"
    MEMORY_1000 = "most memory, 1,000 passages", "MB"
    DISK_1000 = "on the disk, 1,000 passages", "MB"
    INSTALLED = "on the disk, the environment", "MB"


@dataclass
class Figures:
    """Measurements by row and column.

    Attributes:
        ours: Byline's columns.
        others: Everyone else's.
    """

    ours: tuple[str, ...]
    others: tuple[str, ...]
    _taken: dict[tuple[Row, str], list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Row, column: str, value: float) -> None:
        """Add a measurement, in the row's unit."""
        self._taken[row, column].append(value)

    def table(self) -> str:
        """Medians in Markdown; the last columns are the best of the others divided by each of Byline's."""
        columns = [*self.ours, *self.others]
        heads = ["", *columns, *(f"best other ÷ {name}" for name in self.ours)]
        lines = [_line(heads), _line(["---", *["---:"] * (len(heads) - 1)])]
        for row in Row:
            medians = {name: self._median(row, name) for name in columns}
            if any(median is not None for median in medians.values()):
                cells = [_cell(median) for median in medians.values()]
                lines.append(_line([f"{row.value[0]}, {row.value[1]}", *cells, *self._ratios(medians)]))
        return "\n".join(lines)

    def _ratios(self, medians: dict[str, float | None]) -> list[str]:
        best = min((median for name in self.others if (median := medians[name]) is not None), default=None)
        ours = [medians[name] for name in self.ours]
        return ["" if best is None or own is None else f"{best / own:.1f}" for own in ours]

    def _median(self, row: Row, column: str) -> float | None:
        taken = self._taken.get((row, column))
        return statistics.median(taken) if taken else None


def write_page(path: Path, measured: str) -> None:
    """Put what was measured between the two marks of a page."""
    before, _, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    path.write_text(f"{before}{_BEGIN}\n\n{measured}\n\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
