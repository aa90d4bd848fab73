"""Products in eight bits stay close to those in floating point, whatever stands beside them."""

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.quantise import quantise
from index.session import open_session

SIDE = 96
RNG = np.random.default_rng(5)
WEIGHTS = RNG.normal(size=(SIDE, SIDE)).astype(np.float32)
TABLE = RNG.normal(size=(200, SIDE)).astype(np.float32)


def model() -> onnx.ModelProto:
    """Looks rows up in a table and multiplies them by a square matrix."""
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["rows"], axis=0),
            helper.make_node("MatMul", ["rows", "weights"], ["products"]),
        ],
        "lookup",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n", "length"])],
        [helper.make_tensor_value_info("products", TensorProto.FLOAT, ["n", "length", SIDE])],
        [numpy_helper.from_array(TABLE, "table"), numpy_helper.from_array(WEIGHTS, "weights")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def products(ids: NDArray[np.int64], *, fine: bool) -> NDArray[np.float32]:
    quantised = model()
    quantise(quantised, fine=fine)
    return np.asarray(open_session(quantised.SerializeToString()).run(None, {"ids": ids})[0])


def error(*, fine: bool) -> float:
    """Root mean square, relative to the exact products."""
    ids = np.arange(200)[None]
    exact = TABLE[ids] @ WEIGHTS
    return float(np.sqrt(np.mean((products(ids, fine=fine) - exact) ** 2) / np.mean(exact**2)))


def test_products_stay_within_two_percent() -> None:
    """And rounding activations twice, with finer weights, halves the error."""
    assert error(fine=False) < 0.02
    assert error(fine=True) < error(fine=False) / 1.5


@pytest.mark.parametrize("fine", [False, True])
def test_a_row_has_the_same_product_in_any_company(fine: bool) -> None:
    """Bit for bit."""
    together = products(np.array([[3, 7], [11, 150]]), fine=fine)
    np.testing.assert_array_equal(products(np.array([[11]]), fine=fine)[0, 0], together[1, 0])


@pytest.mark.parametrize("fine", [False, True])
def test_no_two_products_overflow_16_bits(fine: bool) -> None:
    """Processors without VNNI add two of them in 16 bits."""
    quantised = model()
    quantise(quantised, fine=fine)
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in quantised.graph.initializer}
    middle = next(int(held[node.input[4]]) for node in quantised.graph.node if node.op_type == "MatMulIntegerToFloat")
    largest = 255 if middle == 128 else 2 * middle - 1
    assert 2 * largest * int(np.abs(held["weights.steps"].astype(int)).max()) <= 32_767


def test_zeros_stay_zeros() -> None:
    """A column without weights has no scale to be divided by."""
    empty = model()
    del empty.graph.initializer[:]
    empty.graph.initializer.extend(
        [numpy_helper.from_array(TABLE, "table"), numpy_helper.from_array(np.zeros_like(WEIGHTS), "weights")]
    )
    quantise(empty)
    assert not np.any(open_session(empty.SerializeToString()).run(None, {"ids": np.array([[1, 2]])})[0])
