"""`python -m benchmarks.inference_proof [MODEL ...]`: Studio's facts against Keras'.

For each model of `keras.applications` (or those named) and each example: shapes,
dtypes and parameters of every layer as Keras has them, and FLOPs as TensorFlow's
profiler counts them, for the kinds of op that it counts. Exit code 1 if one differs.
"""

from __future__ import annotations

import inspect
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from studio.catalog.store import load_catalog
from studio.graph.document import Document
from studio.graph.model import NodeKind
from studio.importing.config import import_config
from studio.project.examples import list_examples, load_example
from studio.protocol.messages import Inferred
from studio.runtime.engine.calls import Calls
from studio.runtime.engine.flops import Work
from studio.runtime.engine.infer import Inference
from studio.runtime.engine.layers import Workshop

TOLERANCE = 0.01
IMAGE = (224, 224, 3)
"""Input of a model that leaves the size open; work needs one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One model: what Studio says against what Keras and TensorFlow say.

    Attributes:
        differences: layers of which something else is said.
        counted: FLOPs of the kinds of op that the profiler counts, by Studio.
        profiled: FLOPs by the profiler.
    """

    name: str
    layers: int
    params: int
    macs: int
    differences: tuple[str, ...]
    counted: int
    profiled: int

    @property
    def deviation(self) -> float:
        """Share by which the FLOPs differ."""
        return abs(self.counted - self.profiled) / max(self.profiled, 1)

    @property
    def holds(self) -> bool:
        """Whether all is equal, and the FLOPs nearly so."""
        return not self.differences and self.deviation <= TOLERANCE


def applications() -> list[str]:
    """Builders of `keras.applications`."""
    import keras

    found = vars(keras.applications).items()
    return sorted(name for name, item in found if inspect.isfunction(item))


def prove_application(name: str) -> Row:
    """Build a model by Keras, draw it, infer it, compare."""
    import keras

    keras.utils.clear_session()
    builder = getattr(keras.applications, name)
    model = builder(weights=None)
    if None in model.input_shape[1:]:
        keras.utils.clear_session()
        model = builder(weights=None, input_shape=IMAGE)
    document = import_config(json.loads(model.to_json()), load_catalog()).document
    return compare(name, document, model)


def prove_example(name: str) -> Row:
    """Infer an example and compare it with what its own code builds."""
    import keras

    from studio.codegen.model_code import generate_model

    keras.utils.clear_session()
    document = load_example(name).document
    names: dict[str, Any] = {"__name__": name}
    exec(generate_model(document, load_catalog()).text, names)
    return compare(name, document, names["build_model"]())


def compare(name: str, document: Document, model: Any) -> Row:
    """Compare every layer, and the work of the whole."""
    inference = Inference(Calls(Workshop(load_catalog())))
    told = inference.about(document)
    work = inference.work() or Work()
    profiled = profile(model)
    counted = sum(flops for kind, flops in work.by_type if kind in profiled)
    return Row(
        name,
        len(model.layers),
        told.total_params,
        work.macs,
        tuple(_differences(document, told, model)),
        counted,
        sum(profiled.values()),
    )


def _differences(document: Document, told: Inferred, model: Any) -> list[str]:
    found = [problem.text for problem in told.problems]
    if told.total_params != model.count_params():
        found.append(f"{told.total_params} parameters, Keras {model.count_params()}")
    trainable = sum(math.prod(weight.shape) for weight in model.trainable_weights)
    if told.trainable_params != trainable:
        found.append(f"{told.trainable_params} trainable, Keras {trainable}")
    facts = {node.node: node for node in told.nodes}
    layers = {layer.name: layer for layer in [*model.layers, *model.operations]}
    seen = set()
    for node in document.graph.nodes.values():
        if node.kind is NodeKind.OUTPUT:
            continue
        title = document.graph.title_of(node.id)
        layer = layers.get(title)
        if layer is None:
            found.append(f"{title} is no layer of Keras' model")
            continue
        seen.add(title)
        own = [(o.shape, o.dtype) for o in facts[node.id].outputs]
        keras_says = _outputs(layer)
        params = layer.count_params() if hasattr(layer, "count_params") else 0
        if own != keras_says or facts[node.id].params != params:
            found.append(f"{title}: {own} {facts[node.id].params}, not {keras_says}")
    missing = {layer.name for layer in model.layers} - seen
    return found + [f"{name} is not drawn" for name in sorted(missing)]


def _outputs(layer: Any) -> list[tuple[tuple[int | None, ...], str]]:
    import keras

    flat = keras.tree.flatten(layer._inbound_nodes[0].output_tensors)
    return [(tuple(t.shape), keras.backend.standardize_dtype(t.dtype)) for t in flat]


def profile(model: Any) -> dict[str, int]:
    """FLOPs by type of op, as TensorFlow's profiler counts one sample."""
    import tensorflow as tf

    specs = [tf.TensorSpec((1, *t.shape[1:]), t.dtype) for t in model.inputs]

    def one_sample(*given: Any) -> Any:
        return model(given[0] if len(given) == 1 else list(given), training=False)

    graph = tf.function(one_sample).get_concrete_function(*specs).graph
    found: Counter[str] = Counter()
    for part in _parts(graph):
        found += _profile(part)
    return dict(found)


def _parts(graph: Any) -> Iterator[Any]:
    """The graph and the functions it calls, once for each call."""
    yield graph
    for op in graph.get_operations():
        if op.type in ("PartitionedCall", "StatefulPartitionedCall"):
            called = graph._get_function(op.get_attr("f").name)
            yield from _parts(called.graph)


def _profile(graph: Any) -> Counter[str]:
    import tensorflow as tf

    builder = tf.compat.v1.profiler.ProfileOptionBuilder
    options = builder(builder.float_operation()).with_empty_output().build()
    root = tf.compat.v1.profiler.profile(graph, options=options, cmd="op")
    found: Counter[str] = Counter()
    waiting = list(root.children)
    while waiting:
        node = waiting.pop()
        found[node.name] += int(node.float_ops)
        waiting += node.children
    return found


def main() -> int:
    """Print the table."""
    names = sys.argv[1:] or [*applications(), *(e.name for e in list_examples())]
    known = set(applications())
    rows = []
    for name in names:
        row = prove_application(name) if name in known else prove_example(name)
        rows.append(row)
        print(
            f"{'ok ' if row.holds else 'NO '} {name:<20} {row.layers:5} layers "
            f"{row.params:12,} parameters {row.macs:16,} multiply-adds, FLOPs "
            f"{row.counted:16,} / {row.profiled:16,} ({row.deviation:.3%})",
            *row.differences[:5],
            sep="\n    ",
            flush=True,
        )
    good = sum(row.holds for row in rows)
    print(f"{good} of {len(rows)} equal")
    return 0 if good == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
