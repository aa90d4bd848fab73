"""Run a program once: how long it takes from its start to its end, the most memory it takes, and what it prints."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Every tool runs from the bytecode that pip compiled, sees its own environment alone, and stays off the network.
_DROPPED = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
_ADDED = {"HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"}


@dataclass(frozen=True, slots=True)
class Ran:
    """A run of a program.

    Attributes:
        seconds: From its start to its end.
        megabytes: The most memory that it or a child of it held.
        output: The last line that it printed.
    """

    seconds: float
    megabytes: float
    output: str


def environment(added: Mapping[str, str]) -> dict[str, str]:
    """What every program is started with, and what is added for one."""
    inherited = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return {**inherited, **_ADDED, **added}


def run(command: Sequence[str], added: Mapping[str, str]) -> Ran:
    """Run it to its end; where it fails, the benchmark ends with the last line on its standard error."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment(added), cwd="/")
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command[:3])}: {(errors.read().strip().splitlines() or ['failed'])[-1]}")
        kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
        return Ran(seconds, kilobytes * 1024 / 1e6, (output.read().strip().splitlines() or [""])[-1])
