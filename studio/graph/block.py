"""Blocks: graphs inside a document that a node of another graph stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from studio.graph.graph import Graph
from studio.graph.model import Comment, Edge, LayerDefinition, Node
from studio.graph.values import Value, freeze

PARAMETER = "__parameter__"
"""Class name of a value that stands for a block's parameter."""
INSTANCE_NAME = "{name}"
"""What stands in the names inside a group for the name of its instance."""
INSTANCE_MARK = "…"
"""What a person sees in its place."""


class BlockKind(StrEnum):
    """What the graph in a block is."""

    MODEL = "model"
    """A nested functional model, a layer of its own to Keras."""
    SEQUENTIAL = "sequential"
    """A nested sequential model."""
    GROUP = "group"
    """A piece of the outer graph; to Keras its layers are the outer model's."""


@dataclass(frozen=True, slots=True)
class BlockParameter:
    """A parameter that each instance of a group gives its own value.

    Attributes:
        name: a Python identifier.
        default: value of an instance that gives none.
    """

    name: str
    default: Value = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "default", freeze(self.default))


@dataclass(frozen=True)
class Block:
    """A graph with a name, its inputs and outputs marked by nodes.

    Attributes:
        id: ``b1``, ``b2``... unique in the document, never reused.
        name: what a person calls it, and its function in code.
        kind: a nested model, or a group that is expanded in place.
        nodes, definitions, edges, comments: as in a document.
        parameters: what instances of a group may differ in.
    """

    id: str
    name: str
    kind: BlockKind
    nodes: tuple[Node, ...] = ()
    definitions: tuple[LayerDefinition, ...] = ()
    edges: tuple[Edge, ...] = ()
    comments: tuple[Comment, ...] = ()
    parameters: tuple[BlockParameter, ...] = ()

    @cached_property
    def graph(self) -> Graph:
        """The block's graph; nobody changes it.

        Raises:
            ValueError: an id stands twice, or a part refers to a missing one.
        """
        return Graph(self.nodes, self.definitions, self.edges)

    def uses(self) -> set[str]:
        """Ids of the blocks that this one's nodes stand for."""
        return {d.block for d in self.definitions if d.block is not None}


def shown_name(name: str) -> str:
    """A name as a person sees it: ``…_dense`` where the instance's name begins it."""
    return name.replace(INSTANCE_NAME, INSTANCE_MARK)


def block_parameter(name: str) -> Value:
    """Value that stands for the parameter `name` of the block it is in."""
    return {"class_name": PARAMETER, "config": {"name": name}}


def parameter_name(value: Value) -> str | None:
    """Name of the block parameter that `value` stands for; None for another."""
    if isinstance(value, Mapping) and value.get("class_name") == PARAMETER:
        return str(value["config"]["name"])
    return None


def with_arguments(value: Value, arguments: Mapping[str, Value]) -> Value:
    """Put in `arguments` for the block parameters in a value, however deep.

    Raises:
        KeyError: a parameter is not among the arguments.
    """
    name = parameter_name(value)
    if name is not None:
        return arguments[name]
    if isinstance(value, Mapping):
        return {key: with_arguments(item, arguments) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return tuple(with_arguments(item, arguments) for item in value)
    return value


def inner_first(blocks: Mapping[str, Block]) -> Iterable[Block]:
    """Blocks in an order in which each comes after those it uses.

    Raises:
        ValueError: blocks contain one another.
    """
    done: dict[str, Block] = {}
    waiting = list(blocks.values())
    while waiting:
        ready = [b for b in waiting if b.uses() & blocks.keys() <= done.keys()]
        if not ready:
            names = ", ".join(block.name for block in waiting)
            raise ValueError(f"these blocks contain one another: {names}")
        done.update((block.id, block) for block in ready)
        waiting = [block for block in waiting if block.id not in done]
    return done.values()
