"""Train the reader: `python -m training.train`, which goes on from its last checkpoint.

Two cores take about an hour and a half for one course; a GPU takes minutes.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training.data import DATA, HELD_OUT_TITLES, SQUAD_DEV, Example, read_examples, sha256_of
from training.features import Batch, Feature, batches, collate, features
from training.mine import hardest
from training.mix import Pair, first_course, paired_course, second_course, third_course
from training.mixed import mixed_pairs, mixed_singles
from training.model import ReaderModel, load_tokenizer, loss_against, loss_of, ranking_loss
from training.ranked import RECIPES, course_pairs, course_singles
from training.score import auroc, best_threshold, exact, f1
from training.written import (
    QUESTIONS,
    article_pairs,
    article_singles,
    section_pairs,
    section_singles,
    written_pairs,
    written_singles,
)

_PAIRS: dict[str, Callable[[Path, random.Random, float], list[Pair]]] = {
    "paired": paired_course,
    "mixed": mixed_pairs,
    "written": written_pairs,
    "articles": article_pairs,
    "sections": section_pairs,
    **{name: partial(course_pairs, recipe) for name, recipe in RECIPES.items()},
}
_SINGLES: dict[str, Callable[[Path, random.Random, float], list[Example]]] = {
    "mixed": mixed_singles,
    "written": written_singles,
    "articles": article_singles,
    "sections": section_singles,
    **{name: partial(course_singles, recipe) for name, recipe in RECIPES.items()},
}
# How much of the loss is the distance to a teacher at first; it falls to nothing at half of the course.
_TAUGHT = 0.7


def main() -> None:
    """Train, or resume, and leave `checkpoint.pt` and `log.jsonl` in the run's folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("training/runs/first"))
    parser.add_argument("--course", choices=["first", "second", "third", *_PAIRS], default="first")
    parser.add_argument("--after", type=Path, required=True, help="a run to go on from")
    parser.add_argument("--teacher", type=Path, help="a run whose scores are learned too, in the first half")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--tokens", type=int, default=3072, help="tokens in a batch")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the mixture, for trials")
    parser.add_argument("--steps", type=int, help="a shorter course: batches are left out evenly")
    parser.add_argument("--stop", type=int, help="the step after which to end early, the rate still high")
    parser.add_argument("--dropout", type=float, default=0.05)
    parser.add_argument("--every", type=int, default=500, help="steps between checkpoints")
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    train(args)


