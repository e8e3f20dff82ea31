"""Estimate of training's peak memory beside the measured peak.

Five models, and two of them again with other optimizers and in mixed precision.

Measured on the processor: the growth of a process' largest resident size (VmHWM) from
before the model is built, after TensorFlow is imported and has trained once, to after
three steps on one batch.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.figure import Figure
from studio.catalog.store import load_catalog
from studio.codegen.model_code import generate_model
from studio.commands.checking import infer
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.memory import estimate_memory
from studio.graph.model import INPUT_CLASS, Edge, Point
from studio.graph.values import Value, keras_object
from studio.runtime.session import EngineSession

_ERROR = 0.35
_CHILD = """
import gc, json, sys
import numpy as np, tensorflow as tf
from tensorflow import keras
job = json.load(sys.stdin)
def size(name):
    for line in open("/proc/self/status"):
        if line.startswith(name):
            return int(line.split()[1]) * 1024
small = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
small.compile("adam", "mse")
small.train_on_batch(np.zeros((8, 4), "float32"), np.zeros((8, 2), "float32"))
gc.collect()
open("/proc/self/clear_refs", "w").write("5")
before = size("VmRSS")
keras.config.set_dtype_policy(job["policy"])
names = {"__name__": "script"}
exec(compile(job["script"], "script", "exec"), names)
model = names["build_model"]()
model.compile(keras.optimizers.deserialize(job["optimizer"]), "mse")
shape = (job["batch"], *model.input_shape[1:])
x = np.random.default_rng(0).random(shape).astype("float32")
if job["words"]:
    x = (x * job["words"]).astype("int32")
y = np.zeros((job["batch"], *model.output_shape[1:]), "float32")
for _ in range(3):
    model.train_on_batch(x, y)
print(json.dumps(size("VmHWM") - before))
"""
Layers = list[tuple[str, dict[str, Value], tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A model to measure: layers with the places of their inputs, and a batch."""

    name: str
    layers: Layers
    batch: int
    optimizer: Value = field(
        default_factory=lambda: keras_object("keras.optimizers.Adam")
    )
    words: int = 0
    policy: str = "float32"

    def document(self) -> Document:
        """The model as a document."""
        catalog, document = load_catalog(), Document()
        nodes: list[str] = []
        for path, parameters, sources in self.layers:
            full = path if "." in path else f"keras.layers.{path}"
            edit, node = commands.place_layer(document, full, Point(0, 0), parameters)
            document.apply(edit)
            for source in sources:
                port = commands.free_port(document.graph, catalog, node)
                if port is None:
                    raise ValueError(f"{path} takes no more inputs")
                edge = Edge(nodes[source], node, port)
                document.apply(commands.connect(document, edge))
            nodes.append(node)
        return document


def _conv(
    filters: int, source: int, **more: Value
) -> tuple[str, dict[str, Value], tuple[int, ...]]:
    values = {"filters": filters, "kernel_size": 3, "padding": "same", **more}
    return "Conv2D", values, (source,)


def _dense() -> Layers:
    wide = {"units": 4096, "activation": "relu"}
    layers: Layers = [(INPUT_CLASS, {"shape": (4096,)}, ())]
    layers += [("Dense", wide, (n,)) for n in range(4)]
    return [*layers, ("Dense", {"units": 10}, (4,))]


def _vgg() -> Layers:
    layers: Layers = [(INPUT_CLASS, {"shape": (96, 96, 3)}, ())]
    for filters in (32, 64, 128):
        layers.append(_conv(filters, len(layers) - 1, activation="relu"))
        layers.append(_conv(filters, len(layers) - 1, activation="relu"))
        layers.append(("MaxPooling2D", {}, (len(layers) - 1,)))
    layers.append(("Flatten", {}, (len(layers) - 1,)))
    return [*layers, ("Dense", {"units": 10}, (len(layers) - 1,))]


