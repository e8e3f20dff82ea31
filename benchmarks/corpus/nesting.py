"""Models in models, shared layers, unusual structures of inputs and outputs."""

from __future__ import annotations

import keras
from keras import layers, ops


def nested_twice() -> keras.Model:
    a = keras.Input((8,))
    inner = keras.Model(a, layers.Dense(8, "relu")(a), name="inner")
    b = keras.Input((8,))
    middle = keras.Model(b, layers.Dense(8)(inner(inner(b))), name="middle")
    c = keras.Input((8,))
    return keras.Model(c, middle(c) + c, name="outer")


def clashing_names() -> keras.Model:
    def part(name):
        x = keras.Input((4,), name="x")
        y = layers.Dense(4, name="dense")(x)
        return keras.Model(x, layers.Dropout(0.1, name="drop")(y), name=name)

    x = keras.Input((4,), name="x")
    y = layers.Dense(4, name="dense")(x)
    return keras.Model(x, part("dense_1")(part("second")(y)), name="dense_2")


def sequential_in_functional() -> keras.Model:
    image = keras.Input((16, 16, 3))
    block = keras.Sequential([layers.Conv2D(8, 3), layers.ReLU()], name="stem")
    x = block(image)
    x = keras.Sequential([layers.Flatten(), layers.Dense(4)])(x)
    return keras.Model(image, x)


def functional_in_sequential() -> keras.Model:
    x = keras.Input((6,))
    inner = keras.Model(x, layers.Dense(3)(x) * 2.0, name="scaled")
    model = keras.Sequential([layers.Dense(6), inner, layers.Softmax()], name="wrapper")
    model.build((None, 6))
    return model


def sequential_in_sequential() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((12,), name="features"),
            keras.Sequential([layers.Dense(8), layers.ReLU()], name="first"),
            keras.Sequential([layers.Dense(4), layers.ReLU()], name="second"),
            layers.Dense(1),
        ],
        name="stack",
    )


def sequential_built_later() -> keras.Model:
    model = keras.Sequential([layers.Dense(4, activation="relu"), layers.Dense(2)])
    model.build((None, 3))
    return model


def sequential_with_string_input() -> keras.Model:
    return keras.Sequential(
        [
            layers.InputLayer(shape=(1,), dtype="string", name="words"),
            layers.StringLookup(vocabulary=["a", "b"], output_mode="multi_hot"),
            layers.Dense(1),
        ]
    )


def shared_layer() -> keras.Model:
    shared = layers.Embedding(50, 8, name="shared_words")
    a = keras.Input((None,), dtype="int32")
    b = keras.Input((None,), dtype="int32")
    x = layers.GlobalAveragePooling1D()(shared(a))
    y = layers.GlobalAveragePooling1D()(shared(b))
    dense = layers.Dense(4)
    return keras.Model([a, b], [dense(x), dense(y)])


def recursive_call() -> keras.Model:
    x = keras.Input((5,))
    cell = layers.Dense(5, activation="tanh", name="cell")
    y = x
    for _ in range(4):
        y = cell(y)
    return keras.Model(x, y, name="unrolled")


def one_element_lists() -> keras.Model:
    x = keras.Input((3,), name="only")
    return keras.Model([x], [layers.Dense(2)(x)], name="lists_of_one")


def one_element_dict() -> keras.Model:
    x = keras.Input((3,), name="key")
    return keras.Model({"key": x}, {"out": layers.Dense(2)(x)}, name="dicts_of_one")


def dict_keys_differ() -> keras.Model:
    x = keras.Input((3,), name="first_layer")
    y = keras.Input((3,), name="second_layer")
    total = layers.Add()([x, y])
    return keras.Model({"b": x, "a": y}, {"z": total, "w": x}, name="keys")


def input_as_output() -> keras.Model:
    x = keras.Input((3,), name="x")
    y = keras.Input((3,), name="y")
    return keras.Model([x, y], [x, layers.Add()([x, y])], name="passed_through")


