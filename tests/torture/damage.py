"""Ways to spoil a file."""

from __future__ import annotations

import random
from pathlib import Path


def spoil(path: Path, chance: random.Random) -> str:
    """Spoil a file in one of many ways; which."""
    data = path.read_bytes()
    place = chance.randrange(len(data))
    match chance.randrange(8):
        case 0:
            path.unlink()
            return "removed"
        case 1:
            path.write_bytes(data[:place])
            return "cut short"
        case 2:
            path.write_bytes(data + chance.randbytes(1 + place % 99))
            return "made longer"
        case 3:
            size = min(512, len(data) - place)
            path.write_bytes(
                data[:place] + bytes(byte ^ 0xFF for byte in data[place : place + size]) + data[place + size :]
            )
            return "overwritten in part"
        case _:
            path.write_bytes(data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :])
            return "one bit flipped"
