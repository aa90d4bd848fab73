"""Run an ONNX graph, the same way for every model."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from index.ahead import ahead

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Arrays = Sequence[NDArray[Any]]

_PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_WORKERS = min(8, _PROCESSORS)


class Session:
    """A graph that runs on up to eight processors, a batch on each: four fifths of the time of all on one batch.

    Threads may share one.

    Attributes:
        inputs: The graph's inputs.
        outputs: Its outputs.
    """

    def __init__(self, session: InferenceSession) -> None:
        self._session = session
        self.inputs = tuple(node.name for node in session.get_inputs())
        self.outputs = tuple(node.name for node in session.get_outputs())

    def run(self, outputs: Sequence[str], batches: Sequence[Mapping[str, NDArray[Any]]]) -> Iterator[Arrays]:
        """These outputs of each batch, in order; few of them wait at a time."""
        if len(batches) == 1:
            yield self._session.run(outputs, batches[0])
            return
        yield from ahead(self._pool, partial(self._session.run, outputs), batches, 2 * _WORKERS)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(_WORKERS, "byline-model")


def open_session(model: bytes, *, uneven: bool = False) -> Session:
    """A session on the processors. ONNX Runtime's own errors come through.

    Args:
        model: The graph.
        uneven: There are few batches, and some are much larger: a processor without one takes part in the others',
            and does not spin, which would keep these from it. Many batches of one size take a tenth longer so.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _WORKERS if uneven else 1
    if uneven:
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4
    return Session(onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]))


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
