"""Keep the unanswerable questions that a trained reader still falls for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer

from training.data import Example
from training.features import collate, features
from training.model import ReaderModel


def hardest(
    examples: Sequence[Example], model: ReaderModel, tokenizer: Tokenizer, share: float, spared: float = 0.04
) -> list[Example]:
    """The share of the examples that the model is most inclined to answer.

    Args:
        examples: Questions that their paragraphs do not answer, by construction.
        model: The reader.
        tokenizer: Its tokenizer.
        share: How many to keep, 0..1.
        spared: Share at the very top that is left out, since most of the wrongly made ones are there, 0..1.
    """
    ranked = sorted(zip(inclined(examples, model, tokenizer), range(len(examples)), strict=True), reverse=True)
    first = int(len(ranked) * spared)
    return [examples[i] for _, i in ranked[first : first + int(len(ranked) * share)]]


def inclined(examples: Sequence[Example], model: ReaderModel, tokenizer: Tokenizer) -> list[float]:
    """How inclined the model is to answer each question, in logits."""
    device = next(model.parameters()).device
    model.eval()
    parts = list(features([Example(e.question, e.context, (), e.origin) for e in examples], tokenizer, None))
    order = sorted(range(len(parts)), key=lambda i: len(parts[i].ids))
    scores = np.zeros(len(parts), np.float32)
    for begin in range(0, len(order), 24):
        group = order[begin : begin + 24]
        batch = collate([parts[i] for i in group])
        arrays = [torch.from_numpy(array).to(device) for array in (batch.ids, batch.mask, batch.types)]
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
            starts, ends, answerable = (t.float() for t in model(*arrays))
        span = starts[:, 1:].amax(1) + ends[:, 1:].amax(1) - starts[:, 0] - ends[:, 0]
        scores[group] = (answerable + span / 2).cpu().numpy()
        if begin // 24 % 200 == 0:
            print(f"read {begin} of {len(order)}", flush=True)
    return [float(score) for score in scores]
