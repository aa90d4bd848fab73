"""Eight-bit arithmetic for an ONNX graph.

Matrix products are computed in integers: weights have one scale a column, activations one scale a token (a row of
what goes into the product). ONNX Runtime's usual dynamic quantisation scales activations by the whole batch instead:
a text's vector then depends on the texts beside it and strays to a cosine of 0.984 from the original. Here a token's
result depends on that token alone, and it is hardly slower. Embedding tables keep one scale a row.

Weights use seven of their eight bits: processors without VNNI add two products in 16 bits, which 255 * 127 * 2 overflows
and 255 * 63 * 2 does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import GraphProto, ModelProto, NodeProto, TensorProto

LARGEST_WEIGHT = 63
LARGEST_ACTIVATION = 127
SMALLEST = 4096  # weights; below, nothing is gained


def quantise(model: ModelProto) -> None:
    """Replace the products and look-ups of the large constant weights of `model`, in place."""
    from onnx import helper

    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer if _is_large_matrix(tensor)}
    done: set[str] = set()
    nodes: list[NodeProto] = []
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            nodes += _rounded(graph, node.input[0], done)
            nodes += _product(graph, node, weights[node.input[1]], done)
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


def _rounded(graph: GraphProto, name: str, done: set[str]) -> list[NodeProto]:
    """What goes into a product as bytes around 128, a scale for each row; products of the same input share them."""
    from onnx import helper

    if f"{name}.bytes" in done:
        return []
    done.add(f"{name}.bytes")
    largest = _constant(graph, "quantised.largest", np.float32(LARGEST_ACTIVATION), done)
    tiny = _constant(graph, "quantised.tiny", np.float32(1e-12), done)
    one = _constant(graph, "quantised.one", np.float32(1), done)
    middle = _constant(graph, "quantised.middle", np.uint8(128), done)
    size, most, room, factor, scaled = (f"{name}.{part}" for part in ("size", "most", "room", "factor", "scaled"))
    return [
        helper.make_node("Abs", [name], [size]),
        helper.make_node("ReduceMax", [size], [most], axes=[-1], keepdims=1),
        helper.make_node("Max", [most, tiny], [room]),
        helper.make_node("Div", [largest, room], [factor]),
        helper.make_node("Mul", [name, factor], [scaled]),
        helper.make_node("QuantizeLinear", [scaled, one, middle], [f"{name}.bytes"]),
        helper.make_node("Div", [room, largest], [f"{name}.scale"]),
    ]


def _product(graph: GraphProto, node: NodeProto, weight: TensorProto, done: set[str]) -> list[NodeProto]:
    from onnx import helper, numpy_helper

    steps, scales = f"{weight.name}.steps", f"{weight.name}.scales"
    if weight.name not in done:
        done.add(weight.name)
        values = numpy_helper.to_array(weight)
        scale = _not_zero(np.abs(values).max(axis=0) / LARGEST_WEIGHT)
        graph.initializer.append(numpy_helper.from_array(np.rint(values / scale).astype(np.int8), steps))
        graph.initializer.append(numpy_helper.from_array(scale, scales))
    inputs = [f"{node.input[0]}.bytes", steps, "quantised.one", scales, "quantised.middle"]
    columns = f"{node.output[0]}.columns"
    return [
        helper.make_node("MatMulIntegerToFloat", inputs, [columns], name=node.name, domain="com.microsoft"),
        helper.make_node("Mul", [columns, f"{node.input[0]}.scale"], list(node.output)),
    ]


def _constant(graph: GraphProto, name: str, value: np.generic, done: set[str]) -> str:
    from onnx import numpy_helper

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
