"""The shipped catalog: complete, kept beside newer ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio import paths
from studio.catalog import store
from studio.catalog.overlay import load_overlay
from studio.catalog.spec import (
    BLOCKS_CATEGORY,
    OWN_CATEGORY,
    Catalog,
    ClassSpec,
    Parameter,
    ParameterKind,
    Role,
)
from studio.graph.ports import InputPort
from studio.graph.values import keras_object


@pytest.fixture(scope="module")
def catalog():
    return store.load_catalog()


def parameter(catalog, path, name):
    return catalog.find(path).parameter(name)


def test_it_is_of_the_installed_keras(catalog):
    assert catalog.keras_version == store.installed_keras()


def test_every_role_is_there(catalog):
    for role in Role:
        assert catalog.of_role(role), role


def test_aliases_are_folded(catalog):
    spec = catalog.find("keras.layers.Convolution2D")
    assert spec.path == "keras.layers.Conv2D"
    assert [s.name for s in catalog.classes].count("Conv2D") == 1


@pytest.mark.parametrize(
    "path",
    [
        *(f"keras.layers.{n}" for n in ("Wrapper", "Lambda", "TFSMLayer", "JaxLayer")),
        *(f"keras.ops.{n}" for n in ("arange", "cond", "shape", "while_loop")),
    ],
)
def test_what_cannot_be_placed_is_left_out_with_the_reason(catalog, path):
    assert catalog.find(path) is None
    assert catalog.left_out[path]


def test_nothing_is_both_offered_and_left_out(catalog):
    assert not catalog.left_out.keys() & {spec.path for spec in catalog.classes}


def test_parameters_tell_their_kind(catalog):
    conv = "keras.layers.Conv2D"
    padding = parameter(catalog, conv, "padding")
    assert padding.kind is ParameterKind.CHOICE
    assert padding.choices == ("valid", "same")
    assert parameter(catalog, conv, "kernel_size").kind is ParameterKind.INT_TUPLE
    assert parameter(catalog, conv, "activation").kind is ParameterKind.ACTIVATION
    assert parameter(catalog, conv, "use_bias").default is True
    assert parameter(catalog, conv, "trainable").base
    assert parameter(catalog, conv, "name") is None
    assert "convolution" in parameter(catalog, conv, "filters").doc


def test_required_parameters_have_a_suggestion(catalog):
    for spec in catalog.classes:
        required = [p for p in spec.parameters if p.required]
        assert all(p.suggestion is not None for p in required), spec.path


def test_a_placed_convolution_starts_complete(catalog):
    spec = catalog.find("keras.layers.Conv2D")
    assert spec.starting_parameters() == {"filters": 32, "kernel_size": (3, 3)}


def test_ports_are_call_arguments(catalog):
    assert catalog.find("keras.layers.Dense").inputs == (InputPort("inputs"),)
    assert catalog.find("keras.layers.Subtract").inputs == (
        InputPort("inputs", many=True, minimum=2),
    )
    attention = catalog.find("keras.layers.MultiHeadAttention")
    assert [(p.name, p.required) for p in attention.inputs] == [
        ("query", True),
        ("value", True),
        ("key", False),
        ("attention_mask", False),
        ("query_mask", False),
        ("value_mask", False),
        ("key_mask", False),
    ]
    hidden = [port.name for port in attention.inputs if port.hidden]
    assert hidden == ["query_mask", "value_mask", "key_mask"]
    assert "use_causal_mask" in {p.name for p in attention.call_parameters}
    assert "training" not in {p.name for p in attention.call_parameters}
    state = catalog.find("keras.layers.LSTM").inputs[1]
    assert state == InputPort("initial_state", required=False, many=True)


def test_ops_tell_what_is_tensor_and_what_constant(catalog):
    add = catalog.find("keras.ops.add")
    assert [port.name for port in add.inputs] == ["x1", "x2"]
    assert [p.name for p in add.parameters] == ["x1", "x2"]
    assert add.starting_parameters() == {}
    assert add.operation == "keras.src.ops.numpy.Add"
    mean = catalog.find("keras.ops.numpy.mean")
    assert mean.path == "keras.ops.mean"
    assert [port.name for port in mean.inputs] == ["x"]
    assert [p.name for p in mean.parameters] == ["axis", "keepdims"]
    where = catalog.find("keras.ops.where")
    assert [(p.name, p.required) for p in where.inputs] == [
        ("condition", True),
        ("x1", False),
        ("x2", False),
    ]
    assert catalog.find("keras.ops.get_item").parameter("key").required
    assert catalog.find("keras.ops.svd").outputs == ("0", "1", "2")
    (operands,) = catalog.find("keras.ops.einsum").inputs
    assert operands.many
    assert operands.spread


def test_models_take_their_builders_arguments(catalog):
    models = catalog.of_role(Role.MODEL)
    assert len(models) == 40
    names = [p.name for p in catalog.find("keras.applications.ResNet50").parameters]
    assert names[:2] == ["include_top", "weights"]
    assert "trainable" in names
    assert not {"name", "input_tensor"} & set(names)


def test_configs_nobody_changed_are_known(catalog):
    dense = catalog.find("keras.layers.Dense").config_defaults
    assert dense["activation"] == "linear"
    assert dense["kernel_initializer"] == keras_object(
        "keras.initializers.GlorotUniform"
    )
    assert "units" not in dense
    pooling = catalog.find("keras.layers.MaxPooling2D")
    assert pooling.follows == {"strides": "pool_size"}
    assert "strides" not in pooling.config_defaults
    attention = catalog.find("keras.layers.MultiHeadAttention")
    assert attention.follows == {"value_dim": "key_dim"}


def test_short_names_are_keras_own(catalog):
    assert catalog.find("keras.initializers.HeNormal").short_name == "he_normal"
    assert catalog.find("keras.activations.relu").short_name == "relu"
    assert catalog.find("keras.optimizers.RMSprop").short_name == "rmsprop"


def sample(version="1.2.3"):
    spec = ClassSpec(
        "keras.layers.New",
        Role.LAYER,
        "quantum",
        ("keras.layers.Newer",),
        (
            Parameter("a", ParameterKind.FLOAT, float("inf"), doc="α"),
            Parameter("b", ParameterKind.ANY, (1, (2, None)), choices=("x", "y")),
            Parameter(
                "c", ParameterKind.LAYER, required=True, suggestion=keras_object("k.D")
            ),
        ),
        (InputPort("inputs", many=True, minimum=2),),
        ("0", "1"),
        operation="keras.src.ops.numpy.New",
        call_order=("inputs", "b"),
        config_defaults={"c": (1, keras_object("k.D")), "e": float("inf")},
        follows={"b": "a"},
    )
    return Catalog(version, (spec,), {"keras.layers.Old": "is a base"})


def test_writing_and_reading_is_the_identity(tmp_path):
    store.write_catalog(sample(), tmp_path / "c.json")
    assert store.read_catalog(tmp_path / "c.json") == sample()
    assert [p.name for p in tmp_path.iterdir()] == ["c.json"]


def test_a_catalog_of_another_keras_is_kept(monkeypatch):
    monkeypatch.setattr(store, "installed_keras", lambda: "1.2.3")
    assert store.load_catalog().keras_version != "1.2.3"
    store.save_catalog(sample())
    assert store.load_catalog() == sample()


def test_a_damaged_own_catalog_is_read_anew(monkeypatch):
    monkeypatch.setattr(store, "installed_keras", lambda: "1.2.3")
    store.save_catalog(sample())
    (path,) = (paths.state() / "catalog").iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    assert store.load_catalog().of_role(Role.OPTIMIZER)


def test_categories_come_in_palette_order(catalog):
    layers = catalog.of_role(Role.LAYER)
    assert layers[0].name == "InputLayer"
    shown = [*layers, *catalog.of_role(Role.MODEL), *catalog.of_role(Role.OP)]
    order = list(dict.fromkeys(spec.category for spec in shown))
    elsewhere = (OWN_CATEGORY, BLOCKS_CATEGORY)
    assert order == [name for name in load_overlay().titles if name not in elsewhere]


def test_an_unknown_category_comes_last_and_has_a_title(catalog):
    overlay = load_overlay()
    known = catalog.of_role(Role.LAYER)
    arranged = overlay.arrange(Catalog("1", (*sample().classes, *known)))
    assert arranged.classes[-1].name == "New"
    assert overlay.title("quantum_layers") == "Quantum layers"


def test_essential_parameters_start_with_the_required_ones(catalog):
    overlay = load_overlay()
    conv = overlay.essential_of(catalog.find("keras.layers.Conv2D"))
    assert conv == ("filters", "kernel_size", "strides", "padding", "activation")
    assert overlay.essential_of(replace(sample().classes[0])) == ("c",)


def test_the_overlay_names_only_what_keras_has(catalog):
    overlay = load_overlay()
    groups = {}
    for spec in catalog.classes:
        group = spec.category or spec.role.value
        groups.setdefault(group, set()).add(spec.name)
    for group, names in overlay.order.items():
        assert set(names) <= groups[group], group
    parameters = {p.name for spec in catalog.classes for p in spec.parameters}
    assert set(overlay.essential) <= parameters


def test_dtypes_are_those_that_a_layer_can_be_called_with(catalog):
    choices = parameter(catalog, "keras.layers.Dense", "dtype").choices
    assert {"float32", "mixed_float16", "int8_from_float32"} <= set(choices)
    assert not {"string", "bool", "complex64"} & set(choices)
    assert "int64" in parameter(catalog, "keras.layers.StringLookup", "dtype").choices


def test_layers_that_hold_programs_are_known_apart(catalog, tmp_path):
    (closed,) = catalog.closed
    assert catalog.find(closed.path) is None
    assert closed.parameter("filepath").required
    assert closed.parameter("call_endpoint").default == "serve"
    assert [port.name for port in closed.inputs] == ["inputs"]
    store.write_catalog(catalog, tmp_path / "keras-0.json")
    assert store.read_catalog(tmp_path / "keras-0.json") == catalog
