"""Records of the catalog: classes, their parameters and ports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from studio.graph.model import Node, NodeKind
from studio.graph.ports import (
    INPUT_PORTS,
    OUTPUT_PORTS,
    UNKNOWN_PORTS,
    InputPort,
    Ports,
)
from studio.graph.values import Value

ALWAYS = "always"
"""A habit that no switch turns off."""
OPS_CATEGORY = "ops."
"""How the categories of ops begin; Keras' own module follows."""
MODELS_CATEGORY = "applications"
"""Category of the functions that build a known model."""
BLOCKS_CATEGORY = "block"
"""Category of the blocks that a person keeps; none is in the catalog."""
OWN_CATEGORY = "own"
"""Category of layers that the document's own text defines."""


class Role(StrEnum):
    """What a class is for."""

    LAYER = "layer"
    OP = "op"
    """A function of ``keras.ops`` that takes and gives tensors."""
    MODEL = "model"
    """A function of ``keras.applications`` that builds a model."""
    OPTIMIZER = "optimizer"
    SCHEDULE = "schedule"
    LOSS = "loss"
    METRIC = "metric"
    INITIALIZER = "initializer"
    REGULARIZER = "regularizer"
    CONSTRAINT = "constraint"
    ACTIVATION = "activation"
    CALLBACK = "callback"
    DTYPE_POLICY = "dtype_policy"


class TensorKind(StrEnum):
    """What the numbers of a tensor are."""

    FLOAT = "float"
    INT = "int"
    STRING = "string"


