"""Products in eight bits stay close to those in floating point, whatever stands beside them."""

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.quantise import packed, quantise, unpacked
from index.session import open_session

SIDE = 96
RNG = np.random.default_rng(5)
WEIGHTS = RNG.normal(size=(SIDE, SIDE)).astype(np.float32)
BIAS = RNG.normal(size=SIDE).astype(np.float32)
TABLE = RNG.normal(size=(200, SIDE)).astype(np.float32)
# As in trained models, one channel is always many times larger than the others.
SIZES = np.where(np.arange(SIDE) == 7, 30, 1).astype(np.float32)
EVERY = np.arange(200)[None]


def model(weights: NDArray[np.float32] = WEIGHTS) -> onnx.ModelProto:
    """Looks rows up in a table, normalises them, multiplies them by a square matrix and adds a bias."""
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["rows"], axis=0),
            helper.make_node("LayerNormalization", ["rows", "sizes"], ["normalised"]),
            helper.make_node("MatMul", ["normalised", "weights"], ["unbiased"]),
            helper.make_node("Add", ["bias", "unbiased"], ["products"]),
        ],
        "lookup",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n", "length"])],
        [helper.make_tensor_value_info("products", TensorProto.FLOAT, ["n", "length", SIDE])],
        [
            numpy_helper.from_array(TABLE, "table"),
            numpy_helper.from_array(SIZES, "sizes"),
            numpy_helper.from_array(weights, "weights"),
            numpy_helper.from_array(BIAS, "bias"),
        ],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def run(graph: onnx.ModelProto, ids: NDArray[np.int64]) -> NDArray[np.float32]:
    ((products,),) = open_session(graph.SerializeToString()).run(["products"], [{"ids": ids}])
    return products


def quantised(*, sampled: bool) -> onnx.ModelProto:
    graph = model()
    quantise(graph, [{"ids": EVERY[:, :50]}] if sampled else [])
    return graph


def error(graph: onnx.ModelProto) -> float:
    """Root mean square, relative to the exact products."""
    exact = run(model(), EVERY)
    return float(np.sqrt(np.mean((run(graph, EVERY) - exact) ** 2) / np.mean(exact**2)))


def test_samples_halve_the_error_of_normalised_values() -> None:
    """Products stay within five percent without samples, and within two and a half with some."""
    assert error(quantised(sampled=False)) < 0.05
    assert error(quantised(sampled=True)) < 0.025


@pytest.mark.parametrize("sampled", [False, True])
def test_a_row_has_the_same_product_in_any_company(sampled: bool) -> None:
    """Bit for bit."""
    graph = quantised(sampled=sampled)
    together = run(graph, np.array([[3, 7], [11, 150]]))
    np.testing.assert_array_equal(run(graph, np.array([[11]]))[0, 0], together[1, 0])


@pytest.mark.parametrize("sampled", [False, True])
def test_no_two_products_overflow_16_bits(sampled: bool) -> None:
    """Processors without VNNI add two of them in 16 bits."""
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in quantised(sampled=sampled).graph.initializer}
    (steps,) = (held[name] for name in held if name.startswith("weights") and name.endswith("steps"))
    assert 2 * 255 * int(np.abs(steps.astype(int)).max()) <= 32_767


def test_zeros_stay_zeros() -> None:
    """A column without weights has no scale to be divided by."""
    for samples in ([], [{"ids": EVERY}]):
        empty = model(np.zeros_like(WEIGHTS))
        quantise(empty, samples)
        np.testing.assert_array_equal(run(empty, np.array([[1, 2]])), np.broadcast_to(BIAS, (1, 2, SIDE)))


def test_only_a_bias_for_each_column_is_added_within_the_product() -> None:
    """One number for all of them is added as before."""
    one = model()
    one.graph.initializer[3].CopyFrom(numpy_helper.from_array(BIAS[:1], "bias"))
    exact = run(one, EVERY)
    quantise(one, [{"ids": EVERY}])
    assert "Add" in [node.op_type for node in one.graph.node]
    np.testing.assert_allclose(run(one, EVERY), exact, atol=0.05 * np.abs(exact).max())


def test_a_product_that_is_also_a_result_stays_one() -> None:
    """It is given without the bias that is added to it."""
    both = model()
    both.graph.output.append(helper.make_tensor_value_info("unbiased", TensorProto.FLOAT, ["n", "length", SIDE]))
    quantise(both, [{"ids": EVERY}])
    ((products, unbiased),) = open_session(both.SerializeToString()).run(["products", "unbiased"], [{"ids": EVERY}])
    np.testing.assert_array_equal(products, unbiased + BIAS)


def test_a_table_may_also_be_multiplied_by() -> None:
    """Its rows and its columns have scales of their own."""
    tied = model()
    tied.graph.initializer[2].CopyFrom(numpy_helper.from_array(WEIGHTS, "other"))
    tied.graph.initializer[0].CopyFrom(numpy_helper.from_array(WEIGHTS, "weights"))
    tied.graph.node[0].input[0] = "weights"
    exact = run(tied, EVERY[:, :SIDE])
    quantise(tied)
    np.testing.assert_allclose(run(tied, EVERY[:, :SIDE]), exact, atol=0.05 * np.abs(exact).max())


def test_a_bias_is_added_within_the_product() -> None:
    """Where the product's result is not scaled any more."""
    assert "Add" not in [node.op_type for node in quantised(sampled=True).graph.node]


def test_samples_give_values_that_are_not_normalised_one_range() -> None:
    """No row is measured, and products stay within five percent."""
    raw = model()
    del raw.graph.node[1]
    raw.graph.node[1].input[0] = "rows"
    exact = run(raw, EVERY)
    quantise(raw, [{"ids": EVERY[:, :50]}])
    assert "Abs" not in [node.op_type for node in raw.graph.node]
    assert np.sqrt(np.mean((run(raw, EVERY) - exact) ** 2) / np.mean(exact**2)) < 0.05


def test_a_narrow_table_takes_half_the_room_and_is_off_by_a_tenth() -> None:
    graph = model()
    quantise(graph, narrow=["table"])
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}
    assert held["table.pairs"].nbytes == TABLE.nbytes / 8
    assert error(graph) == pytest.approx(0.1, abs=0.03)


def test_a_table_that_was_narrow_before_stays_as_it_is() -> None:
    pairs, scales = packed(TABLE)
    again, same = packed(unpacked(pairs, scales))
    assert np.array_equal(again, pairs)
    assert same == pytest.approx(scales)
