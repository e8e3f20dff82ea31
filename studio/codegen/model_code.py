"""The function that builds the model, and a module with nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.catalog.spec import Catalog
from studio.codegen.imports import Imports
from studio.codegen.models import functional
from studio.codegen.program import Program
from studio.codegen.source import Line, Source, plain, to_source
from studio.codegen.texts import docstring_text
from studio.errors import StudioError
from studio.graph import rules
from studio.graph.document import Document
from studio.graph.naming import UNTITLED
from studio.graph.problems import Severity

_HEAD = '''
def build_model() -> keras.Model:
    """Build the untrained model."""
'''.lstrip()


@dataclass(frozen=True, slots=True)
class ModelCode:
    """What a module needs to build the model.

    Attributes:
        imports: modules it uses.
        functions: lines of its functions; `build_model` is the last.
    """

    imports: Imports
    functions: tuple[list[Line], ...]


def generate_model(document: Document, catalog: Catalog, title: str = "") -> Source:
    """Make a module that defines `build_model`.

    Raises:
        StudioError: the graph is unfinished or wrong; names the node.
    """
    code = model_code(document, catalog)
    head = [f'"""{headline(title)}"""', "", *code.imports.lines()]
    return to_source(spaced([list(map(Line, head)), *code.functions]))


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
    if not document.graph.nodes:
        raise StudioError("The canvas is empty. Place an Input and a layer first.")
    for problem in rules.check(document, catalog):
        if problem.severity is Severity.ERROR:
            raise StudioError(problem.text)
    program = Program(document, catalog)
    lines = functional(program, document.graph, "")
    imports = replace(program.objects.imports, keras=True)
    return ModelCode(imports, (*program.functions, [*plain(_HEAD), *lines]))
