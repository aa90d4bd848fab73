"""Run an ONNX graph, the same way for every model."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray


class Session(Protocol):
    """The part of `onnxruntime.InferenceSession` that is used; threads may share one."""

    def get_inputs(self) -> Sequence[Any]: ...

    def run(self, output_names: Sequence[str] | None, feed: dict[str, NDArray[Any]]) -> Sequence[Any]: ...


def open_session(model: bytes) -> Session:
    """A session on the processor. ONNX Runtime's own errors come through."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # ONNX Runtime counts whole cores: on two hyper-threads of one core, or in a container, it would take one or all.
    options.intra_op_num_threads = min(8, _processors())
    # Threads that spin while they wait gain nothing for one question and slow a busy machine by half.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4
    session: Session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session


def optimised(model: bytes) -> bytes:
    """The same graph as ONNX Runtime rewrites it when it opens it, so that it opens in half the time."""
    import onnxruntime

    with tempfile.TemporaryDirectory(prefix="byline-") as folder:
        options = onnxruntime.SessionOptions()
        # No further: the last level is for the processor that it is rewritten on.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = str(Path(folder) / "optimised.onnx")
        options.log_severity_level = 4
        onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return Path(options.optimized_model_filepath).read_bytes()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
