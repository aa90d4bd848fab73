"""Eight-bit arithmetic for an ONNX graph.

Matrix products are computed in integers: weights have one scale a column, activations one scale a token (a row of
what goes into the product). ONNX Runtime's usual dynamic quantisation scales activations by the whole batch instead:
a text's vector then depends on the texts beside it. Here a token's result depends on that token alone, and it is
hardly slower. Embedding tables keep one scale a row.

Processors without VNNI add two products of bytes in 16 bits, which must not overflow: 255 * 63 * 2 and 127 * 127 * 2
do not. So either the weights or the activations use seven of their eight bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import GraphProto, ModelProto, NodeProto, TensorProto

SMALLEST = 4096  # weights; below, nothing is gained


@dataclass(frozen=True, slots=True)
class _Rounding:
    """How a product is rounded.

    Attributes:
        name: Part of the names in the graph.
        activation: The largest step of an activation; bytes stand around one more than it.
        weight: The largest step of a weight.
        twice: Whether what an activation loses is rounded and multiplied as well.
    """

    name: str
    activation: int
    weight: int
    twice: bool


_ONCE = _Rounding("once", activation=127, weight=63, twice=False)
_TWICE = _Rounding("twice", activation=63, weight=127, twice=True)


def quantise(model: ModelProto, *, fine: bool = False) -> None:
    """Replace the products and look-ups of the large constant weights of `model`, in place.

    Args:
        model: The model.
        fine: Round the inputs of square products (attention's, the most sensitive) twice, each time to seven bits.
            The vectors of all-MiniLM-L6-v2 then keep a cosine of 0.99 to the original, else of 0.98.
    """
    from onnx import helper

    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer if _is_large_matrix(tensor)}
    done: set[str] = set()
    nodes: list[NodeProto] = []
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            weight = weights[node.input[1]]
            rounding = _TWICE if fine and weight.dims[0] == weight.dims[1] else _ONCE
            nodes += _rounded(graph, node.input[0], rounding, done)
            nodes += _product(graph, node, weight, rounding, done)
        elif node.op_type == "Gather" and node.input[0] in weights and _axis(node) == 0:
            nodes += _lookup(graph, node, weights[node.input[0]], done)
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input} | {output.name for output in graph.output}
    kept = [tensor for tensor in graph.initializer if tensor.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    if not any(opset.domain == "com.microsoft" for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def _rounded(graph: GraphProto, value: str, rounding: _Rounding, done: set[str]) -> list[NodeProto]:
    """What goes into a product as bytes, with a scale for each row; products of the same input share them."""
    from onnx import helper

    part = f"{value}.{rounding.name}"
    if part in done:
        return []
    done.add(part)
    largest = _constant(graph, np.float32(rounding.activation), done)
    tiny, one = _constant(graph, np.float32(1e-12), done), _constant(graph, np.float32(1), done)
    middle = _constant(graph, np.uint8(rounding.activation + 1), done)
    nodes = [
        helper.make_node("Abs", [value], [f"{part}.size"]),
        helper.make_node("ReduceMax", [f"{part}.size"], [f"{part}.most"], axes=[-1], keepdims=1),
        helper.make_node("Max", [f"{part}.most", tiny], [f"{part}.room"]),
        helper.make_node("Div", [largest, f"{part}.room"], [f"{part}.factor"]),
        helper.make_node("Mul", [value, f"{part}.factor"], [f"{part}.scaled"]),
        helper.make_node("QuantizeLinear", [f"{part}.scaled", one, middle], [f"{part}.bytes"]),
        helper.make_node("Div", [f"{part}.room", largest], [f"{part}.scale"]),
    ]
    if rounding.twice:
        finer = _constant(graph, np.float32(2 * rounding.activation), done)
        nodes += [
            helper.make_node("DequantizeLinear", [f"{part}.bytes", one, middle], [f"{part}.kept"]),
            helper.make_node("Sub", [f"{part}.scaled", f"{part}.kept"], [f"{part}.lost"]),
            helper.make_node("Mul", [f"{part}.lost", finer], [f"{part}.enlarged"]),
            helper.make_node("QuantizeLinear", [f"{part}.enlarged", one, middle], [f"{part}.lost_bytes"]),
        ]
    return nodes


def _product(
    graph: GraphProto, node: NodeProto, weight: TensorProto, rounding: _Rounding, done: set[str]
) -> list[NodeProto]:
    from onnx import helper, numpy_helper

    steps, scales = f"{weight.name}.steps", f"{weight.name}.scales"
    if weight.name not in done:
        done.add(weight.name)
        values = numpy_helper.to_array(weight)
        scale = _not_zero(np.abs(values).max(axis=0) / rounding.weight)
        graph.initializer.append(numpy_helper.from_array(np.rint(values / scale).astype(np.int8), steps))
        graph.initializer.append(numpy_helper.from_array(scale, scales))
    part, output = f"{node.input[0]}.{rounding.name}", node.output[0]
    middle = _constant(graph, np.uint8(rounding.activation + 1), done)

    def multiplied(data: str, unit: float, result: str) -> NodeProto:
        inputs = [data, steps, _constant(graph, np.float32(unit), done), scales, middle]
        return helper.make_node(
            "MatMulIntegerToFloat", inputs, [result], name=f"{node.name}.{result}", domain="com.microsoft"
        )

    nodes = [multiplied(f"{part}.bytes", 1, f"{output}.kept")]
    columns = f"{output}.kept"
    if rounding.twice:
        nodes.append(multiplied(f"{part}.lost_bytes", 1 / (2 * rounding.activation), f"{output}.lost"))
        columns = f"{output}.both"
        nodes.append(helper.make_node("Add", [f"{output}.kept", f"{output}.lost"], [columns]))
    return [*nodes, helper.make_node("Mul", [columns, f"{part}.scale"], [output], name=node.name)]


def _constant(graph: GraphProto, value: np.generic, done: set[str]) -> str:
    from onnx import numpy_helper

    name = f"quantised.{value.dtype}.{value}"
    if name not in done:
        done.add(name)
        graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
    return name


def _not_zero(scale: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.where(scale == 0, np.float32(1), scale).astype(np.float32)


def _lookup(graph: GraphProto, node: NodeProto, table: TensorProto, done: set[str]) -> list[NodeProto]:
    """The rows and their scales are looked up, then multiplied."""
    from onnx import TensorProto, helper, numpy_helper

    rows, scales = f"{table.name}.rows", f"{table.name}.scales"
    if table.name not in done:
        done.add(table.name)
        values = numpy_helper.to_array(table)
        scale = _not_zero(np.abs(values).max(axis=1, keepdims=True) / 127)
        graph.initializer.append(numpy_helper.from_array(np.rint(values / scale).astype(np.int8), rows))
        graph.initializer.append(numpy_helper.from_array(scale, scales))
    found, wide, factor = (f"{node.output[0]}.{part}" for part in ("rows", "wide", "scales"))
    return [
        helper.make_node("Gather", [rows, node.input[1]], [found], name=node.name, axis=0),
        helper.make_node("Cast", [found], [wide], to=TensorProto.FLOAT),
        helper.make_node("Gather", [scales, node.input[1]], [factor], axis=0),
        helper.make_node("Mul", [wide, factor], list(node.output)),
    ]


def _axis(node: NodeProto) -> int:
    return next((int(attribute.i) for attribute in node.attribute if attribute.name == "axis"), 0)


def _is_large_matrix(tensor: TensorProto) -> bool:
    from onnx import TensorProto

    return tensor.data_type == TensorProto.FLOAT and len(tensor.dims) == 2 and int(np.prod(tensor.dims)) >= SMALLEST
