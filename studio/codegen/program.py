"""What the functions of one generated module share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from studio.catalog.spec import Catalog, ClassSpec, Role
from studio.codegen.calls import Calls
from studio.codegen.classes import group_class
from studio.codegen.expressions import STEP, WIDTH, Bracket, Expression, Item, call
from studio.codegen.groups import group_function
from studio.codegen.models import functional
from studio.codegen.names import AutomaticNames, Identifiers, stem_of
from studio.codegen.objects import Objects
from studio.codegen.sequential import sequential
from studio.codegen.signatures import (
    Signature,
    signature,
    tensor_items,
    value_items,
)
from studio.codegen.source import Line, plain
from studio.codegen.texts import docstring_text
from studio.errors import StudioError
from studio.graph.block import Block, BlockKind
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import BLOCK_CLASS, MODEL_CLASS, LayerDefinition
from studio.graph.setup import CodeStyle
from studio.graph.values import Value
from studio.model_values import model_blocks

RESERVED = ("x", "y", "z", "inputs", "outputs", "model", "keras", "tf", "np", "name")
"""Names that no variable after a layer gets."""
TAKEN = (
    *("build_model", "load_data", "train", "main", "set_seed", "strategy", "split"),
    *("labels", "read_arrays", "batches"),
    *("standardise", "class_names", "read_table", "keras", "tf", "np", "csv", "math"),
    *("Net", "Split", "Splits"),
)
"""Names of a module that no function after a block gets."""


class Program:
    """Writes the functions of blocks when they are first called.

    Attributes:
        objects: writes objects and counts them.
        calls: writes calls.
        functions: lines of the functions written so far, those called first.
        reserved: names that no variable of a function gets.
        in_classes: whether groups are written as classes of layers.
    """

    def __init__(
        self, document: Document, catalog: Catalog, classes: frozenset[str]
    ) -> None:
        """Prepare to write a document; `classes` are those of its own code."""
        self.catalog = catalog
        self.blocks: dict[str, Block] = dict(document.blocks)
        self.objects = Objects(
            catalog, AutomaticNames(), classes, document.setup.code.header
        )
        self.objects.model = self._model
        self.calls = Calls(self.objects)
        self.functions: list[list[Line]] = []
        self.in_classes = document.setup.code.style is CodeStyle.SUBCLASS
        self._document = document
        self._names = self.objects.names
        self._taken = Identifiers(*TAKEN, *classes)
        self._function_names = {
            block.id: self._function_name(block) for block in self.blocks.values()
        }
        self.reserved = (*RESERVED, *classes, *self._function_names.values())
        self._written: dict[str, Counter[str]] = {}
        self._shapes: dict[str, Signature] = {}
        self._visits = visits(document)

    def _function_name(self, block: Block) -> str:
        if block.kind is not BlockKind.GROUP:
            return self._taken.new(f"build_{block.name}")
        if not self.in_classes:
            return self._taken.new(block.name)
        words = re.findall(r"[^\W_]+", block.name)
        return self._taken.new_class(
            "".join(word[:1].upper() + word[1:] for word in words)
        )

    def find(self, definition: LayerDefinition) -> ClassSpec:
        """Class of a definition that no block stands behind."""
        return self.objects.find(definition.layer_class, definition.name)

    def layer(self, definition: LayerDefinition) -> Bracket:
        """Constructor of a layer."""
        spec = self.find(definition)
        return self.objects.layer(spec, definition.parameters, definition.name)

    def input(self, definition: LayerDefinition) -> Bracket:
        """Call that makes an input."""
        spec = self.find(definition)
        return self.objects.input(spec, definition.parameters, definition.name)

    def count_op(self, spec: ClassSpec) -> None:
        """Note that an op is made, which Keras names by itself."""
        self._names.count(stem_of(spec.operation or spec.path))

    def made(self, definition: LayerDefinition) -> tuple[Bracket, bool]:
        """What makes a layer or model, and whether it stays trainable as it is."""
        parameters = dict(definition.parameters)
        if definition.block is not None:
            trainable = parameters.pop("trainable", True)
            if parameters:
                raise StudioError(
                    f"{definition.name} is a nested model, which has no setting "
                    f"{next(iter(parameters))!a}. Remove it."
                )
            return self._nested(definition), trainable is not False
        spec = self.find(definition)
        if spec.role is not Role.MODEL:
            return self.layer(definition), True
        trainable = parameters.pop("trainable", True)
        parameters["name"] = definition.name
        made = self.objects.constructor(spec, parameters, definition.name)
        self._names.lose()
        return made, trainable is not False

    def group(
        self, definition: LayerDefinition, tensors: Mapping[str, Expression]
    ) -> Bracket:
        """Call of a group's function."""
        function = self._function(self._block(definition), None)
        items = self.group_tensors(definition, tensors)
        items += value_items(self, self.shape(definition), definition)
        return call(function, *items)

    def function_name(self, definition: LayerDefinition) -> str:
        """Name of the function of a group."""
        return self._function_names[self._block(definition).id]

    def count_calls(self, instances: Sequence[LayerDefinition]) -> None:
        """Write the function of a group, and count what all these calls make."""
        for definition in instances:
            self._function(self._block(definition), None)

    def group_maker(self, definition: LayerDefinition) -> Bracket:
        """Call that makes the layer which stands for a group."""
        function = self._function(self._block(definition), None)
        return call(function, *value_items(self, self.shape(definition), definition))

    def group_tensors(
        self, definition: LayerDefinition, tensors: Mapping[str, Expression]
    ) -> list[Item]:
        """Tensors that an instance of a group is called with."""
        return tensor_items(self.shape(definition), definition, tensors)

    def shape(self, definition: LayerDefinition) -> Signature:
        """Parameters of a group's function."""
        return self._shape(self._block(definition))

    def _model(self, value: Value) -> Expression:
        """Call of a function that builds the model which a value is."""
        blocks = model_blocks(value, f"value{len(self.functions)}.")
        if not blocks:
            raise StudioError("A model among the parameters is empty. Remove it.")
        model, *_ = blocks
        for block in blocks:
            self.blocks[block.id] = block
            self._visits[block.id] = 1
            self._function_names[block.id] = self._function_name(block)
        before = len(self.functions)
        made = self._nested(
            LayerDefinition("", MODEL_CLASS, model.name, block=model.id)
        )
        for lines in self.functions[before:]:  # its nodes are on no canvas
            lines[:] = [Line(line.text) for line in lines]
        return made

    def _nested(self, definition: LayerDefinition) -> Bracket:
        block = self._block(definition)
        if self._visits[block.id] == 1:
            return call(self._function(block, definition.name))
        function = self._function(block, None)
        return call(function, self.objects.named(definition.name))

    def _block(self, definition: LayerDefinition) -> Block:
        block = self.blocks.get(definition.block or "")
        if block is None:
            raise StudioError(f"{definition.name} stands for a block that is missing.")
        return block

    def _shape(self, block: Block) -> Signature:
        if block.id not in self._shapes:
            users = self._document.block_users(block.id)
            self._shapes[block.id] = signature(block, users)
        return self._shapes[block.id]

    def _function(self, block: Block, model_name: str | None) -> str:
        """Name of a block's function; written now, unless it was called before."""
        known = self._written.get(block.id)
        if known is not None:
            self._names.repeat(known)
            return self._function_names[block.id]
        before = self._names.made()
        outer = self.objects.parameters, self.objects.instance, self._names.explicit
        self._names.explicit = self._visits[block.id] > 1
        if block.kind is BlockKind.GROUP:
            lines = self._group_lines(block)
        else:
            lines = self._model_lines(block, model_name)
        self.objects.parameters, self.objects.instance, self._names.explicit = outer
        self.functions.append(lines)
        self._written[block.id] = self._names.made() - before
        return self._function_names[block.id]

    def _group_lines(self, block: Block) -> list[Line]:
        shape = self._shape(block)
        self.objects.parameters = frozenset(p.name for p in block.parameters)
        self.objects.instance = shape.named
        self._names.explicit = True
        users = self._document.block_users(block.id)
        write = group_class if self.in_classes else group_function
        return write(self, block, self._function_names[block.id], shape, users)

    def _model_lines(self, block: Block, model_name: str | None) -> list[Line]:
        self.objects.parameters, self.objects.instance = frozenset(), False
        argument = "name: str" if model_name is None else ""
        sequence = block.kind is BlockKind.SEQUENTIAL
        result = "keras.Sequential" if sequence else "keras.Model"
        function = self._function_names[block.id]
        title = docstring_text(block.name.replace("_", " "), WIDTH - 40)
        head = [
            f"def {function}({argument}) -> {result}:",
            f'{STEP}"""Build the model {title} that is part of another."""',
        ]
        write = sequential if sequence else functional
        lines = write(self, block.graph, model_name)
        return [*plain("\n".join(head)), *lines]


def visits(document: Document) -> Counter[str]:
    """How many times each block is made when the document's model is."""
    found: Counter[str] = Counter()

    def visit(graph: Graph, times: int) -> None:
        for definition in graph.definitions.values():
            if definition.block is not None:
                group = definition.layer_class == BLOCK_CLASS
                calls = len(graph.callers_of(definition.id)) if group else 1
                found[definition.block] += times * calls

    visit(document.graph, 1)
    for block in reversed(list(document.blocks.values())):
        visit(block.graph, found[block.id])
    return found
