"""What a look found, as facts and problems for the window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from studio.graph.problems import Problem, Severity
from studio.protocol.facts import AlikeNodes, NodeFacts, OutputFacts
from studio.runtime.engine.look import Look
from studio.runtime.engine.scene import Result
from studio.runtime.engine.sizes import sample_bytes

Place = tuple[str | None, str]
"""Block and id of a node; of a call that differs from the first the way to it."""


class Facts:
    """Facts of every node as last told; what did not change is not made again.

    Nodes that share a result share their facts, in which no node is named. Inside
    blocks those of the first instance count for all; what differs in another one is
    told of the call, under the way to it: ``n5/n3``.
    """

    def __init__(self) -> None:
        self._told: dict[Place, tuple[Result, NodeFacts]] = {}
        self._changed: dict[Place, None] = {}
        self._differed: set[Place] = set()

    def all(self) -> tuple[AlikeNodes, ...]:
        """Facts of every node, and of the calls that differ from them."""
        return self._alike(self._told)

    def update(self, look: Look) -> tuple[AlikeNodes, ...]:
        """Take in a new look; returns the facts that are new since a settled one."""
        told: dict[Place, tuple[Result, NodeFacts]] = {}
        made: dict[tuple[Any, ...], NodeFacts] = {}
        for within, way, node, result in _every(look):
            place = within.setting.block, node
            if place in told:
                first, place = told[place][0], (place[0], way + node)
                if place not in self._differed and _are_alike(result, first):
                    continue
                self._differed.add(place)
            old = self._told.get(place)
            instance = within.setting.name
            if old is None or old[0] is not result or old[1].instance != instance:
                before = old[1] if old else None
                key = place[0], instance, id(result), id(before)
                if key not in made:
                    made[key] = _facts(place[0], instance, result, before)
                if made[key] is not before:
                    self._changed[place] = None
                old = result, made[key]
            told[place] = old
        self._told = told
        changed = self._alike(place for place in self._changed if place in told)
        if look.is_settled:
            self._changed.clear()
        return changed

    def _alike(self, places: Iterable[Place]) -> tuple[AlikeNodes, ...]:
        groups: dict[int, tuple[NodeFacts, list[str]]] = {}
        for place in places:
            facts = self._told[place][1]
            groups.setdefault(id(facts), (facts, []))[1].append(place[1])
        return tuple(
            AlikeNodes(tuple(nodes), facts) for facts, nodes in groups.values()
        )


def _are_alike(one: Result, other: Result) -> bool:
    """Whether rules would find the same in both."""
    return one is other or (
        one.outputs == other.outputs
        and one.weights == other.weights
        and one.is_partial == other.is_partial
    )


def problems_in(look: Look) -> list[Problem]:
    """Problems of every node; what all instances of a block share stands once."""
    found: dict[Problem, None] = {}
    for within, _, node, result in _every(look):
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


def _every(look: Look, way: str = "") -> Iterator[tuple[Look, str, str, Result]]:
    """Look, way to it, id and result of each node, blocks entered."""
    for node_id in look.graph.nodes:
        result = look.results[node_id]
        yield look, way, node_id, result
        if result.inside is not None:
            yield from _every(result.inside, f"{way}{node_id}/")


def _facts(
    block: str | None, instance: str, result: Result, before: NodeFacts | None
) -> NodeFacts:
    """Facts without a node; those of `before` if nothing changed.

    Work that is not counted yet is told as it was.
    """
    outputs = tuple(
        OutputFacts(key, spec.shape, spec.dtype) for key, spec in result.outputs.items()
    )
    told = before if before and not result.is_settled else result.work
    facts = NodeFacts(
        "",
        outputs,
        result.weights.params,
        result.weights.trainable,
        told.macs if told else None,
        told.flops if told else None,
        result.weights.size,
        sample_bytes(result.outputs.values()) if outputs else None,
        result.policy,
        block,
        result.is_partial,
        result.weights.shapes,
        instance,
        result.known_weights.are_all,
    )
    return before if before == facts else facts
