"""All that is to be said of a document: by the rules, by Keras, by the data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from studio.graph.algorithms import model_inputs, topological_order
from studio.graph.chain_rules import check_chains
from studio.graph.document import Document
from studio.graph.expanded import Expanded
from studio.graph.input_rules import check_shapes_in_use, check_values
from studio.graph.known import Known
from studio.graph.memory import TrainingDevice
from studio.graph.memory_rules import check_memory
from studio.graph.model import NodeKind
from studio.graph.ports import PortTable
from studio.graph.problems import Problem, Severity
from studio.graph.rules import check
from studio.graph.sense_rules import check_output_names, check_sense
from studio.graph.setup import DataFacts
from studio.graph.training_rules import Tensor, check_data, check_settings
from studio.graph.weights_rules import check_weights

_BROKEN = frozenset({"G-CYCLE", "G-INPUT", "G-ARITY", "G-PORT", "G-NO-INPUT"})
"""Rules of wires that are missing or wrong."""
_SETTINGS = ("D-", "T-", "S-")
"""How the codes of rules begin that may be told of settings."""


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
    """All problems, each once per node, errors first, those before others in front.

    `structural` are those of `rules.check`, if they are known already.
    """
    if not document.graph.nodes:
        return []
    found = list(check(document, ports) if structural is None else structural)
    ends_known = _has_known_ends(document, found)
    is_wired = not has_errors(found)
    found += said.problems
    found += check_settings(document)
    calls = Expanded.of(document, said.known)
    found += map(calls.placed, _of_calls(calls, said, ends_known))
    if is_wired:
        # Before that a loose end is no output yet, and names can wait.
        found += check_output_names(document)
    wanted = [marked(problem, document.setup.silenced) for problem in found]
    return _in_order(without_repeats(wanted), calls)


def _in_order(problems: list[Problem], calls: Expanded) -> list[Problem]:
    """Errors first, each kind along the wires: causes come before what they cause.

    What is told of the settings comes after what is told of layers.
    """
    if len(problems) < 2:
        return problems
    order: dict[str, int] = {}
    for call in topological_order(calls.graph):
        order.setdefault(calls.place(call)[1], len(order))

    def place(problem: Problem) -> tuple[bool, int]:
        is_warning = problem.severity is Severity.WARNING
        if problem.node is None:
            is_setting = problem.code.startswith(_SETTINGS)
            return is_warning, len(order) if is_setting else -1
        return is_warning, order.get(problem.node, -1)

    return sorted(problems, key=place)


def _of_calls(calls: Expanded, said: Said, ends_known: bool) -> Iterator[Problem]:
    """What is told of calls; each rule says nothing while its facts are unknown."""
    if said.data is not None:
        starts = [(node, "0") for node in model_inputs(calls.graph)]
        inputs = [_tensor(call, key, calls.known) for call, key in starts]
        ends = calls.ends() if ends_known else ()
        outputs = [_tensor(call, key, calls.known) for call, key in ends]
        yield from check_data(said.data, inputs, outputs, calls)
    yield from check_shapes_in_use(calls)
    yield from check_sense(calls)
    yield from check_chains(calls)
    yield from check_weights(calls)
    if said.device is not None:
        yield from check_memory(calls, said.device)
    if said.data is not None:
        yield from check_values(calls, said.data)


def _has_known_ends(document: Document, structural: Iterable[Problem]) -> bool:
    """Whether it is known what the model gives back.

    Output nodes say it. Without any, every loose end counts as an output, so a wire
    that is missing would make one of a layer in the middle.
    """
    if any(n.kind is NodeKind.OUTPUT for n in document.graph.nodes.values()):
        return True
    return not any(p.code in _BROKEN and p.block is None for p in structural)


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
    seen: dict[tuple[str | None, ...], Problem] = {}
    for problem in problems:
        seen.setdefault(_identity(problem), problem)
    return sorted(seen.values(), key=lambda p: p.severity is Severity.WARNING)


def _identity(problem: Problem) -> tuple[str | None, ...]:
    """What makes two problems one: instances of a block tell theirs in other words."""
    if problem.block is not None:
        return problem.node, problem.code, problem.parameter
    return problem.node, problem.text


def _tensor(call: str, key: str, known: Known) -> Tensor:
    outputs = known[call].outputs if call in known else ()
    return Tensor(call, next((o.shape for o in outputs if o.key == key), None))
