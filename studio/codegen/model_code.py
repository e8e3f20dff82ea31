"""The function that builds the model, and a module with nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from studio.catalog.spec import Catalog
from studio.codegen.classes import subclass
from studio.codegen.custom import custom_code
from studio.codegen.expressions import STEP, WIDTH
from studio.codegen.imports import KERAS, Imports, import_lines, joined
from studio.codegen.literals import literal
from studio.codegen.models import functional
from studio.codegen.program import Program
from studio.codegen.sequential import sequential
from studio.codegen.source import Line, Source, plain, to_source
from studio.codegen.texts import docstring_text, wrapped
from studio.errors import StudioError
from studio.graph import rules
from studio.graph.algorithms import model_inputs, model_outputs
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.muting import without_muted_nodes
from studio.graph.naming import UNTITLED
from studio.graph.problems import Severity
from studio.graph.setup import CodeStyle

_LONGEST = 40
"""Columns of a name in a docstring."""


@dataclass(frozen=True, slots=True)
class ModelCode:
    """What a module needs to build the model.

    Attributes:
        imports: modules it uses.
        custom: lines of the user's own classes, if there are any.
        functions: lines of its functions; `build_model` is the last.
    """

    imports: Imports
    custom: tuple[list[Line], ...]
    functions: tuple[list[Line], ...]


def generate_model(document: Document, catalog: Catalog, title: str = "") -> Source:
    """Make a module that defines `build_model`.

    Raises:
        StudioError: the graph is unfinished or wrong; names the node.
    """
    code = model_code(document, catalog)
    head = [f'"""{headline(title)}"""', "", *import_lines(code.imports)]
    return to_source(spaced([list(map(Line, head)), *code.custom, *code.functions]))


def spaced(blocks: list[list[Line]]) -> list[Line]:
    """Lines of a module: its parts with two empty lines between them."""
    lines: list[Line] = []
    for block in blocks:
        lines += [Line(""), Line("")] if lines else []
        lines += block
    return lines


def headline(title: str) -> str:
    """First line of a module's docstring."""
    start = "Keras model made with Layer Studio"
    own = "" if title == UNTITLED else title
    words = docstring_text(own, 88 - len(start) - len('"""""": .'))
    return f"{start}: {words}." if words else f"{start}."


def model_code(document: Document, catalog: Catalog) -> ModelCode:
    """Functions that build the model.

    Raises:
        StudioError: the graph is unfinished or wrong; names the node.
    """
    document = without_muted_nodes(document)
    if not document.graph.nodes:
        raise StudioError("The canvas is empty. Place an Input and a layer first.")
    for problem in rules.check(document, catalog):
        if problem.severity is Severity.ERROR:
            raise StudioError(problem.text)
    setup = document.setup
    custom = custom_code(setup.code.custom)
    program = Program(document, catalog, custom.classes)
    lines = _built(program, document)
    keras = frozenset({KERAS[setup.code.header]})
    return ModelCode(
        joined(keras, program.objects.imports, custom.imports),
        (list(custom.lines),) if custom.lines else (),
        (*program.functions, *lines),
    )


def _built(program: Program, document: Document) -> list[list[Line]]:
    """The function `build_model` in the style of the document, and its class."""
    model, style = document.setup.model, document.setup.code.style
    head = plain("\n".join(_head(document.graph)))
    if style is CodeStyle.SUBCLASS:
        held, lines = subclass(program, document.graph, model.name, model.trainable)
        return [held, [*head, *lines]]
    write = sequential if style is CodeStyle.SEQUENTIAL else functional
    lines = write(program, document.graph, model.name, model.trainable)
    return [[*head, *lines]]


def _head(graph: Graph) -> list[str]:
    inputs = ", ".join(_described(graph, node) for node in model_inputs(graph))
    ends = dict.fromkeys(graph.title_of(node) for node, _ in model_outputs(graph))
    outputs = ", ".join(docstring_text(name, _LONGEST) for name in ends)
    told = f"Inputs: {inputs or 'none'}. Outputs: {outputs or 'none'}."
    return [
        "def build_model() -> keras.Model:",
        f'{STEP}"""Build the untrained model.',
        "",
        *(STEP + line for line in wrapped(told, WIDTH - len(STEP))),
        f'{STEP}"""',
    ]


def _described(graph: Graph, node_id: str) -> str:
    """Name and shape of an input, as far as the document tells it."""
    definition = graph.definition_of(node_id)
    given = definition.parameters if definition else {}
    shape = given.get("shape", (given.get("batch_shape") or ())[1:])
    name = docstring_text(graph.title_of(node_id), _LONGEST)
    return f"{name} {literal(shape).flat()}" if isinstance(shape, tuple) else name
