"""Masks that Keras makes and hands on by itself.

A config tells of them as if somebody had wired them: ops that make the mask of an
embedding, and a ``mask`` in each call behind it. Built again, they come by
themselves, so neither is in a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.importing.calls import Arguments, Tensor
from studio.importing.layers import Layer

MASK = "mask"


@dataclass(frozen=True, slots=True)
class Called:
    """One call in a functional model: its layer, node and arguments."""

    layer: Layer
    node: str
    arguments: Arguments

    @property
    def is_op(self) -> bool:
        """Whether it calls an op."""
        return self.layer.spec is not None and bool(self.layer.spec.operation)

    def source(self) -> Tensor | None:
        """The only tensor it is called with, but for its mask."""
        found = [t for port, t in self.arguments.tensors.items() if port != MASK]
        return found[0] if len(found) == 1 else None


Key = tuple[str, int]
Calls = Mapping[Key, Called]
Ops = set[Key]
Known = dict[tuple[Tensor, Tensor], Ops]
"""Ops that make a mask anew behind a tensor, by tensor and mask."""


@dataclass(frozen=True, slots=True)
class OwnMasks:
    """What is left out.

    Attributes:
        takers: nodes whose ``mask`` comes by itself.
        makers: nodes of the ops that made it.
    """

    takers: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()


def own_masks(calls: Calls, outputs: set[Tensor]) -> OwnMasks:
    """Find the masks that come by themselves when the model is built again."""
    users: dict[Key, list[Called]] = {}
    for called in calls.values():
        for tensor in called.arguments.tensors.values():
            users.setdefault((tensor.layer, tensor.call), []).append(called)
    given = {(tensor.layer, tensor.call) for tensor in outputs}
    takers: set[str] = set()
    behind: dict[Key, Ops] = {}
    known: Known = {}
    for called in calls.values():
        mask = called.arguments.tensors.get(MASK)
        if mask is not None and (ops := _made_by_itself(called, mask, calls, known)):
            takers.add(called.node)
            behind[mask.layer, mask.call] = ops
    makers: set[str] = set()
    for key, ops in behind.items():
        inside = {calls[k].node for k in ops}
        free = not ops & given and all(
            user.node in inside or (user.node in takers and k == key)
            for k in ops
            for user in users.get(k, ())
        )
        if free:
            makers |= inside
        else:
            takers -= {user.node for user in users.get(key, ())}
    return OwnMasks(frozenset(takers), frozenset(makers))


def _made_by_itself(called: Called, mask: Tensor, calls: Calls, known: Known) -> Ops:
    """Ops that Keras would make anew for the mask of a call; none if it would not.

    `known` keeps what was found behind each tensor: a mask may run along thousands.
    """
    if not called.arguments.is_plain:
        return set()
    ops: Ops = set()
    passed = []
    source = called.source()
    while source is not None:
        if (source, mask) in known:
            ops = known[source, mask]
            break
        passed.append((source, mask))
        before = calls.get((source.layer, source.call)) if source.output == 0 else None
        if before is None or before.layer.spec is None:
            break
        spec, config = before.layer.spec, before.layer.config
        if spec.does(spec.makes_mask, config):
            ops = _ops_between(before.source(), mask, calls)
            break
        is_passed = spec.does(spec.passes_mask, config)
        is_passed &= before.arguments.tensors.get(MASK) in (None, mask)
        source = before.source() if is_passed else None
    known.update(dict.fromkeys(passed, ops))
    return ops


def _ops_between(start: Tensor | None, mask: Tensor, calls: Calls) -> Ops:
    """Ops that make `mask` of `start` alone; none if there is more to it."""
    found: set[Key] = set()
    waiting = [mask]
    while waiting:
        tensor = waiting.pop()
        called = calls.get((tensor.layer, tensor.call))
        if tensor == start or (tensor.layer, tensor.call) in found:
            continue
        if called is None or not called.is_op:
            return set()
        found.add((tensor.layer, tensor.call))
        waiting += called.arguments.tensors.values()
    return found
