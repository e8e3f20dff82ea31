"""Repairs tried on Keras: only what makes the model better is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from studio.catalog.class_repairs import class_candidates
from studio.catalog.mask_repairs import mask_candidates
from studio.catalog.parameter_repairs import parameter_candidates
from studio.catalog.setting_repairs import setting_candidates
from studio.catalog.spec import Catalog
from studio.catalog.switch_repairs import padding_of_all, switches_before
from studio.graph.block import shown_name
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit, EditRefused
from studio.graph.graph import Graph
from studio.graph.known import node_of
from studio.graph.memory import TrainingDevice
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.rebase import standing
from studio.graph.repairs.border import beyond_border
from studio.graph.repairs.case import Case
from studio.graph.repairs.table import candidates
from studio.graph.review import Said, has_errors, review
from studio.graph.setup import DataFacts
from studio.protocol.infer_messages import OutOfStep
from studio.protocol.messages import Inferred, NodeFacts
from studio.protocol.repair_messages import FixesTried, TryFixes, TryFixesHeld
from studio.runtime.engine.context import Context
from studio.runtime.engine.infer import Inference, Mirror, calls_for
from studio.runtime.engine.introspect import current_catalog

MOST_OFFERED = 3
MOST_TRIED = 18
MOST_TOGETHER = 50

Key = tuple[str, str | None, str | None]


def try_fixes(request: TryFixes, context: Context) -> None:
    """Answer with the proved repairs of each problem."""
    graph = Graph(request.nodes, request.definitions, request.edges)
    document = Document(graph, (), request.setup, request.last_ids, request.blocks)
    _prove(document, request, context)


def try_fixes_held(request: TryFixesHeld, context: Context) -> None:
    """Answer with the proved repairs of the document that was asked about last."""
    calls = calls_for(request, context)
    mirror = context.keep(Mirror, lambda: Mirror(Inference(calls)))
    if mirror.document is None or mirror.revision != request.revision:
        context.send(OutOfStep(request.request))
        return
    _prove(mirror.document, request, context)


def _prove(
    document: Document, request: TryFixes | TryFixesHeld, context: Context
) -> None:
    calls = calls_for(request, context)
    bench = Bench(Inference(calls), current_catalog(), request.data, request.device)
    base = bench.look(document)
    if request.together:
        proved: tuple[tuple[Fix, ...], ...] = (bench.prove_together(document, base),)
    else:
        proved = tuple(bench.prove(document, base, p) for p in request.problems)
    context.send(FixesTried(request.request, proved))


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a document: facts by node, its problems by key."""

    answer: Inferred
    facts: dict[str, NodeFacts]
    problems: dict[Key, Problem]

    @property
    def is_sound(self) -> bool:
        """Whether graph and layers are free of errors."""
        own = [p for p in self.problems.values() if p.code.startswith(("G-", "K-"))]
        return not has_errors(own)


@dataclass(frozen=True, slots=True)
class Trial:
    """A repair that solves its problem.

    Attributes:
        new: numbers of errors and of warnings that were not told before.
        left: number of all errors that are left.
    """

    fix: Fix
    new: tuple[int, int]
    left: int


