"""A small catalog and model, as the tests of the panels need them."""

from studio.catalog.spec import Catalog, ClassSpec, Parameter, ParameterKind, Role
from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Edge, LayerDefinition, Node, NodeKind, Point
from studio.graph.ports import InputPort
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.ui.workspace import Workspace

K = ParameterKind
SEED = Parameter("seed", K.INT, optional=True, doc="A Python integer.")
BASE = (
    Parameter("name", K.STRING, optional=True, base=True),
    Parameter("trainable", K.BOOL, default=True, base=True),
    Parameter("dtype", K.STRING, optional=True, base=True),
)


def _function(name):
    return ClassSpec(f"keras.activations.{name}", Role.ACTIVATION, short_name=name)


def _initializer(name, short, *own):
    return ClassSpec(
        f"keras.initializers.{name}", Role.INITIALIZER, parameters=own, short_name=short
    )


SCALE = Parameter("scale", K.FLOAT, default=1.0)
DENSE = ClassSpec(
    "keras.layers.Dense",
    Role.LAYER,
    "core",
    parameters=(
        Parameter("units", K.INT, required=True, suggestion=32, doc="Positive int."),
        Parameter("activation", K.ACTIVATION, optional=True),
        Parameter("use_bias", K.BOOL, default=True),
        Parameter("kernel_initializer", K.INITIALIZER, default="glorot_uniform"),
        Parameter("kernel_regularizer", K.REGULARIZER, optional=True),
        *BASE,
    ),
    inputs=(InputPort("inputs"),),
    summary="Just your regular densely-connected NN layer.",
    doc="Just your regular densely-connected NN layer.",
    url="https://keras.io/api/layers/core_layers/dense/",
)
CONV = ClassSpec(
    "keras.layers.Conv2D",
    Role.LAYER,
    "convolutional",
    parameters=(
        Parameter("filters", K.INT, required=True, suggestion=32),
        Parameter("kernel_size", K.INT_TUPLE, required=True, suggestion=(3, 3)),
        Parameter("strides", K.INT_TUPLE, default=(1, 1)),
        Parameter("padding", K.CHOICE, default="valid", choices=("valid", "same")),
        Parameter("activation", K.ACTIVATION, optional=True),
        Parameter("use_bias", K.BOOL, default=True),
        Parameter("kernel_initializer", K.INITIALIZER, default="glorot_uniform"),
        *BASE,
    ),
    inputs=(InputPort("inputs"),),
)
DROPOUT = ClassSpec(
    "keras.layers.Dropout",
    Role.LAYER,
    "regularization",
    parameters=(
        Parameter("rate", K.FLOAT, required=True, suggestion=0.5),
        SEED,
        *BASE,
    ),
    inputs=(InputPort("inputs"),),
    call_parameters=(Parameter("noise", K.BOOL, default=False),),
)
INPUT = ClassSpec(
    "keras.layers.InputLayer",
    Role.LAYER,
    "core",
    parameters=(Parameter("shape", K.SHAPE, optional=True, suggestion=(8, 8, 1)),),
)
FUNCTIONS = ("elu", "gelu", "linear", "relu", "sigmoid", "silu", "softmax", "tanh", "x")
CATALOG = Catalog(
    "3.15.1",
    (
        INPUT,
        DENSE,
        CONV,
        DROPOUT,
        *map(_function, FUNCTIONS),
        _initializer("GlorotUniform", "glorot_uniform", SEED),
        _initializer("HeNormal", "he_normal", SEED),
        _initializer("VarianceScaling", "variance_scaling", SCALE, SEED),
        _initializer("Zeros", "zeros"),
        ClassSpec(
            "keras.regularizers.L2",
            Role.REGULARIZER,
            parameters=(Parameter("l2", K.FLOAT, default=0.01),),
            short_name="l2",
        ),
    ),
)


def make_document():
    """Input, Conv2D, Dropout, Dense, a second Dense that shares the layer, output."""
    definitions = (
        LayerDefinition("l1", INPUT.path, "input", {"shape": (8, 8, 1)}),
        LayerDefinition("l2", CONV.path, "conv2d", {"filters": 4, "kernel_size": 3}),
        LayerDefinition("l3", DROPOUT.path, "dropout", {"rate": 0.5}),
        LayerDefinition("l4", DENSE.path, "dense", {"units": 10}),
    )
    nodes = (
        Node("n1", NodeKind.INPUT, "l1", Point(0, 0)),
        Node("n2", NodeKind.LAYER, "l2", Point(0, 100)),
        Node("n3", NodeKind.LAYER, "l3", Point(0, 200)),
        Node("n4", NodeKind.LAYER, "l4", Point(0, 300)),
        Node("n5", NodeKind.LAYER, "l4", Point(200, 300)),
        Node("n6", NodeKind.OUTPUT, None, Point(0, 400)),
    )
    edges = (
        Edge("n1", "n2", "inputs"),
        Edge("n2", "n3", "inputs"),
        Edge("n3", "n4", "inputs"),
        Edge("n3", "n5", "inputs"),
        Edge("n4", "n6", "inputs"),
    )
    return Document(Graph(nodes, definitions, edges))


def make_workspace(parent=None):
    workspace = Workspace(CATALOG, parent)
    workspace.replace_document(make_document(), None)
    return workspace


def make_facts():
    conv = (OutputFacts("0", (None, 6, 6, 4), "float32"),)
    return {
        "n1": NodeFacts("n1", (OutputFacts("0", (None, 8, 8, 1), "float32"),)),
        "n2": NodeFacts("n2", conv, 40, 40),
        "n3": NodeFacts("n3", conv),
        "n4": NodeFacts("n4", (OutputFacts("0", (None, 10), "float32"),), 1450, 1450),
        "n5": NodeFacts("n5", (OutputFacts("0", (None, 10), "float32"),), 1450, 1450),
    }
