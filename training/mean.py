"""The mean of several runs' weights: `python -m training.mean RUN=SHARE RUN=SHARE… --to RUN`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch


def main() -> None:
    """Write `checkpoint.pt`, and `run.json` with what went in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", metavar="RUN=SHARE")
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    shares = {Path(run): float(share) for run, _, share in (part.rpartition("=") for part in args.parts)}
    states = [torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True) for run in shares]
    model = mean([state["model"] for state in states], list(shares.values()))
    args.to.mkdir(parents=True, exist_ok=True)
    torch.save({"model": model, "step": max(state["step"] for state in states)}, args.to / "checkpoint.pt")
    about = {
        "mean": [
            {"share": share, "run": json.loads((run / "run.json").read_text(encoding="utf-8"))}
            for run, share in shares.items()
        ]
    }
    (args.to / "run.json").write_text(json.dumps(about, indent=1))


def mean(models: list[dict[str, torch.Tensor]], shares: list[float]) -> dict[str, torch.Tensor]:
    """The weighted mean of models of which each was trained from another (Wortsman et al., 2022)."""
    total = sum(shares)
    weighted = [(model, share / total) for model, share in zip(models, shares, strict=True)]
    return {
        name: torch.stack([model[name] * share for model, share in weighted]).sum(0)
        if values.is_floating_point()
        else values
        for name, values in models[0].items()
    }


if __name__ == "__main__":
    main()
