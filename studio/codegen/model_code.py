"""The function that builds the model, and a module with nothing else."""

from __future__ import annotations

from studio.catalog.spec import Catalog
from studio.codegen.calls import Call
from studio.codegen.expressions import (
    STEP,
    Atom,
    Expression,
    Item,
    call,
    sequence,
    statement,
)
from studio.codegen.names import AutomaticNames, Identifiers
from studio.codegen.order import Plan, plan_model
from studio.codegen.source import Line, Source, plain, to_source
from studio.codegen.texts import docstring_text, quoted
from studio.errors import StudioError
from studio.graph import rules
from studio.graph.document import Document
from studio.graph.model import NodeKind
from studio.graph.naming import UNTITLED
from studio.graph.problems import Severity

_HEAD = '''
def build_model() -> keras.Model:
    """Build the untrained model."""
'''.lstrip()

RESERVED = ("x", "inputs", "outputs", "keras", "tf", "np", "csv")


def generate_model(document: Document, catalog: Catalog, title: str = "") -> Source:
    """Make a module that defines `build_model`.

    Raises:
        StudioError: the graph is unfinished or wrong; names the node.
    """
    head = [f'"""{headline(title)}"""', "", "from tensorflow import keras", "", ""]
    return to_source([*map(Line, head), *model_lines(document, catalog)])


def headline(title: str) -> str:
    """First line of a module's docstring."""
    start = "Keras model made with Layer Studio"
    own = "" if title == UNTITLED else title
    words = docstring_text(own, 88 - len(start) - len('"""""": .'))
    return f"{start}: {words}." if words else f"{start}."


def model_lines(document: Document, catalog: Catalog) -> list[Line]:
    """Lines of the function `build_model`.

    Raises:
        StudioError: the graph is unfinished or wrong; names the node.
    """
    if not document.graph.nodes:
        raise StudioError("The canvas is empty. Place an Input and a layer first.")
    for problem in rules.check(document, catalog):
        if problem.severity is Severity.ERROR:
            raise StudioError(problem.text)
    return _Writer(document, catalog, plan_model(document.graph, catalog)).function()


class _Writer:
    """Writes one model, node by node in the order of the plan."""

    def __init__(self, document: Document, catalog: Catalog, plan: Plan) -> None:
        self._graph = document.graph
        self._catalog = catalog
        self._plan = plan
        self._names = AutomaticNames()
        self._identifiers = Identifiers(*RESERVED)
        self._values: dict[str, str] = {}
        self._shared: dict[str, str] = {}
        self._lines: list[Line] = []

    def function(self) -> list[Line]:
        for node_id in self._plan.inputs:
            self._input(node_id)
        for node_id in self._plan.layers:
            self._layer(node_id)
        self._result()
        return [*plain(_HEAD), *self._lines]

    def _write(self, expression: Expression, before: str, *nodes: str) -> None:
        for text in statement(expression, before, indent=STEP):
            self._lines.append(Line(text, nodes))

    def _call(self, node_id: str) -> Call:
        return Call(self._graph, node_id, self._catalog, self._names)

    def _input(self, node_id: str) -> None:
        only = len(self._plan.inputs) == 1
        title = self._graph.title_of(node_id)
        variable = "inputs" if only else self._identifiers.new(title)
        self._values[node_id] = variable
        made = self._call(node_id).construct("keras.Input")
        self._write(made, f"{variable} = ", node_id)

    def _layer(self, node_id: str) -> None:
        made = self._call(node_id)
        shared = self._shared_layer(made)
        layer = made.construct() if shared is None else shared
        sources = {
            edge.key: self._value(edge.source, edge.output)
            for edge in self._graph.edges_into(node_id)
        }
        variable = self._variable(node_id, shared)
        self._values[node_id] = variable
        self._write(made.apply(layer, sources), f"{variable} = ", node_id)

    def _shared_layer(self, made: Call) -> str | None:
        """Variable of a layer that several nodes call, made before the first."""
        definition = made.definition
        callers = self._plan.callers[definition.id]
        if len(callers) < 2:
            return None
        if definition.id not in self._shared:
            variable = self._identifiers.new(definition.name)
            self._shared[definition.id] = variable
            self._write(made.construct(), f"{variable} = ", *callers)
        return self._shared[definition.id]

    def _variable(self, node_id: str, shared: str | None) -> str:
        """``x`` in a chain, ``outputs`` at its end, else after the layer."""
        outputs = self._plan.outputs
        if len(outputs) == 1 and outputs[0] == (node_id, "0"):
            if not self._plan.consumers[node_id]:
                return "outputs"
        elif self._plan.in_chain(node_id):
            return "x"
        title = self._graph.title_of(node_id)
        return self._identifiers.new(f"{title}_output" if shared else title)

    def _value(self, node_id: str, output: str) -> Expression:
        variable = self._values[node_id]
        if node_id not in self._plan.several_outputs:
            return Atom(variable)
        key = output if output.isdigit() else quoted(output)
        return Atom(f"{variable}[{key}]")

    def _result(self) -> None:
        inputs: list[Expression] = [Atom(self._values[n]) for n in self._plan.inputs]
        outputs = [self._value(*output) for output in self._plan.outputs]
        items = [
            Item(values[0] if len(values) == 1 else sequence(values))
            for values in (inputs, outputs)
        ]
        marks = [n.id for n in self._graph.nodes.values() if n.kind is NodeKind.OUTPUT]
        self._write(call("keras.Model", *items), "return ", *marks)