def train(args: argparse.Namespace) -> None:
    """One course over the mixture with a warm-up of 5 % and a linear fall to zero."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer()
    rng = random.Random(args.seed)
    model = _reader(args.after, device, args.dropout)
    teacher = _reader(args.teacher, device).eval() if args.teacher else None
    course = _course(args, model, tokenizer, rng)
    planned = sum(1 for _ in batches(course, random.Random(args.seed), args.tokens))
    steps = min(planned, args.steps or planned)
    held_out = [e for e in read_examples(SQUAD_DEV) if e.title in HELD_OUT_TITLES]
    sample = random.Random(0).sample(held_out, 600)

    model.body.embeddings.word_embeddings.weight.requires_grad = False
    decayed = [p for p in model.parameters() if p.requires_grad and p.ndim > 1]
    plain = [p for p in model.parameters() if p.requires_grad and p.ndim == 1]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=args.rate, fused=True)
    warm_up = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(step / warm_up, (steps - step) / (steps - warm_up))
    )
    checkpoint, done = args.run / "checkpoint.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        done = state["step"]
    else:
        (args.run / "run.json").write_text(json.dumps(_provenance(args, len(course), steps), indent=1))
    print(f"{len(course)} examples, {steps} steps of {args.tokens} tokens on {device}, from step {done}", flush=True)

    started, losses = time.monotonic(), []
    for number, batch in enumerate(batches(course, random.Random(args.seed), args.tokens)):
        step = number * steps // planned
        if step < done or (number + 1) * steps // planned == step:
            continue
        model.train()
        inputs = _inputs(batch, device)
        with torch.autocast(device.type, torch.bfloat16):
            outputs = model(*inputs)
        start, end, certainty = (torch.from_numpy(a).to(device) for a in (batch.start, batch.end, batch.certainty))
        loss = loss_of(outputs, start, end, certainty)
        if batch.paired:
            loss = loss + ranking_loss(outputs, certainty)
        taught = _TAUGHT * (1 - 2 * step / steps)
        if teacher is not None and taught > 0:
            with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
                theirs = teacher(*inputs)
            loss = (1 - taught) * loss + taught * loss_against(outputs, theirs)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(decayed + plain, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        losses.append(loss.item())
        if (step + 1) % 50 == 0:
            left = (time.monotonic() - started) / (step + 1 - done) * (steps - step - 1)
            print(f"step {step + 1}/{steps} loss {np.mean(losses[-50:]):.3f} {left / 60:.0f} min left", flush=True)
        ends = step + 1 in {steps, args.stop}
        if (step + 1) % args.every == 0 or ends:
            figures = measure(model, held_out if ends else sample, tokenizer, device)
            with (args.run / "log.jsonl").open("a") as log:
                log.write(json.dumps({"step": step + 1, "loss": float(np.mean(losses[-500:])), **figures}) + "\n")
            print(json.dumps(figures), flush=True)
            state = {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "step": step + 1,
            }
            torch.save(state, checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").replace(checkpoint)
        if ends:
            break


def measure(
    model: ReaderModel, examples: list[Example], tokenizer: Tokenizer, device: torch.device
) -> dict[str, float]:
    """EM and F1 with the paragraph given, and the AUROC of "can this paragraph answer this question"."""
    model.eval()
    forced_em, forced_f1, sure, null, has = [], [], [], [], []
    asked = sorted(examples, key=lambda e: len(e.context))
    for begin in range(0, len(asked), 24):
        part = asked[begin : begin + 24]
        bare = [Example(e.question, e.context, (), e.origin) for e in part]
        group = list(features(bare, tokenizer, None))
        offsets = [tokenizer.encode(e.context, add_special_tokens=False).offsets for e in part]
        batch = collate(group)
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
            start, end, answerable = (t.float().cpu().numpy() for t in model(*_inputs(batch, device)))
        for row, (example, feature) in enumerate(zip(part, group, strict=True)):
            first = feature.question_length
            last = min(len(feature.ids) - 1, first + len(offsets[row]))
            scores = start[row, first:last, None] + end[row, None, first:last]
            scores = np.where(np.triu(np.ones_like(scores)) - np.triu(np.ones_like(scores), 30) > 0, scores, -1e9)
            low, high = np.unravel_index(int(scores.argmax()), scores.shape)
            text = example.context[offsets[row][low][0] : offsets[row][high][1]]
            golds = [example.context[a:b] for a, b in example.answers]
            has.append(bool(golds))
            forced_em.append(exact(text, golds) if golds else 0.0)
            forced_f1.append(f1(text, golds) if golds else 0.0)
            null.append(float(scores.max() - start[row, 0] - end[row, 0]))
            sure.append(float(answerable[row]))
    both = [a + b / 2 for a, b in zip(sure, null, strict=True)]
    answered = np.array(has)
    return {
        "has_em": round(100 * float(np.mean(np.array(forced_em)[answered])), 2),
        "has_f1": round(100 * float(np.mean(np.array(forced_f1)[answered])), 2),
        "auroc_head": round(auroc(sure, has), 4),
        "auroc_null": round(auroc(null, has), 4),
        "auroc": round(auroc(both, has), 4),
        "best_f1": round(100 * best_threshold(both, forced_f1, has)[1], 2),
        "best_em": round(100 * best_threshold(both, forced_em, has)[1], 2),
    }


def _course(
    args: argparse.Namespace, model: ReaderModel, tokenizer: Tokenizer, rng: random.Random
) -> list[tuple[Feature, ...]]:
    """What is seen in one step together: single questions, or pairs of them."""
    if args.course in _PAIRS:
        seen = (tuple(features(pair, tokenizer, rng)) for pair in _PAIRS[args.course](DATA, rng, args.scale))
        units: list[tuple[Feature, ...]] = [pair for pair in seen if len(pair) == 2]
        if args.course in _SINGLES:
            singles = _SINGLES[args.course](DATA, rng, args.scale)
            units += [(feature,) for feature in features(singles, tokenizer, rng)]
            rng.shuffle(units)
        return units
    if args.course == "third":
        examples = third_course(DATA, rng, args.scale, lambda some, share: hardest(some, model, tokenizer, share))
    else:
        examples = (first_course if args.course == "first" else second_course)(DATA, rng, args.scale)
    return [(feature,) for feature in features(examples, tokenizer, rng)]


def _reader(run: Path, device: torch.device, dropout: float = 0.0) -> ReaderModel:
    state = torch.load(run / "checkpoint.pt", map_location=device, weights_only=True)
    return ReaderModel.of(state["model"], dropout).to(device)


def _inputs(batch: Batch, device: torch.device) -> list[torch.Tensor]:
    return [torch.from_numpy(array).to(device) for array in (batch.ids, batch.mask, batch.types)]


def _provenance(args: argparse.Namespace, examples: int, steps: int) -> dict[str, object]:
    files = [*sorted((DATA / "train").glob("*.gz")), SQUAD_DEV, *sorted(QUESTIONS.glob("*.gz"))]
    return {
        "settings": {k: str(v) for k, v in vars(args).items()},
        "examples": examples,
        "steps": steps,
        "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
        "data": {f.name: sha256_of(f) for f in files},
    }


if __name__ == "__main__":
    main()