class ParameterKind(StrEnum):
    """Which editor a parameter gets. ``ANY`` is edited as a Python literal."""

    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    STRING = "string"
    CHOICE = "choice"
    """One of `choices`."""
    INT_TUPLE = "int_tuple"
    """An int, or a tuple of ints (``kernel_size``)."""
    SHAPE = "shape"
    """A tuple of ints and None, without the batch axis."""
    DTYPE = "dtype"
    ACTIVATION = "activation"
    INITIALIZER = "initializer"
    REGULARIZER = "regularizer"
    CONSTRAINT = "constraint"
    LAYER = "layer"
    LAYERS = "layers"
    """Layers one after another; one may stand alone where `suggestion` does."""
    OBJECT = "object"
    """Another Keras object (a learning-rate schedule...)."""
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A constructor argument.

    Attributes:
        name: as Keras names it.
        kind: which editor fits.
        default: Keras' default; None and `required` when there is none.
        required: whether the constructor fails without it.
        optional: whether None is a legal value.
        choices: legal values of a ``CHOICE``; suggestions for other kinds.
        doc: what Keras' docstring says of it, plain text.
        suggestion: what a newly placed class gets for a required argument;
            introspection has tried it on Keras.
        base: whether it belongs to every layer (``dtype``, ``trainable``...).
    """

    name: str
    kind: ParameterKind
    default: Value = None
    required: bool = False
    optional: bool = False
    choices: tuple[str, ...] = ()
    doc: str = ""
    suggestion: Value = None
    base: bool = False


@dataclass(frozen=True, slots=True)
class ClassSpec:
    """A Keras class or function.

    Attributes:
        path: public path, the catalog key: ``keras.layers.Dense``.
        role: what it is for.
        category: Keras' own package of a layer, e.g. ``convolutional``; of an op
            its module (``ops.numpy``); empty for what is no node.
        aliases: other public paths of the same class.
        parameters: constructor arguments in signature order, base ones last; of an
            op its constant arguments, and those that may be constant or tensor.
        inputs: call arguments that take tensors; of layers, ops and models.
        outputs: keys of its outputs as far as known without inputs.
        call_parameters: call arguments that take constants
            (``use_causal_mask``); ``training`` is not among them.
        summary: first sentence of the docstring.
        doc: the docstring, plain text.
        url: its page in the Keras documentation.
        short_name: identifier Keras accepts in place of the object (``relu``,
            ``he_normal``, ``accuracy``), or empty.
        training: what a layer's ``training`` is when nobody gives it, which Keras
            then notes down all the same.
        passes_mask: ``always`` where a layer's result has the mask of its input;
            the switch that makes it so (``return_sequences``); or empty.
        makes_mask: the same for a layer that makes a mask of its input.
        operation: class of an op's node in the configs of Keras, e.g.
            ``keras.src.ops.numpy.Mean``; empty for all else.
        signature: arguments of an op by position.
        call_order: arguments of an op in the order in which the operation takes
            them by position in a config.
        config_defaults: what ``get_config`` tells of one made with nothing but the
            needed arguments, as documents store values.
        follows: arguments that are equal to another one unless they are given
            (``strides`` to ``pool_size``), by name.
        in_tensorflow: whether `tensorflow.keras` has the same class at this path.
        import_path: full Python name of a class of another package; empty for
            Keras' own and for those in the document's own text.
        takes: of a newly placed one, by `TensorKind`: how many axes its first
            output has for an input of one axis, of two... (the batch included);
            None where Keras refuses. Empty where nobody asked Keras.
        is_smooth: whether what it gives follows small changes of its input; not
            so where numbers stand for words or classes (``Embedding``).
    """

    path: str
    role: Role
    category: str = ""
    aliases: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    inputs: tuple[InputPort, ...] = ()
    outputs: tuple[str, ...] = ("0",)
    call_parameters: tuple[Parameter, ...] = ()
    summary: str = ""
    doc: str = ""
    url: str = ""
    short_name: str = ""
    training: bool | None = None
    passes_mask: str = ""
    makes_mask: str = ""
    operation: str = ""
    signature: tuple[str, ...] = ()
    call_order: tuple[str, ...] = ()
    config_defaults: dict[str, Value] = field(default_factory=dict)
    follows: dict[str, str] = field(default_factory=dict)
    in_tensorflow: bool = True
    import_path: str = ""
    takes: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    is_smooth: bool = True

    def does(self, habit: str, config: Mapping[str, Value]) -> bool:
        """Whether a layer with these arguments has `passes_mask` or `makes_mask`."""
        return habit == ALWAYS or bool(habit and config.get(habit))

    @property
    def name(self) -> str:
        """Last part of the path: ``Dense``; of ``package>Name`` the name."""
        return self.path.rpartition(".")[2].rpartition(">")[2]

    def parameter(self, name: str) -> Parameter | None:
        """Constructor argument of that name."""
        return next((p for p in self.parameters if p.name == name), None)

    def starting_parameters(self) -> dict[str, Value]:
        """Arguments of a newly placed one: suggestions for what is required."""
        return {
            p.name: p.suggestion
            for p in self.parameters
            if p.required and p.suggestion is not None
        }


@dataclass(frozen=True)
class Catalog:
    """Everything the installed Keras offers.

    Attributes:
        keras_version: the Keras it was read from.
        classes: all specs, in palette order.
        left_out: why other classes and functions of Keras are none, by path.
        programs: paths of the SavedModel folders that the user lets run.
        closed: layers that are known only where the user lets run what they hold.
    """

    keras_version: str
    classes: tuple[ClassSpec, ...] = field(repr=False)
    left_out: dict[str, str] = field(default_factory=dict, repr=False)
    programs: tuple[str, ...] = ()
    closed: tuple[ClassSpec, ...] = field(default=(), repr=False)

    @cached_property
    def _by_path(self) -> dict[str, ClassSpec]:
        table = {spec.path: spec for spec in self.classes}
        for spec in self.classes:
            for alias in spec.aliases:
                table.setdefault(alias, spec)
        return table

    def find(self, path: str) -> ClassSpec | None:
        """Spec of a public path or alias; None if Keras has no such class."""
        return self._by_path.get(path)

    def with_classes(self, specs: Iterable[ClassSpec]) -> Catalog:
        """The catalog with more classes, behind Keras' own."""
        return replace(self, classes=(*self.classes, *specs))

    def of_role(self, role: Role) -> tuple[ClassSpec, ...]:
        """All specs of a role, in order."""
        return tuple(spec for spec in self.classes if spec.role is role)

    def ports_of(self, node: Node, layer_class: str | None) -> Ports:
        """Ports of a node; a layer Keras does not know has one of each."""
        if node.kind is NodeKind.INPUT:
            return INPUT_PORTS
        if node.kind is NodeKind.OUTPUT or layer_class is None:
            return OUTPUT_PORTS
        spec = self.find(layer_class)
        return Ports(spec.inputs, spec.outputs) if spec else UNKNOWN_PORTS
