"""A mask that is lost is told where Keras itself warns, and where it says nothing."""

from __future__ import annotations

import json

import pytest

from studio.commands.checking import proved
from studio.graph.grouping import group
from studio.graph.rebase import rebased
from tests.repairs.asking import problems_of
from tests.repairs.models import Model, chain, words

pytestmark = pytest.mark.engine
ON = {"mask_zero": True}


def embedded():
    model = Model(None).input("words", 20, dtype="int32")
    return chain(
        model, ("embed", "Embedding", {"input_dim": 50, "output_dim": 8, **ON})
    )


def told(model, engine):
    names = {node: name for name, node in model.ids.items()}
    found = [p for p in problems_of(model, engine) if p.code == "T-MASK"]
    return [names.get(p.node, p.node) for p in found]


CONV = ("conv", "Conv1D", {"filters": 4, "kernel_size": 3})
ALL_STEPS = {"units": 4, "return_sequences": True}
CHAINS = {
    "flatten": ([("flat", "Flatten", {})], ["flat"]),
    "conv": ([CONV, ("pool", "GlobalMaxPooling1D", {})], ["conv"]),
    "once": ([CONV, ("two", "Flatten", {})], ["conv"]),
    "far": (
        [
            ("drop", "Dropout", {"rate": 0.5}),
            ("norm", "LayerNormalization", {}),
            ("dense", "Dense", {"units": 4}),
            ("turn", "Permute", {"dims": (2, 1)}),
        ],
        ["turn"],
    ),
    "heeded": ([("lstm", "LSTM", {"units": 4}), ("out", "Dense", {"units": 1})], []),
    "mean": ([("pool", "GlobalAveragePooling1D", {}), ("out", "Flatten", {})], []),
    "kept": ([("lstm", "GRU", ALL_STEPS), ("flat", "Flatten", {})], ["flat"]),
}


KERAS = """
import json, sys, warnings
import keras
tokens = keras.Input((20,), dtype="int32")
one = keras.layers.Embedding(50, 8, mask_zero=True)(tokens)
said = {}
for title, layers in json.loads(sys.argv[1]).items():
    tensor = one
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for name, layer, config in layers:
            tensor = getattr(keras.layers, layer)(name=name, **config)(tensor)
    texts = [str(warning.message) for warning in caught]
    said[title] = [t.split("'")[1] for t in texts if "destroy the mask" in t]
other = keras.layers.Embedding(20, 8)(tokens)
silent = one, keras.layers.Add()([one, other]), keras.ops.square(one)
masks = [getattr(tensor, "_keras_mask", None) is not None for tensor in silent]
print(json.dumps([said, masks]))
"""


@pytest.fixture(scope="module")
def keras_says(python):
    """Layers at which Keras warns in each chain, and what has a mask without a word."""
    chains = {title: layers for title, (layers, _) in CHAINS.items()}
    return json.loads(python(KERAS, json.dumps(chains)).splitlines()[-1])


@pytest.mark.parametrize("title", CHAINS)
def test_a_lost_mask_is_told_where_keras_warns(title, engine, keras_says):
    layers, lost = CHAINS[title]
    assert told(chain(embedded(), *layers), engine) == lost
    assert keras_says[0][title] == lost


def test_what_keras_loses_without_a_word_is_told(engine, keras_says):
    model = embedded()
    model.add("places", "Embedding", "words", input_dim=20, output_dim=8)
    model.add("sum", "Add", ("embed", "places"))
    model.add("double", "keras.ops.square", "embed")
    assert sorted(told(model, engine)) == ["double", "sum"]
    assert keras_says[1] == [True, False, False]


def test_masks_go_into_groups_and_out_of_them(engine):
    model = chain(
        embedded(), ("drop", "Dropout", {"rate": 0.5}), ("flat", "Flatten", {})
    )
    edit, _ = group(model.document, [model.ids["embed"], model.ids["drop"]])
    model.document.apply(edit)
    assert told(model, engine) == ["flat"]
    edit, node = group(model.document, [model.ids["flat"]])
    model.document.apply(edit)
    assert told(model, engine) == ["flat"]
    (problem,) = [p for p in problems_of(model, engine) if p.code == "T-MASK"]
    assert problem.block == model.graph.definition_of(node).block


def test_what_marks_no_padding_loses_none(engine):
    model = chain(embedded(), ("flat", "Flatten", {})).set("embed", mask_zero=False)
    assert told(model, engine) == []


@pytest.mark.parametrize(
    "title", ["Replace flat by GlobalAv", "Turn mask_zero of embed"]
)
def test_repairs(title, engine):
    model = words().delete("lstm", heal=False).set("embed", mask_zero=True)
    model.add("flat", "Flatten", "embed").wire("flat", "yes", "inputs")
    found = [p for p in problems_of(model, engine) if p.code == "T-MASK"]
    (repaired,) = proved(model.document, engine, found, model.data)
    (fix,) = [fix for fix in repaired.fixes if fix.title.startswith(title)]
    model.document.apply(rebased(model.document, fix))
    assert problems_of(model, engine) == []
