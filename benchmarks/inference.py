"""Live inference: an edit to all shapes back, against Keras rebuilding the model."""

from __future__ import annotations

import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.load import load_note
from benchmarks.random_edits import random_edit
from studio.catalog.spec import Catalog
from studio.catalog.store import load_catalog
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.edits import Edit
from studio.graph.model import Node, NodeKind
from studio.importing.config import import_config
from studio.protocol.infer_messages import InferEdits
from studio.protocol.messages import Infer, Inferred, Shaped
from studio.protocol.questions import infer_request
from studio.runtime.session import EngineSession

LARGE, USUAL = "EfficientNetB7", "ResNet50"
EDITS = 200
MANY_EDITS = 2000
SETTLED = 500
"""Edits after which the engine's memory is compared with that at the end."""
SEED = 5
ROUNDS = 3
"""Keras, then the engine: a machine's speed changes from minute to minute."""
MIDDLE_EDITS = 15
WIDE_EDITS = (
    ("DepthwiseConv2D", "strides", range(2, 8)),
    ("Conv2D", "filters", range(1001, 1007)),
)
"""Class, parameter and values of edits that change most of what follows."""


@dataclass(frozen=True, slots=True)
class Keras:
    """Keras alone: seconds to build and to rebuild; the architecture."""

    build: float
    rebuild: float
    config: dict[str, object]


@dataclass(frozen=True, slots=True)
class Edited:
    """An edit that was answered: seconds to all shapes, to all, and its inverse."""

    shapes: float
    whole: float
    inverse: Edit
    told: Inferred


class Live:
    """A document in an engine, edited as the window does it."""

    def __init__(self, engine: EngineSession, document: Document) -> None:
        self.document = document
        self._engine = engine
        self._revision = document.revision
        self.cold, self.told = self._ask(infer_request(engine.next_request(), document))

    def edit(self, edit: Edit) -> Edited:
        """Ask the engine about an edit, until it has told all of it."""
        inverse = self.document.apply(edit)
        base, self._revision = self._revision, self.document.revision
        request = self._engine.next_request()
        question = InferEdits(request, base, self._revision, (edit,))
        shapes, start = 0.0, time.perf_counter()
        for event in self._engine.request(question):
            if isinstance(event, Shaped):
                shapes = time.perf_counter() - start
            elif isinstance(event, Inferred):
                whole = time.perf_counter() - start
                return Edited(shapes or whole, whole, inverse, event)
        raise AssertionError("the engine went silent")

    def _ask(self, question: Infer) -> tuple[float, Inferred]:
        start = time.perf_counter()
        told = self._engine.ask(question, Inferred)
        return time.perf_counter() - start, told


def measure() -> list[Figure]:
    """Measure both models, the large one in rounds, each in an engine of its own."""
    catalog = load_catalog()
    rounds = [_large(catalog) for _ in range(ROUNDS)]
    return [*_usual(catalog), *map(_middle_of, zip(*rounds, strict=True))]


def _usual(catalog: Catalog) -> list[Figure]:
    alone = _keras(USUAL)
    with EngineSession("infer") as engine:
        live = _live(engine, alone, catalog)
        return [
            _cold(USUAL, live, alone),
            *_random(live, catalog),
            _memory(live, engine, catalog),
        ]


def _large(catalog: Catalog) -> list[Figure]:
    alone = _keras(LARGE)
    with EngineSession("infer") as engine:
        live = _live(engine, alone, catalog)
        return [_cold(LARGE, live, alone), *_middle(live, alone), *_wide(live, alone)]


def _live(engine: EngineSession, alone: Keras, catalog: Catalog) -> Live:
    _warm(engine)
    return Live(engine, import_config(alone.config, catalog).document)


