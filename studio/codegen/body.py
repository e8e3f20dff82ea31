"""The statements that make the tensors of a graph, one node after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.catalog.spec import ClassSpec, Role
from studio.codegen.expressions import (
    STEP,
    WIDTH,
    Atom,
    Bracket,
    Expression,
    call,
    fits,
    index,
    statement,
)
from studio.codegen.loops import find_run, loop_lines
from studio.codegen.names import Identifiers
from studio.codegen.order import Plan, plan_graph
from studio.codegen.places import nested
from studio.codegen.source import Line
from studio.graph.algorithms import placed_outputs
from studio.graph.block import INSTANCE_NAME
from studio.graph.block_ports import CALL_ARGUMENT, input_places
from studio.graph.graph import Graph
from studio.graph.model import BLOCK_CLASS, LayerDefinition, Place
from studio.graph.naming import keras_name
from studio.graph.ports import InputPort

if TYPE_CHECKING:
    from studio.codegen.program import Program

MODEL_PORTS = (InputPort(CALL_ARGUMENT),)


class Body:
    """Writes the calls of a graph's nodes, in the order of its plan.

    Attributes:
        plan: what is written, in order.
        lines: statements written so far.
        identifiers: names of variables that are taken.
        chain: variable that is used again and again in a chain.
        indent: of the statements.
    """

    def __init__(
        self,
        program: Program,
        graph: Graph,
        identifiers: Identifiers,
        last: str = "outputs = ",
    ) -> None:
        """Prepare to write `graph`.

        `last` is the start of the statement that makes its only output.
        """
        self.plan: Plan = plan_graph(graph, program.catalog, program.blocks)
        self.lines: list[Line] = []
        self.identifiers = identifiers
        self._program = program
        self._graph = graph
        self.chain = "x"
        self.indent = STEP
        self._last = last
        self._values: dict[tuple[str, str], Expression] = {}
        self._variables: dict[str, str] = {}
        self._callees: dict[str, str] = {}

    def write(self, expression: Expression, before: str, *nodes: str) -> None:
        """Add the lines of a statement that stands for nodes."""
        for text in statement(expression, before, indent=self.indent):
            self.lines.append(Line(text, nodes))

    def note(self, node_id: str, value: Expression) -> None:
        """Say where an input is."""
        self._values[node_id, "0"] = value

    def inputs(self) -> None:
        """Write the inputs of a model."""
        for node_id in self.plan.inputs:
            definition = self._definition(node_id)
            alone = len(self.plan.inputs) == 1
            variable = "inputs" if alone else self.identifiers.new(definition.name)
            self.note(node_id, Atom(variable))
            self.write(self._program.input(definition), f"{variable} = ", node_id)

    def layers(self) -> None:
        """Write the calls of all nodes."""
        place = 0
        while place < len(self.plan.layers):
            run = find_run(self._graph, self.plan, place)
            if not (run and self._loop(run)):
                run = (self.plan.layers[place],)
                self._node(run[0])
            place += len(run)

    def input_structure(self) -> Expression:
        """All inputs at their places."""
        nodes = [self._graph.nodes[node_id] for node_id in self.plan.inputs]
        values = [self.value(node_id, "0") for node_id in self.plan.inputs]
        return nested(list(zip(input_places(nodes), values, strict=True)))

    def output_structure(self) -> Expression:
        """All outputs at their places."""
        return nested(
            [(place, self.value(node, key)) for place, node, key in self.plan.outputs]
        )

    def value(self, node_id: str, output: str) -> Expression:
        """One output of a node that is written already."""
        found = self._values.get((node_id, output))
        if found is not None:
            return found
        variable = Atom(self._variables[node_id])
        if node_id not in self.plan.several_outputs:
            return variable
        definition = self._graph.definition_of(node_id)
        if definition is not None and definition.block is not None:
            return index(variable, *self._place_of(definition.block, output))
        return index(variable, int(output) if output.isdigit() else output)

    def _place_of(self, block_id: str, output: str) -> Place:
        graph = self._program.blocks[block_id].graph
        places = [place for place, _, _ in placed_outputs(graph)]
        if (output,) in places or not output.isdigit() or int(output) >= len(places):
            return (output,)
        return places[int(output)]

    def _definition(self, node_id: str) -> LayerDefinition:
        definition = self._graph.definition_of(node_id)
        if definition is None:
            raise ValueError(f"{node_id} is an output and calls nothing")
        return definition

    def _tensors(self, node_id: str) -> dict[str, Expression]:
        return {
            edge.port: self.value(edge.source, edge.output)
            for edge in self._graph.edges_into(node_id)
        }

    def _node(self, node_id: str) -> None:
        definition = self._definition(node_id)
        tensors = self._tensors(node_id)
        if definition.is_op:
            self._op(node_id, definition, tensors)
        elif definition.layer_class == BLOCK_CLASS:
            self._group(node_id, definition, tensors)
        else:
            self._layer(node_id, definition, tensors)

    def _op(
        self,
        node_id: str,
        definition: LayerDefinition,
        tensors: dict[str, Expression],
    ) -> None:
        spec = self._program.find(definition)
        made = self._program.calls.op(spec, definition, tensors)
        before = self._assigned(node_id)
        if not isinstance(made, Bracket) and not fits(made, before, self.indent):
            made = self._program.calls.function(spec, definition, tensors)
        self._program.count_op(spec)
        self.write(made, before, node_id)

    def _layer(
        self,
        node_id: str,
        definition: LayerDefinition,
        tensors: dict[str, Expression],
    ) -> None:
        spec = None if definition.block else self._program.find(definition)
        callee = self._callee(definition, spec)
        made = self._program.calls.layer(
            callee,
            spec.inputs if spec else MODEL_PORTS,
            spec.call_parameters if spec else (),
            tensors,
            self._graph.nodes[node_id].call,
            definition.name,
        )
        self.write(made, self._assigned(node_id), node_id)

    def _callee(
        self, definition: LayerDefinition, spec: ClassSpec | None
    ) -> Bracket | str:
        """What is called: a new layer, or the variable that holds it."""
        callers = self.plan.callers[definition.id]
        if definition.id in self._callees:
            return self._callees[definition.id]
        model = spec is None or spec.role is Role.MODEL
        if not model and len(callers) == 1:
            return self.held(self._program.layer(definition), definition, callers)
        made, trainable = self._program.made(definition)
        variable = self.hold(made, definition, callers, trainable)
        self._callees[definition.id] = variable
        return variable

    def held(
        self, made: Bracket, definition: LayerDefinition, callers: tuple[str, ...]
    ) -> Bracket | str:
        """What is called of a layer that is called once: here itself."""
        return made

    def hold(
        self,
        made: Bracket,
        definition: LayerDefinition,
        callers: tuple[str, ...],
        trainable: bool = True,
    ) -> str:
        """Put what is made in a variable; returns it."""
        variable = self.identifiers.new(definition.name)
        self.lines += held_lines(made, variable, callers, trainable, STEP)
        return variable

    def _group(
        self,
        node_id: str,
        definition: LayerDefinition,
        tensors: dict[str, Expression],
    ) -> None:
        program = self._program
        outputs = program.shape(definition).outputs
        if program.in_classes:
            maker = program.group_maker(definition)
            layer = self.held(maker, definition, (node_id,))
            made = call(layer, *program.group_tensors(definition, tensors))
        else:
            made = program.group(definition, tensors)
        if len(outputs) == 1:
            self.write(made, self._assigned(node_id), node_id)
            return
        names = [self.identifiers.new(f"{definition.name}_{key}") for key in outputs]
        start = f"{', '.join(names)} = "
        if len(start) > WIDTH // 2:
            start = self._assigned(node_id)
            names = [f"{self._variables[node_id]}[{i}]" for i in range(len(outputs))]
        for key, name in zip(outputs, names, strict=True):
            self._values[node_id, key] = Atom(name)
        self.write(made, start, node_id)

    def _loop(self, run: tuple[str, ...]) -> bool:
        """Write calls of one group as a loop, if it can be."""
        program = self._program
        if program.in_classes:
            return False
        instances = [self._definition(node_id) for node_id in run]
        function = program.function_name(instances[0])
        texts = loop_lines(
            program,
            function,
            program.shape(instances[0]),
            instances,
            self.chain,
            self.identifiers,
            self.indent,
        )
        if texts is None:
            return False
        program.count_calls(instances)
        (source,) = self._tensors(run[0]).values()
        if source != Atom(self.chain):
            self.write(source, f"{self.chain} = ", run[0])
        self.lines += [Line(text, run) for text in texts]
        self._variables.update(dict.fromkeys(run, self.chain))
        return True

    def _assigned(self, node_id: str) -> str:
        """Start of the statement that makes a node's value; notes its variable."""
        if self.is_last(node_id):
            variable = self._last.removesuffix(" = ")
        elif self.plan.in_chain(node_id):
            variable = self.chain
        else:
            variable = self.identifiers.new(self._title(node_id))
        self._variables[node_id] = variable
        return self._last if self.is_last(node_id) else f"{variable} = "

    def _title(self, node_id: str) -> str:
        """What a node's value is called, if it needs a name of its own."""
        definition = self._definition(node_id)
        if definition.id in self._callees:
            return f"{definition.name}_output"
        return self.title(definition)

    def title(self, definition: LayerDefinition) -> str:
        """What a layer is called, without what tells its instance."""
        own = definition.name.replace(INSTANCE_NAME, "").strip("_")
        return keras_name(definition.class_name) if own[:1].isdigit() else own

    def name_of(self, node_id: str) -> str:
        """Name of what a node calls."""
        return self._definition(node_id).name

    def is_last(self, node_id: str) -> bool:
        """Whether a node makes the graph's only output, and nothing else uses it."""
        outputs = self.plan.outputs
        return (
            len(outputs) == 1
            and outputs[0][1] == node_id
            and node_id not in self.plan.several_outputs
            and not self.plan.consumers[node_id]
        )


def held_lines(
    made: Bracket, variable: str, nodes: tuple[str, ...], trainable: bool, indent: str
) -> list[Line]:
    """Statements that put a layer or model in a variable, frozen if need be."""
    texts = statement(made, f"{variable} = ", indent=indent)
    if not trainable:
        texts.append(f"{indent}{variable}.trainable = False")
    return [Line(text, nodes) for text in texts]
