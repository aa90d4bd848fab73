"""Eight-bit arithmetic for an ONNX graph.

Matrix products are computed in integers: weights have one scale a column, activations one scale a token (a row of
what goes into the product). ONNX Runtime's usual dynamic quantisation scales activations by the whole batch instead:
a text's vector then depends on the texts beside it. Here a token's result depends on that token alone. Embedding
tables keep one scale a row.

Where samples show how large values are, tokens need not be measured. What comes out of a layer normalisation is about
as large for every token, but some of its channels are always many times larger than the rest: each channel has a fixed
scale, six tenths of which the weights take over (SmoothQuant, Xiao et al., 2023), which is as exact as a second product
for what the first one lost. What else goes into a product has one fixed range, wide enough for most tokens; the few
values beyond it are cut off.

Processors without VNNI add two products of bytes in 16 bits, which must not overflow: 255 * 63 * 2 does not. So the
weights use seven of their eight bits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.session import open_session

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import GraphProto, ModelProto, NodeProto, TensorProto

    Vector = NDArray[np.float32]
    Inputs = Mapping[str, NDArray[Any]]

SMALLEST = 4096  # weights; below, nothing is gained
ACTIVATION, WEIGHT = 127, 63  # the largest steps; the bytes of activations stand around 128
MIDDLE = np.float32(7.5)  # of the sixteen values that four bits have
# How much larger than in the samples a normalised value may be before it is cut off, and how much of the differences
# between channels goes into the weights; of 0.3 to 0.7, 0.6 kept all-MiniLM-L6-v2 the truest.
MARGIN, MOVED = 1.1, 0.6
# The range of other values, by the largest one of a usual token.
ROOM = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class _Fixed:
    """How values become bytes, whatever token they are of.

    Attributes:
        step: What one step of a byte stands for.
        zero: The byte that stands for 0.
        channels: What each channel is divided by before, shape (channels,); None where they are alike.
    """

    step: np.float32
    zero: np.uint8
    channels: Vector | None = None


def quantise(model: ModelProto, samples: Sequence[Inputs] = (), narrow: Collection[str] = ()) -> None:
    """Replace the products and look-ups of the large constant weights of `model`, in place.

    Args:
        model: The model.
        samples: Inputs of the model, each by name, that show how large its values are. With them a sixth of the time
            is saved, and the vectors of all-MiniLM-L6-v2 keep a cosine of 0.98 to the original, in the mean 0.996;
            without, of 0.99 and 0.997.
        narrow: Names of tables that are kept in four bits, with an even number of columns.
    """
    from onnx import helper

    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer if _is_large_matrix(tensor)}
    products = [node for node in graph.node if node.op_type == "MatMul" and node.input[1] in weights]
    multiplied = {node.input[1] for node in products}
    fixed = _fixed(model, products, weights, samples)
    biases = _biases(graph, [node for node in products if node.input[0] in fixed], weights)
    added = {add.output[0] for add in biases.values()}
    done: set[str] = set()
    nodes: list[NodeProto] = []
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            how = fixed.get(node.input[0])
            nodes += _rounded(graph, node.input[0], how, done)
            nodes += _product(graph, node, weights[node.input[1]], how, biases.get(node.output[0]), done)
        elif node.output[0] in added:
            continue
        elif node.op_type == "Gather" and node.input[0] in weights and _axis(node) == 0:
            table = weights[node.input[0]]
            name = f"{table.name}.table" if table.name in multiplied else table.name  # it has scales by column, too
            look_up = _narrow_lookup if table.name in narrow else _lookup
            nodes += look_up(graph, node, table, name, done)
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


def _fixed(
    model: ModelProto, products: Sequence[NodeProto], weights: Mapping[str, TensorProto], samples: Sequence[Inputs]
) -> dict[str, _Fixed]:
    """How each value that goes into products becomes bytes, by the samples; nothing where there are none."""
    from onnx import helper

    values = list(dict.fromkeys(node.input[0] for node in products))
    if not samples or not values:
        return {}
    watched = type(model)()
    watched.CopyFrom(model)
    watched.graph.output.extend(helper.make_empty_tensor_value_info(value) for value in values)
    normalised = {node.output[0] for node in model.graph.node if node.op_type == "LayerNormalization"}
    found = open_session(watched.SerializeToString()).run(values, samples)
    fixed = {}
    for value, outputs in zip(values, zip(*found, strict=True), strict=True):
        tokens = np.concatenate([output.reshape(-1, output.shape[-1]) for output in outputs])
        if value in normalised:
            taken = [weights[node.input[1]] for node in products if node.input[0] == value]
            fixed[value] = _Fixed(np.float32(1), np.uint8(ACTIVATION + 1), _channel_scales(tokens, taken))
        else:
            fixed[value] = _range(tokens)
    return fixed


def _channel_scales(tokens: NDArray[np.float32], taken: Sequence[TensorProto]) -> Vector:
    """What a step stands for in each channel of values, shape (tokens, channels), that some weights are taken by."""
    from onnx import numpy_helper

    size = np.max([np.abs(numpy_helper.to_array(weight)).max(axis=1) for weight in taken], axis=0)
    given = np.abs(tokens).max(axis=0)
    moved = np.maximum(given, 1e-6) ** MOVED / np.maximum(size, 1e-6) ** (1 - MOVED)
    scales: Vector = (moved * np.max(given / moved) * MARGIN / ACTIVATION).astype(np.float32)
    return scales


def _range(tokens: NDArray[np.float32]) -> _Fixed:
    """One range for values of shape (tokens, channels): no side of it is wider than twice what was seen there."""
    room = ROOM * float(np.median(np.abs(tokens).max(axis=1)))
    low, high = max(-room, 2 * min(0.0, float(tokens.min()))), min(room, 2 * max(0.0, float(tokens.max())))
    step = (high - low) / 255 or 1.0
    return _Fixed(np.float32(step), np.uint8(round(-low / step)))


def _biases(
    graph: GraphProto, products: Sequence[NodeProto], weights: Mapping[str, TensorProto]
) -> dict[str, NodeProto]:
    """By product, the node that alone takes it and adds a constant to each column."""
    sizes = {tensor.name: tensor.dims[0] for tensor in graph.initializer if len(tensor.dims) == 1}
    outputs = {output.name for output in graph.output}
    columns = {node.output[0]: weights[node.input[1]].dims[1] for node in products}
    takers: dict[str, list[NodeProto]] = {value: [] for value in columns.keys() - outputs}
    for node in graph.node:
        for value in takers.keys() & node.input:
            takers[value].append(node)
    return {
        value: nodes[0]
        for value, nodes in takers.items()
        if [node.op_type for node in nodes] == ["Add"]
        and any(sizes.get(name) == columns[value] for name in nodes[0].input)
    }


def _rounded(graph: GraphProto, value: str, how: _Fixed | None, done: set[str]) -> list[NodeProto]:
    """What goes into a product as bytes; products of the same input share them."""
    from onnx import helper, numpy_helper

    if value in done:
        return []
    done.add(value)
    step, zero = _bytes(graph, how, done)
    measured = []
    if how is not None:
        if how.channels is None:
            return [helper.make_node("QuantizeLinear", [value, step, zero], [f"{value}.bytes"])]
        factor = np.reciprocal(how.channels)
        graph.initializer.append(numpy_helper.from_array(factor, f"{value}.factor"))
    else:
        largest, tiny = _constant(graph, np.float32(ACTIVATION), done), _constant(graph, np.float32(1e-12), done)
        measured = [
            helper.make_node("Abs", [value], [f"{value}.size"]),
            helper.make_node("ReduceMax", [f"{value}.size"], [f"{value}.most"], axes=[-1], keepdims=1),
            helper.make_node("Max", [f"{value}.most", tiny], [f"{value}.room"]),
            helper.make_node("Div", [largest, f"{value}.room"], [f"{value}.factor"]),
            helper.make_node("Div", [f"{value}.room", largest], [f"{value}.scale"]),
        ]
    return [
        *measured,
        helper.make_node("Mul", [value, f"{value}.factor"], [f"{value}.scaled"]),
        helper.make_node("QuantizeLinear", [f"{value}.scaled", step, zero], [f"{value}.bytes"]),
    ]


def _bytes(graph: GraphProto, how: _Fixed | None, done: set[str]) -> tuple[str, str]:
    """What a step of the bytes stands for, and which of them for 0; as constants."""
    step, zero = (how.step, how.zero) if how is not None else (np.float32(1), np.uint8(ACTIVATION + 1))
    return _constant(graph, step, done), _constant(graph, zero, done)


def _product(
    graph: GraphProto, node: NodeProto, weight: TensorProto, how: _Fixed | None, add: NodeProto | None, done: set[str]
) -> list[NodeProto]:
    """The product of bytes, scaled back, with what is added to it.

    A value's channel scales are part of the weights that it is multiplied by.
    """
    from onnx import helper, numpy_helper

    value, output = node.input[0], node.output[0]
    channels = how.channels if how is not None else None
    name = weight.name if channels is None else f"{weight.name}.{value}"
    steps, columns = f"{name}.steps", f"{name}.scales"
    if name not in done:
        done.add(name)
        exact = numpy_helper.to_array(weight)
        if channels is not None:
            exact = exact * channels[:, None]
        column = _not_zero(np.abs(exact).max(axis=0) / WEIGHT)
        graph.initializer.append(numpy_helper.from_array(np.rint(exact / column).astype(np.int8), steps))
        graph.initializer.append(numpy_helper.from_array(column, columns))
    step, zero = _bytes(graph, how, done)
    result = output if how is not None else f"{output}.columns"
    inputs = [f"{value}.bytes", steps, step, columns, zero]
    product = helper.make_node("MatMulIntegerToFloat", inputs, [result], name=node.name, domain="com.microsoft")
    if add is not None:
        product.input.extend(["", *(name for name in add.input if name != output)])
        product.output[:] = add.output
    if how is not None:
        return [product]
    return [product, helper.make_node("Mul", [result, f"{value}.scale"], [output])]


def _constant(graph: GraphProto, value: np.generic, done: set[str]) -> str:
    from onnx import numpy_helper

    name = f"quantised.{value.dtype}.{value}"
    if name not in done:
        done.add(name)
        graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
    return name


def _not_zero(scale: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.where(scale == 0, np.float32(1), scale).astype(np.float32)


def _lookup(graph: GraphProto, node: NodeProto, table: TensorProto, name: str, done: set[str]) -> list[NodeProto]:
    """The rows of a table, by its name among look-ups, and their scales are looked up, then multiplied."""
    from onnx import TensorProto, helper, numpy_helper

    rows, scales = f"{name}.rows", f"{name}.scales"
    if name not in done:
        done.add(name)
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


def _narrow_lookup(
    graph: GraphProto, node: NodeProto, table: TensorProto, name: str, done: set[str]
) -> list[NodeProto]:
    """The same of a table in four bits: a byte holds a value of the first half of the columns, and one of the last."""
    from onnx import TensorProto, helper, numpy_helper

    rows, scales = f"{name}.pairs", f"{name}.scales"
    if name not in done:
        done.add(name)
        packs, scale = packed(numpy_helper.to_array(table))
        graph.initializer.append(numpy_helper.from_array(packs, rows))
        graph.initializer.append(numpy_helper.from_array(scale, scales))
    sixteen, middle = _constant(graph, np.float32(16), done), _constant(graph, MIDDLE, done)
    parts = ("pairs", "wide", "low", "above", "high", "both", "centred", "scales")
    pairs, wide, low, above, high, both, centred, factor = (f"{node.output[0]}.{part}" for part in parts)
    return [
        helper.make_node("Gather", [rows, node.input[1]], [pairs], name=node.name, axis=0),
        helper.make_node("Cast", [pairs], [wide], to=TensorProto.FLOAT),
        helper.make_node("Mod", [wide, sixteen], [low], fmod=1),
        helper.make_node("Sub", [wide, low], [above]),
        helper.make_node("Div", [above, sixteen], [high]),
        helper.make_node("Concat", [low, high], [both], axis=-1),
        helper.make_node("Sub", [both, middle], [centred]),
        helper.make_node("Gather", [scales, node.input[1]], [factor], axis=0),
        helper.make_node("Mul", [centred, factor], list(node.output)),
    ]


def packed(table: NDArray[np.float32]) -> tuple[NDArray[np.uint8], Vector]:
    """A table's rows in four bits.

    Args:
        table: Values of shape (rows, columns), the columns even in number.

    Returns:
        Bytes that hold two values each, shape (rows, columns / 2), and the scale of each row that errs least, shape
        (rows, 1).
    """
    largest = _not_zero(np.abs(table).max(axis=1, keepdims=True))
    scales, least = largest / MIDDLE, np.full_like(largest, np.inf)
    for share in np.linspace(0.5, 1, 11, dtype=np.float32)[::-1]:
        tried = largest * share / MIDDLE
        error = np.square((_quotients(table, tried) - MIDDLE) * tried - table).sum(axis=1, keepdims=True)
        scales, least = np.where(error < least, tried, scales), np.minimum(error, least)
    first, last = np.split(_quotients(table, scales).astype(np.uint8), 2, axis=1)
    return first + 16 * last, scales


def unpacked(pairs: NDArray[np.uint8], scales: Vector) -> Vector:
    """The values of a table that was packed, shape (rows, columns)."""
    quotients = np.concatenate([pairs % 16, pairs // 16], axis=1)
    values: Vector = (quotients - MIDDLE) * scales
    return values


def _quotients(table: NDArray[np.float32], scales: Vector) -> Vector:
    quotients: Vector = np.clip(np.rint(table / scales + MIDDLE), 0, 15)
    return quotients


def _axis(node: NodeProto) -> int:
    return next((int(attribute.i) for attribute in node.attribute if attribute.name == "axis"), 0)


def _is_large_matrix(tensor: TensorProto) -> bool:
    from onnx import TensorProto

    return tensor.data_type == TensorProto.FLOAT and len(tensor.dims) == 2 and int(np.prod(tensor.dims)) >= SMALLEST