def _middle_of(same: tuple[Figure, ...]) -> Figure:
    """The figure of the round in the middle, with the range of all."""
    ordered = sorted(same, key=lambda figure: figure.value)
    figure, last = ordered[len(ordered) // 2], ordered[-1]
    span = f"{len(same)} rounds: {ordered[0].value:.4f} to {last.value:.4f}"
    return replace(figure, detail=f"{figure.detail}; {span}")


def _keras(model: str) -> Keras:
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "model.json"
        command = [sys.executable, "-m", "benchmarks.keras_times", model, str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        build, rebuild = map(float, done.stdout.split()[-2:])
        return Keras(build, rebuild, json.loads(out.read_text("utf-8")))


def _warm(engine: EngineSession) -> None:
    """Import what the first question imports."""
    engine.ask(infer_request(engine.next_request(), Document()), Inferred)


def _cold(model: str, live: Live, alone: Keras) -> Figure:
    nodes = len(live.document.graph.nodes)
    detail = f"{live.cold:.2f} s / {alone.build:.2f} s, {nodes} nodes{load_note()}"
    name = f"first inference of {model} / Keras building it"
    return Figure(name, live.cold / alone.build, "ratio", at_most=0.7, detail=detail)


def _middle(live: Live, alone: Keras) -> list[Figure]:
    """Kernel sizes of the depthwise convolution nearest to the middle."""
    node = _in_the_middle(live, "DepthwiseConv2D")
    times = []
    for size in range(6, 6 + MIDDLE_EDITS):  # none of them is in the model
        edited = _set(live, node, "kernel_size", size)
        assert [facts.node for facts in edited.told.nodes] == [node.id]
        times.append(edited.shapes)
    name = f"edit in the middle of {LARGE} / Keras rebuilding it"
    return [_rebuild_figure(name, times, alone, "one node changes")]


def _wide(live: Live, alone: Keras) -> list[Figure]:
    """Edits in the middle that reach the end: of sizes, and of channels."""
    figures = []
    for class_name, parameter, values in WIDE_EDITS:
        node = _in_the_middle(live, class_name)
        edits = []
        for value in values:  # none of them was there before
            edits.append(_set(live, node, parameter, value))
            live.edit(edits[-1].inverse)
        changed = [len(edited.told.nodes) for edited in edits]
        whole = statistics.median(edited.whole for edited in edits) * 1000
        note = f"{min(changed)} to {max(changed)} nodes change, work too {whole:.0f} ms"
        name = f"{parameter} in the middle of {LARGE} / Keras rebuilding it"
        times = [edited.shapes for edited in edits]
        figures.append(_rebuild_figure(name, times, alone, note))
    return figures


def _rebuild_figure(name: str, times: list[float], alone: Keras, note: str) -> Figure:
    """Median time to all shapes against Keras rebuilding the model."""
    ours = statistics.median(times)
    detail = (
        f"{ours * 1000:.1f} ms (worst {max(times) * 1000:.1f}) / {alone.rebuild:.2f} s,"
        f" median of {len(times)}; {note}{load_note()}"
    )
    return Figure(name, ours / alone.rebuild, "ratio", at_most=0.01, detail=detail)


def _in_the_middle(live: Live, class_name: str) -> Node:
    """The node of a class that is nearest to the middle."""
    nodes = [n for n in live.document.graph.nodes.values() if n.kind is NodeKind.LAYER]
    middle = len(nodes) // 2
    around = sorted(enumerate(nodes), key=lambda place: abs(place[0] - middle))
    return next(n for _, n in around if _class(live, n.id).endswith("." + class_name))


def _set(live: Live, node: Node, parameter: str, value: object) -> Edited:
    edit = commands.set_parameters(live.document, node.definition, {parameter: value})
    return live.edit(edit)


def _class(live: Live, node_id: str) -> str:
    return live.document.graph.definition_of(node_id).layer_class


def _random(live: Live, catalog: Catalog) -> list[Figure]:
    """Random edits, each taken back before the next."""
    chance = random.Random(SEED)
    times = []
    for _ in range(EDITS):
        edited = live.edit(random_edit(live.document, catalog, chance))
        times.append(edited.whole * 1000)
        live.edit(edited.inverse)
    times.sort()
    p50, p95 = times[EDITS // 2], times[EDITS * 95 // 100]
    detail = f"p50 {p50:.1f} ms, worst {times[-1]:.1f} ms{load_note()}"
    name = f"p95 of {EDITS} random edits of {USUAL}"
    return [Figure(name, p95, "ms", at_most=50, detail=detail)]


def _memory(live: Live, engine: EngineSession, catalog: Catalog) -> Figure:
    """Resident memory of the engine late against early."""
    chance = random.Random(SEED + 1)
    sizes = {}
    for count in range(1, MANY_EDITS + 1):
        edited = live.edit(random_edit(live.document, catalog, chance))
        live.edit(edited.inverse)
        if count in (SETTLED, MANY_EDITS):
            sizes[count] = _resident_mib(engine.pid)
    detail = f"{sizes[MANY_EDITS]:.0f} MiB / {sizes[SETTLED]:.0f} MiB"
    name = f"engine's memory after {MANY_EDITS} edits / after {SETTLED}"
    value = sizes[MANY_EDITS] / sizes[SETTLED]
    return Figure(name, value, "ratio", at_most=1.05, detail=detail)


def _resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
