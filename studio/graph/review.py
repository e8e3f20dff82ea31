"""All that is to be said of a document: by the rules, by Keras, by the data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from studio.graph.algorithms import model_inputs, model_outputs
from studio.graph.document import Document
from studio.graph.input_rules import check_shapes_in_use, check_values
from studio.graph.known import Known
from studio.graph.memory import TrainingDevice
from studio.graph.memory_rules import check_memory
from studio.graph.ports import PortTable
from studio.graph.problems import Problem, Severity
from studio.graph.rules import check
from studio.graph.sense_rules import check_sense
from studio.graph.setup import DataFacts
from studio.graph.training_rules import TensorFacts, check_training
from studio.graph.weights_rules import check_trained_weights


@dataclass(frozen=True, slots=True)
class Said:
    """What others say of a document.

    Attributes:
        known: what Keras says of each node.
        problems: what Keras has against it.
        data: what the data holds, once it is read.
        device: where training will run, if that is known.
    """

    known: Known = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    data: DataFacts | None = None
    device: TrainingDevice | None = None


def review(
    document: Document,
    ports: PortTable,
    said: Said,
    structural: Iterable[Problem] | None = None,
) -> list[Problem]:
    """All problems, each once per node, errors first.

    `structural` are those of `rules.check`, if they are known already.
    """
    if not document.graph.nodes:
        return []
    found = list(check(document, ports) if structural is None else structural)
    found += said.problems
    # Data is held against a model that is right in itself.
    is_sound = not has_errors(found)
    data = said.data if is_sound else None
    found += check_training(
        document.setup,
        data,
        _tensors(((node, "0") for node in model_inputs(document.graph)), said.known),
        _tensors(model_outputs(document.graph), said.known),
        document,
    )
    if is_sound:
        found += check_shapes_in_use(document, said.known)
        found += check_sense(document, said.known)
        found += check_trained_weights(document, said.known)
        if said.device is not None:
            found += check_memory(document, said.known, said.device)
    if data is not None:
        found += check_values(document, data)
    wanted = [marked(problem, document.setup.silenced) for problem in found]
    return without_repeats(wanted)


def marked(problem: Problem, silenced: Collection[tuple[str, str]]) -> Problem:
    """Problem that tells whether it is silenced; an error never is."""
    keys = {(problem.code, ""), (problem.code, problem.node or "")}
    if problem.severity is Severity.ERROR or keys.isdisjoint(silenced):
        return problem
    return replace(problem, silenced=True)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def without_repeats(problems: Iterable[Problem]) -> list[Problem]:
    """Problems, each text once per node, errors first."""
    seen: dict[tuple[str | None, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.node, problem.text), problem)
    return sorted(seen.values(), key=lambda p: p.severity is Severity.WARNING)


def _tensors(ends: Iterable[tuple[str, str]], known: Known) -> list[TensorFacts]:
    """Tensors at these (node, output key), as far as Keras told them."""
    return [
        TensorFacts(node, output.shape, output.dtype)
        for node, key in ends
        if node in known
        for output in known[node].outputs
        if output.key == key
    ]
