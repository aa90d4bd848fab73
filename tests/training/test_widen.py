"""What ships is trained on: its weights come back from its eight bits, and those of the words from four."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray

from index.quantise import quantise
from training.export import export
from training.model import WORDS, ReaderModel
from training.widen import widened

_IDS = np.arange(100, 164).reshape(2, 32)
_SAMPLE = {"ids": _IDS, "mask": np.ones((2, 32), np.int64), "types": np.zeros((2, 32), np.int64)}


@pytest.mark.parametrize(("samples", "most"), [([], 0.02), ([_SAMPLE], 0.04)], ids=["measured", "fixed"])
@pytest.mark.parametrize(("narrow", "lost"), [([], 0.007), ([WORDS], 0.12)])
def test_a_network_comes_back_as_near_as_its_bits_allow(
    tmp_path: Path, narrow: list[str], lost: float, samples: list[dict[str, NDArray[np.int64]]], most: float
) -> None:
    """However many layers it has. Of the words' weights that share of their size is lost, of others less."""
    torch.manual_seed(3)
    state = {name: torch.randn_like(values) for name, values in ReaderModel(2).state_dict().items()}
    export(ReaderModel.of(state), tmp_path / "whole.onnx")
    network = onnx.load(tmp_path / "whole.onnx")
    quantise(network, samples, narrow=narrow)
    onnx.save(network, tmp_path / "small.onnx")
    back = widened(tmp_path / "small.onnx")
    assert back.keys() == state.keys()
    off = {name: float((back[name] - values).norm() / values.norm()) for name, values in state.items()}
    assert off.pop(WORDS) == pytest.approx(lost, rel=0.2)
    assert max(off.values()) < most
