"""What a look found, as facts and problems for the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.graph.problems import Problem, Severity
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.runtime.engine.look import Look
from studio.runtime.engine.scene import Result
from studio.runtime.engine.sizes import sample_bytes

Place = tuple[str | None, str]
"""Block and id of a node."""


class Facts:
    """Facts of every node as last told; what did not change is not made again."""

    def __init__(self) -> None:
        self._told: dict[Place, tuple[Result, NodeFacts]] = {}
        self._changed: dict[Place, None] = {}

    def all(self) -> tuple[NodeFacts, ...]:
        """Facts of every node; inside blocks those of the first instance."""
        return tuple(facts for _, facts in self._told.values())

    def update(self, look: Look) -> tuple[NodeFacts, ...]:
        """Take in a new look; returns the facts that are new since a settled one."""
        told: dict[Place, tuple[Result, NodeFacts]] = {}
        for within, node, result in _every(look):
            place = within.setting.block, node
            if place in told:
                continue
            old, facts = self._told.get(place, (None, None))
            instance = within.setting.name
            if facts is None or old is not result or facts.instance != instance:
                new = _facts(place, instance, result)
                if facts and not result.is_settled:
                    new = replace(new, macs=facts.macs, flops=facts.flops)
                if new != facts:
                    self._changed[place] = None
                facts = new
            told[place] = result, facts
        self._told = told
        changed = tuple(told[place][1] for place in self._changed if place in told)
        if look.is_settled:
            self._changed.clear()
        return changed


def problems_in(look: Look) -> list[Problem]:
    """Problems of every node; what all instances of a block share stands once."""
    found: dict[Problem, None] = {}
    for within, node, result in _every(look):
        for fault in result.faults:
            problem = Problem(
                Severity.ERROR,
                fault.code,
                f"{within.title_of(node)} {fault.text}",
                node,
                fault.parameter,
                block=within.setting.block,
            )
            found[problem] = None
    return list(found)


def _every(look: Look) -> Iterator[tuple[Look, str, Result]]:
    """Look, id and result of each node, blocks entered."""
    for node_id in look.graph.nodes:
        result = look.results[node_id]
        yield look, node_id, result
        if result.inside is not None:
            yield from _every(result.inside)


def _facts(place: Place, instance: str, result: Result) -> NodeFacts:
    outputs = tuple(
        OutputFacts(key, spec.shape, spec.dtype) for key, spec in result.outputs.items()
    )
    work = result.work
    return NodeFacts(
        place[1],
        outputs,
        result.weights.params,
        result.weights.trainable,
        work.macs if work else None,
        work.flops if work else None,
        result.weights.size,
        sample_bytes(result.outputs.values()) if outputs else None,
        result.policy,
        place[0],
        result.is_partial,
        result.weights.shapes,
        instance,
    )