def same_output_twice() -> keras.Model:
    x = keras.Input((3,), name="x")
    y = layers.Dense(2)(x)
    return keras.Model(x, [y, y, layers.Dense(1)(y)], name="twice")


def inner_with_many_outputs() -> keras.Model:
    x = keras.Input((6,), name="x")
    y = layers.Dense(4)(x)
    inner = keras.Model(x, {"a": y, "b": [x, y[:, 0]]}, name="splitter")
    z = keras.Input((6,), name="z")
    parts = inner(z)
    merged = layers.Concatenate()([parts["a"], parts["b"][0]])
    return keras.Model(z, [merged, parts["b"][1]])


def inner_with_dict_inputs() -> keras.Model:
    a = keras.Input((2,), name="a")
    b = keras.Input((3,), name="b")
    y = layers.Dense(4)(layers.Concatenate()([a, b]))
    inner = keras.Model({"a": a, "b": b}, y, name="joiner")
    p = keras.Input((2,), name="p")
    q = keras.Input((3,), name="q")
    x = inner({"a": p, "b": q})
    z = inner({"b": q, "a": p * 2.0})
    return keras.Model((p, q), layers.Subtract()([x, z]))


def frozen_parts() -> keras.Model:
    base = keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(8, trainable=False, name="frozen"),
            layers.BatchNormalization(name="norm"),
            layers.Dense(4, name="free"),
        ],
        name="base",
    )
    base.get_layer("norm").trainable = False
    x = keras.Input((8,))
    y = base(x, training=False)
    y = layers.Dropout(0.2)(y)
    return keras.Model(x, layers.Dense(1)(y), name="transfer")


def frozen_base() -> keras.Model:
    image = keras.Input((32, 32, 3))
    base = keras.applications.MobileNetV3Small(
        input_shape=(32, 32, 3), include_top=False, weights=None, alpha=0.75
    )
    base.trainable = False
    x = keras.applications.mobilenet_v3.preprocess_input(image)
    x = base(x, training=False)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    return keras.Model(image, layers.Dense(1)(x), name="fine_tuned")


def frozen_whole() -> keras.Model:
    x = keras.Input((4,))
    model = keras.Model(x, layers.Dense(2)(layers.Dense(3)(x)), name="frozen_whole")
    model.trainable = False
    return model


def ensemble() -> keras.Model:
    def member(number):
        x = keras.Input((16,))
        y = layers.Dense(8 + number, activation="relu")(x)
        return keras.Model(x, layers.Dense(3)(y), name=f"member_{number}")

    x = keras.Input((16,), name="features")
    y = layers.Average()([member(number)(x) for number in range(3)])
    return keras.Model(x, y, name="ensemble")


def time_distributed_model() -> keras.Model:
    x = keras.Input((5,))
    inner = keras.Model(x, layers.Dense(2)(x) + 1.0, name="step")
    series = keras.Input((7, 5))
    return keras.Model(series, layers.TimeDistributed(inner, name="steps")(series))


def strange_names() -> keras.Model:
    x = keras.Input((3,), name="class")
    y = layers.Dense(3, name="1st layer: α")(x)
    y = layers.Dense(3, name="keras")(y)
    y = layers.Dense(3, name="x")(y)
    y = layers.Dense(3, name='it\'s "quoted"')(y)
    y = layers.Dense(3, name="lambda")(y)
    y = layers.Dense(3, name="Dense")(y)
    return keras.Model(x, y, name="import")


def unused_parts() -> keras.Model:
    x = keras.Input((10, 4), name="x")
    unused = keras.Input((2,), name="unused")
    _, state = layers.GRU(3, return_state=True, return_sequences=True)(x)
    return keras.Model([x, unused], state, name="unused_parts")


def long_chain() -> keras.Model:
    x = keras.Input((2,))
    y = x
    for _ in range(300):
        y = layers.Dense(2)(y)
    return keras.Model(x, ops.sum(y, axis=-1), name="long_chain")
