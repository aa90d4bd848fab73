"""What the README shows to programmers is right."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_have_the_types_that_they_use(tmp_path: Path) -> None:
    """By the strictest reading of mypy."""
    paths = [tmp_path / f"example{number}.py" for number, _ in enumerate(EXAMPLES)]
    for path, example in zip(paths, EXAMPLES, strict=True):
        path.write_text(example, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", *map(str, paths)]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.stdout == f"Success: no issues found in {len(EXAMPLES)} source files\n"
