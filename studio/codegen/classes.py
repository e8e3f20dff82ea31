"""Models and groups as classes that hold their layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studio.codegen.body import Body, held_lines
from studio.codegen.expressions import STEP, WIDTH, Atom, Bracket, index, statement
from studio.codegen.groups import (
    TENSOR,
    definition_head,
    group_names,
    parameter_texts,
    result_type,
    write_group,
)
from studio.codegen.names import Identifiers, stem_of
from studio.codegen.signatures import Signature
from studio.codegen.source import Line, plain
from studio.codegen.texts import docstring_text
from studio.graph.block import Block
from studio.graph.block_ports import CALL_ARGUMENT, input_places
from studio.graph.graph import Graph
from studio.graph.model import LayerDefinition, Place

if TYPE_CHECKING:
    from studio.codegen.program import Program

NET = "Net"
_NAMES = """
activity_regularizer add_loss add_metric add_variable add_weight autocast build
build_from_config built call call_signature_parameters compile
compile_from_config compiled compiled_loss compiled_metrics compute_dtype
compute_loss compute_mask compute_metrics compute_output_shape
compute_output_spec count_params distribute_reduction_method
distribute_strategy dtype dtype_policy evaluate export fit from_config
get_build_config get_compile_config get_config get_layer get_metrics_result
get_quantization_layer_structure get_state_tree get_weights history input
input_dtype input_shape input_spec inputs jit_compile layers load_own_variables
load_weights loss losses make_predict_function make_test_function
make_train_function metrics metrics_names metrics_variables name
non_trainable_variables non_trainable_weights optimizer output output_shape
outputs path predict predict_function predict_on_batch predict_step
quantization_mode quantize quantized_build quantized_call rematerialized_call
reset_metrics run_eagerly save save_own_variables save_weights set_state_tree
set_weights stateless_call stateless_compute_loss steps_per_execution
stop_training summary supports_jit supports_masking symbolic_call test_function
test_on_batch test_step to_json train_function train_on_batch train_step
trainable trainable_variables trainable_weights unrolled_steps_per_execution
variable_dtype variables weights
"""
ATTRIBUTES = frozenset(_NAMES.split())
"""Attributes of every model, which no layer may hide."""
_INSIDE = STEP * 2


class ClassBody(Body):
    """Writes calls of layers that a class holds.

    Attributes:
        made: lines that make the layers.
    """

    def __init__(
        self, program: Program, graph: Graph, identifiers: Identifiers
    ) -> None:
        super().__init__(program, graph, identifiers, "return ")
        self.indent = _INSIDE
        self.made: list[Line] = []
        self._members = Identifiers(*ATTRIBUTES)

    def held(
        self, made: Bracket, definition: LayerDefinition, callers: tuple[str, ...]
    ) -> Bracket | str:
        """What is called of a layer that is called once: the attribute."""
        return self.hold(made, definition, callers)

    def hold(
        self,
        made: Bracket,
        definition: LayerDefinition,
        callers: tuple[str, ...],
        trainable: bool = True,
    ) -> str:
        """Put what is made in an attribute; returns it."""
        variable = f"self.{self._members.new(self.title(definition))}"
        self.made += held_lines(made, variable, callers, trainable, _INSIDE)
        return variable


def group_class(
    program: Program,
    block: Block,
    name: str,
    shape: Signature,
    users: Sequence[LayerDefinition],
) -> list[Line]:
    """Lines of the layer that stands for a group."""
    body = ClassBody(program, block.graph, group_names(program, block, shape))
    write_group(body, shape)
    title = docstring_text(block.name.replace("_", " "), WIDTH - 20) or "block"
    arguments = ["self", *parameter_texts(program, shape, users)]
    tensors = ["self", *(f"{tensor}: {TENSOR}" for tensor in shape.tensors)]
    start = "name=name" if shape.named else ""
    head = [
        f"class {name}(keras.layers.Layer):",
        f'{STEP}"""{title[:1].upper()}{title[1:]}."""',
        "",
        *definition_head("__init__", arguments, "None", STEP),
        f"{_INSIDE}super().__init__({start})",
    ]
    called = definition_head("call", tensors, result_type(shape), STEP)
    doc = f'{_INSIDE}"""Apply it."""'
    return [*_lines(head), *body.made, *_lines(["", *called, doc]), *body.lines]


def subclass(
    program: Program, graph: Graph, name: str, trainable: bool
) -> tuple[list[Line], list[Line]]:
    """Lines of the model's class, and those that build one."""
    body = ClassBody(program, graph, Identifiers(*program.reserved))
    nodes = [graph.nodes[node_id] for node_id in body.plan.inputs]
    places = input_places(nodes)
    before = _unpack(body, places)
    named = program.objects.model_name(stem_of(NET), name)
    body.layers()
    layers = body.plan.layers
    if not layers or not body.is_last(layers[-1]):
        body.write(body.output_structure(), "return ")
    start = ", ".join(f"{label}{value.flat()}" for value, label in named)
    head = [
        f"class {NET}(keras.Model):",
        f'{STEP}"""The layers and how they are called."""',
        "",
        f"{STEP}def __init__(self) -> None:",
        f"{_INSIDE}super().__init__({start})",
    ]
    call = [
        "",
        f"{STEP}def call(self, {CALL_ARGUMENT}: {_type(places)}) -> "
        f"{_type([place for place, _, _ in body.plan.outputs])}:",
        f'{_INSIDE}"""Apply the layers."""',
        *before,
    ]
    lines = [*_lines(head), *body.made, *_lines(call), *body.lines]
    return lines, _built(program, graph, trainable)


def _unpack(body: ClassBody, places: Sequence[Place]) -> list[str]:
    """Note where inputs are in the argument; a flat list is taken apart."""
    inputs = body.plan.inputs
    if all(len(place) == 1 and isinstance(place[0], int) for place in places):
        names = [body.identifiers.new(body.name_of(node)) for node in inputs]
        for node, variable in zip(inputs, names, strict=True):
            body.note(node, Atom(variable))
        return [f"{_INSIDE}{', '.join(names)} = {CALL_ARGUMENT}"]
    for node, place in zip(inputs, places, strict=True):
        body.note(node, index(Atom(CALL_ARGUMENT), *place))
    return []


def _built(program: Program, graph: Graph, trainable: bool) -> list[Line]:
    """Statements that make a model and call it once, which makes its weights."""
    body = Body(program, graph, Identifiers(*program.reserved))
    body.inputs()
    call = [f"{STEP}model = {NET}()"]
    call += statement(body.input_structure(), "model(", ")", STEP)
    if not trainable:
        call.append(f"{STEP}model.trainable = False")
    return [*body.lines, *_lines([*call, f"{STEP}return model"])]


def _type(places: Sequence[Place]) -> str:
    """Type of a structure of tensors."""
    if list(places) == [()]:
        return TENSOR
    inner = TENSOR if all(len(place) == 1 for place in places) else "object"
    keys = all(isinstance(place[0], str) for place in places if place)
    return f"dict[str, {inner}]" if keys else f"list[{inner}]"


def _lines(texts: Sequence[str]) -> list[Line]:
    return plain("\n".join(texts))
