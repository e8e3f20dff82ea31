"""Groups opened to their layers, and closed again where nothing in them changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from studio.catalog.spec import Catalog
from studio.graph.algorithms import model_outputs
from studio.graph.block import INSTANCE_NAME, Block, with_arguments
from studio.graph.block_ports import output_keys
from studio.graph.graph import Graph
from studio.graph.model import (
    BLOCK_CLASS,
    Edge,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
    PortKey,
)
from studio.graph.values import Value, same
from studio.importing.arguments import arguments_of, completed
from studio.importing.instances import (
    Instance,
    Tensor,
    folded,
    is_whole,
    layer_of,
    take,
)
from studio.importing.revision import names_in, revised


class Groups:
    """The groups of one graph.

    Attributes:
        instances: by the id of their node.
        changed: blocks that say what is new in all of their instances, by id.
    """

    def __init__(
        self,
        blocks: Mapping[str, Block],
        new_id: Callable[[str], str],
        catalog: Catalog,
    ) -> None:
        self._blocks = dict(blocks)
        self._catalog = catalog
        self._new_id = new_id
        self.instances: dict[str, Instance] = {}
        self.changed: dict[str, Block] = {}

    def opened(self, graph: Graph) -> Graph:
        """The graph with the layers of groups in the place of their nodes.

        Muted groups stay closed: they stand for no layer.
        """
        for node in graph.nodes.values():
            definition = graph.definition_of(node.id)
            if node.muted or definition is None:
                continue
            if definition.layer_class == BLOCK_CLASS:
                self.instances[node.id] = self._instance(node, definition)
        if not self.instances:
            return graph
        parts = self.instances.values()
        nodes = [n for n in graph.nodes.values() if n.id not in self.instances]
        kept = {node.definition for node in nodes}
        definitions = [d for d in graph.definitions.values() if d.id in kept]
        return Graph(
            [*nodes, *(node for part in parts for node in part.nodes)],
            [*definitions, *(d for part in parts for d in part.definitions)],
            [
                *_wires(graph.edges.values(), self.instances),
                *(edge for part in parts for edge in part.edges),
            ],
        )

    def closed(
        self, graph: Graph, before: Graph, elsewhere: Collection[str] = ()
    ) -> Graph:
        """Put back the nodes of groups in which nothing changed since `before`.

        Where all instances of a block changed alike, the block does, unless it is one
        of those that are used `elsewhere`.
        """
        for block_id in {i.definition.block or "": None for i in self._whole(graph)}:
            if block_id not in elsewhere:
                self._revise(block_id, graph, before)
        for instance in self.instances.values():
            values = self._values(instance, graph, before)
            if values is not None and is_whole(instance, graph):
                own = replace(instance.definition, parameters=values)
                graph = folded(instance, own, graph)
        return graph

    def _whole(self, graph: Graph) -> list[Instance]:
        """Instances whose nodes are all there, as they were wired."""
        return [i for i in self.instances.values() if is_whole(i, graph)]

    def _revise(self, block_id: str, graph: Graph, before: Graph) -> None:
        """Let a block say what is new, if its instances then are closed again."""
        parts = [i for i in self.instances.values() if i.definition.block == block_id]
        if any(not is_whole(part, graph) for part in parts) or all(
            self._values(part, graph, before) is not None for part in parts
        ):
            return
        block = self._blocks[block_id]
        old = [(part.definitions, part.templates) for part in parts]
        for written_out in (False, True):
            new = self._revised(block, parts, graph, before, written_out)
            if new is None:
                continue
            self._blocks[block_id] = new
            for part in parts:
                take(part, new)
            if all(self._values(part, graph, before) is not None for part in parts):
                self.changed[block_id] = new
                return
            self._blocks[block_id] = block
            for part, (own, templates) in zip(parts, old, strict=True):
                part.definitions, part.templates = own, templates

    def _revised(
        self,
        block: Block,
        parts: list[Instance],
        graph: Graph,
        before: Graph,
        written_out: bool,
    ) -> Block | None:
        """The block with its layers as they are in all instances, if they agree."""
        definitions = []
        for inner in block.definitions:
            found = [layer_of(part, inner.id) for part in parts]
            nows = [_now(layer, graph, before) for layer in found if layer is not None]
            made: LayerDefinition | None = inner
            if nows:
                made = revised(inner, nows, self._catalog, written_out=written_out)
            if made is None:
                return None
            definitions.append(made)
        used = {name for d in definitions for name in names_in(d.parameters)}
        kept = tuple(p for p in block.parameters if p.name in used)
        return replace(block, definitions=tuple(definitions), parameters=kept)

    def _values(
        self, instance: Instance, graph: Graph, before: Graph
    ) -> dict[str, Value] | None:
        """Parameters with which the group makes the layers as they are now."""
        values: dict[str, Value] = {}
        for layer in instance.definitions:
            now = _now(layer, graph, before)
            if replace(now, parameters=layer.parameters) != layer:
                return None
            spec = self._catalog.find(now.layer_class)
            template = instance.templates[layer.id]
            given = completed(now.parameters, template, spec)
            found = arguments_of(template, given)
            if found is None or not all(
                same(values.setdefault(name, value), value)
                for name, value in found.items()
            ):
                return None
        usual = self._defaults(instance.definition)
        old = instance.definition.parameters
        return {
            name: old[name] if same(old.get(name), value) else value
            for name, value in {**old, **values}.items()
            if name in usual
            if name in old or not same(value, usual[name])
        }

    def _defaults(self, definition: LayerDefinition) -> dict[str, Value]:
        block = self._blocks[definition.block or ""]
        return {parameter.name: parameter.default for parameter in block.parameters}

    def _instance(self, node: Node, definition: LayerDefinition) -> Instance:
        block = self._blocks[definition.block or ""]
        made = Instance(node, definition)
        values = {**self._defaults(definition), **definition.parameters}
        layers = {}
        for inner in block.definitions:
            name = inner.name.replace(INSTANCE_NAME, definition.name)
            parameters = with_arguments(inner.parameters, values)
            own = replace(inner, id=self._new_id("l"), name=name, parameters=parameters)
            layers[inner.id] = own
            made.layers[inner.id] = own.id
            made.templates[own.id] = dict(inner.parameters)
        ids: dict[str, str] = {}
        inside: dict[str, Instance] = {}
        for inner_node in block.nodes:
            if inner_node.kind is not NodeKind.LAYER or not inner_node.definition:
                continue
            layer = layers[inner_node.definition]
            own_node = _moved(inner_node, self._new_id("n"), layer.id, node.position)
            ids[inner_node.id] = own_node.id
            if layer.layer_class == BLOCK_CLASS:
                inside[own_node.id] = self._instance(own_node, layer)
                continue
            made.nodes.append(own_node)
            if layer not in made.definitions:
                made.definitions.append(layer)
        self._wire(made, block, ids, inside)
        return made

    def _wire(
        self,
        made: Instance,
        block: Block,
        ids: Mapping[str, str],
        inside: Mapping[str, Instance],
    ) -> None:
        graph = block.graph
        for part in inside.values():
            made.nodes += part.nodes
            made.definitions += part.definitions
            made.edges += part.edges
            for own_id in part.templates:
                made.templates[own_id] = dict(_parameters(part, own_id))
        within = []
        for edge in block.edges:
            if edge.target not in ids:
                continue
            whole = replace(edge, target=ids[edge.target])
            if edge.source in ids:
                within.append(replace(whole, source=ids[edge.source]))
            else:
                ports = made.entries.setdefault(graph.title_of(edge.source), [])
                ports += _targets(whole, inside)
        made.edges += _wires(within, inside)
        for key, (source, output) in zip(
            output_keys(block), model_outputs(graph), strict=True
        ):
            if source in ids:
                made.exits[key] = _source(ids[source], output, inside)


def _now(layer: LayerDefinition, graph: Graph, before: Graph) -> LayerDefinition:
    """A layer of an instance in the graph; as the block made it if it is the same."""
    now = graph.definitions.get(layer.id, before.definitions[layer.id])
    return layer if now == before.definitions[layer.id] else now


def _moved(node: Node, own_id: str, layer: str, by: Point) -> Node:
    at = Point(node.position.x + by.x, node.position.y + by.y)
    return replace(node, id=own_id, definition=layer, position=at)


def _source(node_id: str, output: str, instances: Mapping[str, Instance]) -> Tensor:
    inside = instances.get(node_id)
    return inside.exits.get(output, (node_id, output)) if inside else (node_id, output)


def _targets(edge: Edge, instances: Mapping[str, Instance]) -> list[PortKey]:
    inside = instances.get(edge.target)
    return [edge.key] if inside is None else inside.entries.get(edge.port, [])


def _wires(edges: Iterable[Edge], instances: Mapping[str, Instance]) -> list[Edge]:
    """Wires with their ends inside groups."""
    found = []
    for edge in edges:
        source, output = _source(edge.source, edge.output, instances)
        found += [
            replace(edge, source=source, output=output, target=target, port=port)
            for target, port in _targets(edge, instances)
        ]
    return found


def _parameters(part: Instance, own_id: str) -> dict[str, Value]:
    """Parameters of a layer in a group inside a group, which stay as they are."""
    return next(d.parameters for d in part.definitions if d.id == own_id)
