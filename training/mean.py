"""The mean of several runs' weights: `python -m training.mean RUN=SHARE RUN=SHARE… --to RUN`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

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
    about = provenance(
        [json.loads((run / "run.json").read_text(encoding="utf-8")) for run in shares], [*shares.values()]
    )
    (args.to / "run.json").write_text(json.dumps(about, indent=1))


def provenance(runs: list[dict[str, Any]], shares: list[float]) -> dict[str, Any]:
    """What went in: every run that is no mean itself with its share, and all their data by hash."""
    data: dict[str, str] = {}
    parts: list[dict[str, Any]] = []
    for run, share in zip(runs, shares, strict=True):
        data |= run["data"]
        alone = [{**{key: run[key] for key in run if key != "data"}, "share": 1.0}]
        parts += [{**part, "share": round(part["share"] * share / sum(shares), 4)} for part in run.get("mean", alone)]
    return {"mean": parts, "data": data}


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