@dataclass(frozen=True, slots=True)
class Bench:
    """Tries repairs, with the layers that earlier questions left."""

    inference: Inference
    catalog: Catalog
    data: DataFacts | None
    device: TrainingDevice | None

    def look(self, document: Document) -> Look:
        """Ask Keras and the rules about a document."""
        answer = self.inference.about(document)
        facts = {node.node: node for node in answer.nodes}
        said = Said(facts, answer.problems, self.data, self.device)
        found = review(document, self.catalog, said)
        return Look(answer, facts, {key_of(p): p for p in found})

    def prove(
        self, document: Document, base: Look, problem: Problem
    ) -> tuple[Fix, ...]:
        """Repairs that solve the problem and make no other, the best first."""
        case = Case(document, self.catalog, base.facts, self.data, problem)
        made: Iterable[Fix] = [
            *switches_before(case, self.catalog),
            *parameter_candidates(case, self.catalog),
            *class_candidates(case, self.catalog),
            *setting_candidates(case, self.catalog),
            *mask_candidates(case, self.catalog),
            *candidates(case),
            *padding_of_all(case, self.catalog),
        ]
        found = self._helping(document, base, problem, made)
        if not found:
            beyond = (fix for other in beyond_border(case) for fix in candidates(other))
            found = self._helping(document, base, problem, beyond)
        least = min((tried.new for tried in found), default=(0, 0))
        best = [tried for tried in found if tried.new == least]
        best.sort(key=lambda tried: tried.left)
        return tuple(tried.fix for tried in best[:MOST_OFFERED])

    def _helping(
        self, document: Document, base: Look, problem: Problem, made: Iterable[Fix]
    ) -> list[Trial]:
        """The repairs that solve the problem, of the first ones."""
        tries = (
            self._try(document, base, problem, fix) for fix in islice(made, MOST_TRIED)
        )
        return [tried for tried in tries if tried is not None]

    def prove_together(self, document: Document, base: Look) -> tuple[Fix, ...]:
        """All safe repairs one upon the other, as one; empty if there is none."""
        changed, look = document.copy(), base
        steps: list[Edit] = []
        given_up: set[Key] = set()
        while len(steps) < MOST_TOGETHER:
            found = self._next_safe(changed, look, given_up)
            if found is None:
                break
            changed.apply(found.edit)
            look = self.look(changed)
            steps.append(found.edit)
        if not steps:
            return ()
        count = "1 problem" if len(steps) == 1 else f"{len(steps)} problems"
        changes = (n for n, f in base.facts.items() if look.facts.get(n) != f)
        touched = tuple(dict.fromkeys(map(node_of, changes)))
        left = _left(len(look.problems)).capitalize() + "."
        title = f"Fix {count}"
        edit = Compound(title, tuple(steps))
        stood = standing(document, edit)
        return (Fix(title, edit, True, left, touched, stood),)

    def _next_safe(
        self, document: Document, look: Look, given_up: set[Key]
    ) -> Fix | None:
        for key, problem in look.problems.items():
            if key in given_up or problem.silenced:
                continue
            fixes = self.prove(document, look, problem)
            if fixes and fixes[0].safe:
                return fixes[0]
            given_up.add(key)
        return None

    def _try(
        self, document: Document, base: Look, problem: Problem, fix: Fix
    ) -> Trial | None:
        """What becomes of the document with the repair; None where it is none."""
        changed = document.copy()
        try:
            changed.apply(fix.edit)
        except EditRefused:
            return None
        after = self.look(changed)
        if key_of(problem) in after.problems or _fails(changed, after, problem):
            return None
        new = [p for key, p in after.problems.items() if key not in base.problems]
        errors = [p for p in new if p.severity is Severity.ERROR]
        if not all(_was_hidden(base, error) for error in errors):
            return None
        effect, touched = _effect(base, after, problem, changed)
        stood = standing(document, fix.edit)
        told = replace(fix, effect=effect, nodes=touched, stood=stood)
        left = sum(p.severity is Severity.ERROR for p in after.problems.values())
        return Trial(told, (len(errors), len(new) - len(errors)), left)


def key_of(problem: Problem) -> Key:
    """What makes a problem the same one before and after a repair."""
    return problem.code, problem.node, problem.parameter


def _fails(changed: Document, after: Look, problem: Problem) -> bool:
    """Whether Keras gets all inputs of the guilty node and still gives nothing."""
    node, block = problem.node, problem.block
    if block is not None and block not in changed.blocks:
        return False
    graph = changed.scope(block)
    if node is None or node not in graph.nodes or _knows(after, node):
        return False
    sources = [edge.source for edge in graph.edges_into(node)]
    return all(_knows(after, source) for source in sources)


def _knows(look: Look, node: str) -> bool:
    return node in look.facts and bool(look.facts[node].outputs)


def _was_hidden(base: Look, problem: Problem) -> bool:
    """Whether a problem may have been there before, behind an error."""
    if not base.is_sound and not problem.code.startswith("G-"):
        node = problem.node and base.facts.get(problem.node)
        is_known = node and node.outputs and not node.is_partial
        return not is_known or not problem.code.startswith("K-")
    return False


def _effect(
    base: Look, after: Look, problem: Problem, changed: Document
) -> tuple[str, tuple[str, ...]]:
    """The repair's effect as a sentence, and the nodes it changes."""
    changes = (n for n, f in base.facts.items() if after.facts.get(n) != f)
    touched = tuple(dict.fromkeys(map(node_of, changes)))
    parts: list[str] = []
    if problem.node in touched and problem.node in after.facts:
        shapes = _shapes(after.facts[problem.node])
        if shapes and shapes != _shapes(base.facts[problem.node]):
            known = problem.block is None or problem.block in changed.blocks
            graph = changed.scope(problem.block) if known else changed.graph
            title = shown_name(graph.title_of(problem.node))
            parts.append(f"then {title} gives {shapes}")
    others = len([n for n in touched if n != problem.node])
    if others:
        parts.append(
            f"{others} other {'node changes' if others == 1 else 'nodes change'}"
        )
    by = after.answer.total_params - base.answer.total_params
    if by:
        parts.append(f"{abs(by):,} parameters {'more' if by > 0 else 'less'}")
    parts.append(_left(len(after.problems)))
    text = "; ".join(parts) + "."
    return text[0].upper() + text[1:], touched


def _left(count: int) -> str:
    if not count:
        return "no problem is left"
    return "1 problem is left" if count == 1 else f"{count} problems are left"


def _shapes(facts: NodeFacts) -> str:
    return " and ".join(_sample(output.shape) for output in facts.outputs)


def _sample(shape: Iterable[int | None]) -> str:
    sizes = ["?" if size is None else str(size) for size in tuple(shape)[1:]]
    return "×".join(sizes) or "one number"
