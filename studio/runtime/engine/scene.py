"""What a look at a graph goes by: where the graph stands, and results of its nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from studio.graph.block import Block, BlockKind
from studio.graph.model import LayerDefinition
from studio.graph.values import Value, canonical
from studio.runtime.engine.calls import Answer, Calls
from studio.runtime.engine.flops import Work
from studio.runtime.engine.layers import Fault
from studio.runtime.engine.sizes import NO_WEIGHTS, Weights
from studio.runtime.engine.symbolic import TensorSpec

if TYPE_CHECKING:
    from studio.runtime.engine.look import Look

Question = tuple[Any, ...]
Wires = tuple[tuple[str, "Tensor | None"], ...]
"""Port and tensor of each wire into a node; None where nothing is known of it."""


class Tensor(NamedTuple):
    """What comes out of a wire; `is_partial` where it follows an error."""

    spec: TensorSpec
    is_partial: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What is known of one node.

    Attributes:
        outputs: by key; none where nothing is known.
        is_partial: whether it follows an error or a gap: sizes may be unknown.
        answer: what was said of the layer last; its next call goes on from it.
        made: what was said of the layer before any call.
        inside: the look into the node's block.
        question: all that the result depends on.
        is_settled: whether all was traced that it says of calls.
    """

    outputs: Mapping[str, TensorSpec] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    is_partial: bool = False
    weights: Weights = NO_WEIGHTS
    work: Work | None = None
    policy: str = ""
    answer: Answer | None = None
    made: Answer | None = None
    inside: Look | None = None
    question: Question = ()
    is_settled: bool = True

    @property
    def known_weights(self) -> Weights:
        """Weights, told not to be all where nothing came out of the node."""
        if self.outputs or not self.is_partial:
            return self.weights
        return replace(self.weights, are_all=False)


class Itself:
    """Equal to another that holds the very same object."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, held: object) -> None:
        self._held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other._held is self._held


@dataclass(frozen=True, slots=True)
class World:
    """What all looks share.

    Attributes:
        enter: gives the result of a node that stands for a block.
        answered: results of first calls by question: what repeats is looked at once.
    """

    calls: Calls
    blocks: Mapping[str, Block]
    enter: Enter
    answered: dict[Question, Result] = field(default_factory=dict)

    def is_group(self, definition: LayerDefinition) -> bool:
        """Whether each node of the definition has layers of its own."""
        block = self.blocks.get(definition.block or "")
        return block is not None and block.kind is BlockKind.GROUP

    def token(self, definition: LayerDefinition) -> tuple[Any, ...]:
        """Equal while the definition of a block and all that is inside stay."""
        given = definition.name, canonical(definition.parameters)
        return (given, *map(Itself, self._inside(definition.block or "")))

    def _inside(self, block_id: str) -> Iterator[Block]:
        block = self.blocks[block_id]
        yield block
        for inner in sorted(block.uses()):
            yield from self._inside(inner)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a graph stands.

    Attributes:
        block: id of the block whose graph it is.
        name: name of the block's instance.
        tensors: what the block's inputs are given; None where they speak for
            themselves.
        values: of the block's parameters.
        start: results after which shared layers are called again.
        is_frozen: whether a model around it is not trained.
    """

    block: str | None = None
    name: str = ""
    tensors: Mapping[str, Tensor] | None = None
    values: Mapping[str, Value] | None = None
    start: Mapping[str, Result] = field(default_factory=dict)
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A node that stands for a block, as its graph sees it.

    Attributes:
        outer: where the node's graph stands.
        before: result of the definition's last call, or None.
        earlier: the look into the block that the node had before an edit.
    """

    outer: Setting
    definition: LayerDefinition
    wires: Wires
    before: Result | None
    earlier: Look | None


Enter = Callable[[World, Scene], Result]