def _residual() -> Layers:
    layers: Layers = [(INPUT_CLASS, {"shape": (64, 64, 3)}, ()), _conv(48, 0)]
    for _ in range(6):
        start = len(layers) - 1
        layers.append(("BatchNormalization", {}, (start,)))
        layers.append(("Activation", {"activation": "relu"}, (start + 1,)))
        layers.append(_conv(48, start + 2))
        layers.append(("Add", {}, (start, start + 3)))
    layers.append(("GlobalAveragePooling2D", {}, (len(layers) - 1,)))
    return [*layers, ("Dense", {"units": 10}, (len(layers) - 1,))]


def _text() -> Layers:
    return [
        (INPUT_CLASS, {"shape": (200,), "dtype": "int32"}, ()),
        ("Embedding", {"input_dim": 50_000, "output_dim": 256}, (0,)),
        ("Conv1D", {"filters": 512, "kernel_size": 5, "activation": "relu"}, (1,)),
        ("Conv1D", {"filters": 512, "kernel_size": 5, "activation": "relu"}, (2,)),
        ("GlobalMaxPooling1D", {}, (3,)),
        ("Dense", {"units": 2}, (4,)),
    ]


def _unet() -> Layers:
    relu = {"activation": "relu"}
    return [
        (INPUT_CLASS, {"shape": (128, 128, 1)}, ()),
        _conv(32, 0, **relu),
        ("MaxPooling2D", {}, (1,)),
        _conv(64, 2, **relu),
        ("MaxPooling2D", {}, (3,)),
        _conv(128, 4, **relu),
        ("UpSampling2D", {}, (5,)),
        ("Concatenate", {}, (6, 3)),
        _conv(64, 7, **relu),
        ("UpSampling2D", {}, (8,)),
        ("Concatenate", {}, (9, 1)),
        _conv(32, 10, **relu),
        _conv(1, 11, activation="sigmoid"),
    ]


_SGD = keras_object("keras.optimizers.SGD")
_MOMENTUM = keras_object("keras.optimizers.SGD", {"momentum": 0.9})
SUBJECTS: tuple[Callable[[], Subject], ...] = (
    lambda: Subject("wide dense net", _dense(), 256),
    lambda: Subject("VGG-like net", _vgg(), 64, _SGD),
    lambda: Subject("residual net", _residual(), 64),
    lambda: Subject("text net", _text(), 64, words=50_000),
    lambda: Subject("U-Net", _unet(), 32),
    lambda: Subject("wide dense net, SGD", _dense(), 256, _SGD),
    lambda: Subject("wide dense net, SGD with momentum", _dense(), 256, _MOMENTUM),
    lambda: Subject("residual net, float16", _residual(), 64, policy="mixed_float16"),
    lambda: Subject("residual net, bfloat16", _residual(), 64, policy="mixed_bfloat16"),
    lambda: Subject("wide dense net, float16", _dense(), 256, policy="mixed_float16"),
    lambda: Subject("wide dense net, bfloat16", _dense(), 256, policy="mixed_bfloat16"),
)


def measure() -> list[Figure]:
    """Compare estimate and measurement of each model."""
    figures = []
    with EngineSession("infer") as session:
        for make in SUBJECTS:
            subject = make()
            document = subject.document()
            facts = {node.node: node for node in infer(document, session).nodes}
            estimate = estimate_memory(
                document.graph,
                facts,
                subject.batch,
                subject.optimizer,
                subject.policy.startswith("mixed"),
            )
            found = _peak(subject, document)
            error = estimate.total / found - 1
            detail = (
                f"estimate {estimate.total / 2**20:.0f} MB, measured "
                f"{found / 2**20:.0f} MB, {error:+.0%}"
            )
            name = f"training memory, {subject.name}: error"
            figures.append(Figure(name, abs(error), "", at_most=_ERROR, detail=detail))
    return figures


def _peak(subject: Subject, document: Document) -> int:
    script = generate_model(document, load_catalog(), subject.name).text
    job = {
        "script": script,
        "optimizer": subject.optimizer,
        "policy": subject.policy,
        "batch": subject.batch,
        "words": subject.words,
    }
    done = subprocess.run(
        [sys.executable, "-c", _CHILD],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(json.loads(done.stdout.splitlines()[-1]))
