"""Make attacks at their full counts, or those that are named, and say what was done."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter

from tests.torture.attacks import ATTACKS, Attack


def main() -> None:
    """Read the command line, attack, and leave with 1 where Byline did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(attack.name for attack in ATTACKS))
    parser.add_argument("--count", type=int, help="rounds of each, instead of the full count")
    parser.add_argument("--seed", type=int, default=0, help="another course of chance")
    given = parser.parse_args()
    unknown = {*given.names} - {attack.name for attack in ATTACKS}
    if unknown:
        parser.error(f"no such attack: {', '.join(sorted(unknown))}")
    chosen = [attack for attack in ATTACKS if not given.names or attack.name in given.names]
    held = [_held(attack, given.count or attack.many, given.seed) for attack in chosen]
    sys.exit(not all(held))


def _held(attack: Attack, count: int, seed: int) -> bool:
    done: Counter[str] = Counter()
    begin = time.monotonic()
    failure: AssertionError | None = None
    try:
        for outcome in attack.rounds(count, random.Random(seed)):
            done[outcome] += 1
            if sys.stderr.isatty():
                print(f"\r{attack.name} {done.total():,} of {count:,}", end="", file=sys.stderr)
    except AssertionError as broken:
        failure = broken
    clear = "\r" if sys.stderr.isatty() else ""
    print(f"{clear}{attack.name}: {done.total():,} rounds in {time.monotonic() - begin:.0f} s, seed {seed}", flush=True)
    for outcome, times in sorted(done.items()):
        print(f"    {times:>6,}  {outcome}")
    if failure is not None:
        print(f"    BROKEN in round {done.total() + 1:,}: {failure!r}", flush=True)
    return failure is None


if __name__ == "__main__":
    main()
