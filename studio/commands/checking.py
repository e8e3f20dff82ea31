"""A project checked by the structural rules, by Keras, and against its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.graph import rules
from studio.graph.document import Document
from studio.graph.feeds import feeds_of
from studio.graph.memory import TrainingDevice
from studio.graph.problems import Problem, Severity
from studio.graph.review import Said, review
from studio.graph.setup import DataFacts
from studio.graph.training_rules import check_settings
from studio.project.approvals import allowed_mark
from studio.project.trusted_folders import allowed_catalog, allowed_folders
from studio.protocol.messages import DataDescribed, DescribeData, Inferred, NodeFacts
from studio.protocol.questions import infer_request
from studio.protocol.repair_messages import FixesTried, TryFixes
from studio.runtime.analysis import Analysis, MemoryFit, analyze, memory_fit
from studio.runtime.avoided import Avoided
from studio.runtime.devices import training_device
from studio.runtime.session import EngineLost, EngineSession

_EMPTY = Problem(
    Severity.ERROR, "G-EMPTY", "The canvas is empty. Place an Input and a layer first."
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a document.

    Attributes:
        facts: what Keras says, by node id; empty without an engine.
        data: what the data looks like, or None if it was not read.
        device: where training would run.
    """

    document: Document
    problems: tuple[Problem, ...]
    facts: Mapping[str, NodeFacts] = field(default_factory=dict)
    total_params: int = 0
    trainable_params: int = 0
    data: DataFacts | None = None
    device: TrainingDevice | None = None

    @property
    def analysis(self) -> Analysis:
        """The table of all nodes."""
        return analyze(self.document, self.facts, self.problems)

    @property
    def memory(self) -> MemoryFit:
        """What training takes at its peak."""
        return memory_fit(self.document, self.facts, self.device)

    @property
    def heard(self) -> list[Problem]:
        """Problems that the document does not silence."""
        return [p for p in self.problems if not p.silenced]

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
    if not document.graph.nodes:
        return Report(document, (_EMPTY,))
    try:
        with EngineSession("infer") as session:
            report = _ask(session, document, catalog, base, read_data)
            return _with_code(report, catalog, base)
    except StudioError as error:
        trouble = Problem(Severity.ERROR, "E-ENGINE", str(error))
        return Report(document, (*rules.check(document, catalog), trouble))


def _ask(
    session: EngineSession,
    document: Document,
    catalog: Catalog,
    base: str,
    read_data: bool,
) -> Report:
    inferred = infer(document, session)
    facts = {node.node: node for node in inferred.nodes}
    data: DataFacts | None = None
    unread: list[Problem] = []
    # Settings that are wrong in themselves would only be told twice.
    settings = check_settings(document)
    if read_data and not any(
        p.node is None and p.severity is Severity.ERROR for p in settings
    ):
        try:
            data = describe_data(document, session, base).facts
        except StudioError as error:
            unread.append(Problem(Severity.ERROR, "D-SOURCE", str(error)))
    device = training_device(session.wait_ready().devices, document.setup.fit.device)
    said = Said(facts, inferred.problems, data, device)
    found = [*review(document, catalog, said), *unread]
    return Report(
        document,
        tuple(proved(document, session, found, data, device)),
        facts,
        inferred.total_params,
        inferred.trainable_params,
        data,
        device,
    )


def proved(
    document: Document,
    session: EngineSession,
    problems: list[Problem],
    data: DataFacts | None,
    device: TrainingDevice | None = None,
) -> list[Problem]:
    """Problems with the repairs that solve them, as tried in the engine.

    Raises:
        StudioError: the engine cannot work.
    """
    if not problems:
        return []
    question = TryFixes(
        session.next_request(),
        *document.graph.parts(),
        tuple(document.blocks.values()),
        document.setup,
        dict(document.last_ids),
        data,
        device,
        tuple(problems),
    )
    answer = session.ask(question, FixesTried)
    pairs = zip(problems, answer.fixes, strict=True)
    return [replace(problem, fixes=fixes) for problem, fixes in pairs]


def _with_code(report: Report, catalog: Catalog, base: str) -> Report:
    """Add what stands in the way of the script, where all else is right."""
    from studio.codegen.training_code import generate_training

    if report.errors:
        return report
    try:
        known = allowed_catalog(catalog, report.document)
        generate_training(report.document, known, Path(base), "")
    except StudioError as error:
        trouble = Problem(Severity.ERROR, "C-CODE", str(error))
        return replace(report, problems=(*report.problems, trouble))
    return report


def infer(document: Document, session: EngineSession) -> Inferred:
    """Ask Keras for shapes, counts and problems; what hangs it, costs its node only.

    Raises:
        StudioError: the engine cannot work.
    """
    avoided = Avoided()
    while True:
        question = infer_request(
            session.next_request(),
            document,
            allowed_mark(document.setup.code),
            avoided.keys,
            allowed_folders(document),
        )
        try:
            return session.ask(question, Inferred)
        except EngineLost as lost:
            if lost.asking is None:
                raise
            avoided.learn(lost.asking, lost.is_hanging)
            session.restart()


def describe_data(
    document: Document, session: EngineSession, base: str
) -> DataDescribed:
    """Read the document's data source; the caller has seen to the permission.

    Raises:
        StudioError: the data cannot be read, or the engine cannot work.
    """
    setup = document.setup
    question = DescribeData(
        session.next_request(), setup.data, setup.fit.seed, base, feeds_of(document)
    )
    return session.ask(question, DataDescribed)
