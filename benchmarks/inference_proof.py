"""`python -m benchmarks.inference_proof [MODEL ...]`: Studio's facts against Keras'.

For all models of `keras.applications`, the corpus and the examples, or those named:
shapes, dtypes and parameters of every layer as Keras has them, and FLOPs as
TensorFlow's profiler counts them, for the kinds of op that it counts. Exit code 1 if
one differs.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.figure import Figure
from studio.catalog.store import load_catalog
from studio.graph.document import Document
from studio.graph.edits import ChangeDefinition
from studio.graph.model import NodeKind
from studio.importing.config import import_config
from studio.project.examples import list_examples, load_example
from studio.runtime.engine.calls import Calls
from studio.runtime.engine.flops import Work
from studio.runtime.engine.infer import Inference
from studio.runtime.engine.layers import Workshop

TOLERANCE = 0.01
GROUPS = {
    "applications": "models of keras.applications",
    "corpus": "architectures of tutorials and papers",
    "examples": "examples of Studio",
}
Drawn = tuple[Document, Any]
"""A document and the Keras model it stands for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One model: what Studio says against what Keras and TensorFlow say.

    Attributes:
        nodes: how many there are, those of models inside as well.
        differences: nodes of which something else is said.
        counted: FLOPs of the kinds of op that the profiler counts, by Studio.
        profiled: FLOPs by the profiler.
        unlike: the kinds of op whose FLOPs differ.
        left_out: what is not compared, and why.
    """

    group: str
    name: str
    nodes: int
    params: int
    differences: tuple[str, ...]
    counted: int
    profiled: int
    unlike: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def deviation(self) -> float:
        """Share by which the FLOPs differ."""
        return abs(self.counted - self.profiled) / max(self.profiled, 1)

    @property
    def holds(self) -> bool:
        """Whether all is equal, and the FLOPs nearly so."""
        return not self.differences and self.deviation <= TOLERANCE


def drawn_models() -> dict[tuple[str, str], Callable[[], Drawn]]:
    """How to make each model, by group and name."""
    from benchmarks.applications import applications
    from benchmarks.corpus import corpus

    found: dict[tuple[str, str], Callable[[], Drawn]] = {}
    for group, builders in (("applications", applications()), ("corpus", corpus())):
        for name, builder in builders.items():
            found[group, name] = lambda builder=builder: _imported(builder())
    for example in list_examples():
        found["examples", example.name] = lambda name=example.name: _example(name)
    return found


def _imported(model: Any) -> Drawn:
    config = json.loads(model.to_json())
    return import_config(config, load_catalog()).document, model


def _example(name: str) -> Drawn:
    """An example, and what its own code builds."""
    from studio.codegen.model_code import generate_model

    document = load_example(name).document
    names: dict[str, Any] = {"__name__": name}
    exec(generate_model(document, load_catalog()).text, names)
    return document, names["build_model"]()


def prove(names: Collection[str] = ()) -> Iterator[Row]:
    """Compare the models of these names, or all."""
    import keras

    for (group, name), make in drawn_models().items():
        if not names or name in names:
            keras.utils.clear_session(free_memory=False)
            yield compare(group, name, *make())
            gc.collect()


def compare(group: str, name: str, document: Document, model: Any) -> Row:
    """Compare every layer, and the work of the whole."""
    from benchmarks.profiler import profile
    from benchmarks.told_facts import differences

    inference = Inference(Calls(Workshop(load_catalog())))
    told = inference.about(document)
    found = tuple(differences(document, told, model))
    _close(document)
    inference.changes(document)
    works = inference.works()
    untold = {
        document.graph.title_of(node) for node, work in works.items() if work is None
    }
    said = profile(model, untold)
    total = sum(filter(None, works.values()), Work())
    own = {k: n for k, n in total.by_type if k in said.flops.keys() - said.left_out}
    theirs = {k: n for k, n in said.flops.items() if k not in said.left_out}
    reasons = [f"{title}: its sizes are not known" for title in sorted(untold)]
    reasons += [
        f"{kind}: {said.left_out[kind]}"
        for kind in sorted(said.left_out.keys() & said.flops.keys())
    ]
    return Row(
        group,
        name,
        len(told.nodes),
        told.total_params,
        found,
        sum(own.values()),
        sum(theirs.values()),
        tuple(_unlike(own, theirs)),
        tuple(reasons),
    )


def _close(document: Document) -> None:
    """Give the inputs the sizes that the profiler is run on."""
    from benchmarks.profiler import closed

    for node in document.graph.nodes.values():
        layer = document.graph.definition_of(node.id)
        if node.kind is not NodeKind.INPUT or layer is None:
            continue
        given = dict(layer.parameters)
        if "shape" in given:
            given["shape"] = closed(given["shape"])
        else:
            batch, *sizes = given["batch_shape"]
            given["batch_shape"] = (batch, *closed(tuple(sizes)))
        document.apply(ChangeDefinition(replace(layer, parameters=given)))


def _unlike(own: Mapping[str, int], theirs: Mapping[str, int]) -> Iterator[str]:
    for kind in sorted(theirs):
        if own.get(kind, 0) != theirs[kind]:
            yield f"{kind} {own.get(kind, 0):,} and not {theirs[kind]:,}"


def measure() -> list[Figure]:
    """Compare all models."""
    return measured(list(prove()))


def measured(rows: list[Row]) -> list[Figure]:
    """How many models are equal."""
    other = [row.name for row in rows if not row.holds]
    detail = f"of {len(rows)}" + (f"; not: {', '.join(other)}" if other else "")
    name = "models of which Studio tells what Keras and TensorFlow's profiler do"
    equal = len(rows) - len(other)
    return [Figure(name, equal, "models", at_least=len(rows), detail=detail)]


def main() -> int:
    """Print the table."""
    rows = []
    for row in prove(sys.argv[1:]):
        rows.append(row)
        print(
            f"{'ok ' if row.holds else 'NO '} {row.name:<28} {row.nodes:5} nodes "
            f"{row.params:12,} parameters, FLOPs {row.counted:16,} / "
            f"{row.profiled:16,} ({row.deviation:.3%})",
            *row.differences[:5],
            *row.unlike,
            *(f"left out: {reason}" for reason in row.left_out),
            sep="\n    ",
            flush=True,
        )
    good = sum(row.holds for row in rows)
    print(f"{good} of {len(rows)} equal")
    return 0 if good == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
