"""A project checked by the structural rules, by Keras, and against its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.graph import rules
from studio.graph.algorithms import model_inputs, model_outputs
from studio.graph.document import Document
from studio.graph.problems import Problem, Severity
from studio.graph.setup import DataFacts
from studio.graph.training_rules import TensorFacts, check_training
from studio.protocol.messages import (
    DataDescribed,
    DescribeData,
    Infer,
    Inferred,
    NodeFacts,
)
from studio.runtime.session import EngineSession

_EMPTY = Problem(
    Severity.ERROR, "G-EMPTY", "The canvas is empty. Place an Input and a layer first."
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a document.

    Attributes:
        facts: what Keras says, by node id; empty without an engine.
        data: what the data looks like, or None if it was not read.
    """

    document: Document
    problems: tuple[Problem, ...]
    facts: Mapping[str, NodeFacts] = field(default_factory=dict)
    total_params: int = 0
    trainable_params: int = 0
    data: DataFacts | None = None

    @property
    def errors(self) -> list[Problem]:
        """Problems that stop training and export."""
        return [p for p in self.problems if p.severity is Severity.ERROR]


def check_document(
    document: Document, catalog: Catalog, base: str, read_data: bool
) -> Report:
    """Check a document in an engine; `read_data` says whether data may be read.

    An engine that cannot work is one of the problems.
    """
    structural = rules.check(document, catalog)
    if not document.graph.nodes:
        return Report(document, (_EMPTY,))
    try:
        with EngineSession("infer") as session:
            report = _ask(session, document, structural, base, read_data)
            return _with_code(report, catalog, base)
    except StudioError as error:
        trouble = Problem(Severity.ERROR, "E-ENGINE", str(error))
        return Report(document, (*structural, trouble))


def _ask(
    session: EngineSession,
    document: Document,
    structural: list[Problem],
    base: str,
    read_data: bool,
) -> Report:
    inferred = infer(document, session)
    found = [*structural, *inferred.problems]
    facts = {node.node: node for node in inferred.nodes}
    data: DataFacts | None = None
    # Settings that are wrong in themselves would only be told twice.
    settings_fit = not any(
        p.severity is Severity.ERROR and p.node is None
        for p in training_problems(document, facts, None)
    )
    if read_data and settings_fit:
        try:
            data = describe_data(document, session, base).facts
        except StudioError as error:
            found.append(Problem(Severity.ERROR, "D-SOURCE", str(error)))
    found += training_problems(document, facts, data)
    return Report(
        document,
        tuple(_without_repeats(found)),
        facts,
        inferred.total_params,
        inferred.trainable_params,
        data,
    )


def _with_code(report: Report, catalog: Catalog, base: str) -> Report:
    """Add what stands in the way of the script, where all else is right."""
    from studio.codegen.training_code import generate_training

    if report.errors:
        return report
    try:
        generate_training(report.document, catalog, Path(base), "")
    except StudioError as error:
        trouble = Problem(Severity.ERROR, "C-CODE", str(error))
        return replace(report, problems=(*report.problems, trouble))
    return report


def infer(document: Document, session: EngineSession) -> Inferred:
    """Ask Keras for shapes, counts and problems.

    Raises:
        StudioError: the engine cannot work.
    """
    graph = document.graph
    question = Infer(
        session.next_request(),
        document.revision,
        tuple(graph.nodes.values()),
        tuple(graph.definitions.values()),
        tuple(graph.edges.values()),
    )
    return session.ask(question, Inferred)


def describe_data(
    document: Document, session: EngineSession, base: str
) -> DataDescribed:
    """Read the document's data source; the caller has seen to the permission.

    Raises:
        StudioError: the data cannot be read, or the engine cannot work.
    """
    setup = document.setup
    question = DescribeData(session.next_request(), setup.data, setup.fit.seed, base)
    return session.ask(question, DataDescribed)


def training_problems(
    document: Document, facts: Mapping[str, NodeFacts], data: DataFacts | None
) -> list[Problem]:
    """Check the data against the model and the settings."""
    graph = document.graph
    inputs = [(node, "0") for node in model_inputs(graph)]
    return check_training(
        document.setup,
        data,
        _tensors(inputs, facts),
        _tensors(model_outputs(graph), facts),
        document,
    )


def _tensors(
    ends: Iterable[tuple[str, str]], facts: Mapping[str, NodeFacts]
) -> list[TensorFacts]:
    """Node, shape and dtype of those ends that Keras has told."""
    return [
        TensorFacts(node, output.shape, output.dtype)
        for node, key in ends
        if node in facts
        for output in facts[node].outputs
        if output.key == key
    ]


def _without_repeats(problems: Iterable[Problem]) -> list[Problem]:
    """Problems, each text once per node, errors first."""
    seen: dict[tuple[str | None, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.node, problem.text), problem)
    return sorted(seen.values(), key=lambda p: p.severity is Severity.WARNING)
