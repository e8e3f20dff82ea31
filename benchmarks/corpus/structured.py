"""Tables, recommenders, detection heads: many inputs, many outputs."""

from __future__ import annotations

import keras
from keras import layers, ops


def wide_and_deep() -> keras.Model:
    wide = keras.Input((5,), name="wide")
    deep = keras.Input((8,), name="deep")
    x = layers.Normalization(axis=None, mean=3.0, variance=2.0)(deep)
    for units in (30, 30):
        x = layers.Dense(units, activation="selu", kernel_initializer="lecun_normal")(x)
        x = layers.AlphaDropout(0.1)(x)
    x = layers.concatenate([wide, x])
    return keras.Model({"wide": wide, "deep": deep}, layers.Dense(1)(x))


def wide_deep_cross() -> keras.Model:
    inputs = {n: keras.Input((1,), name=n) for n in ("age", "hours", "gain")}
    features = layers.concatenate([inputs[n] for n in ("gain", "age", "hours")])
    cross = features
    for _ in range(2):
        units = cross.shape[-1]
        cross = features * layers.Dense(units)(cross) + cross
    cross = layers.BatchNormalization()(cross)
    deep = features
    for units in (16, 16):
        deep = layers.Dense(units)(deep)
        deep = layers.BatchNormalization()(deep)
        deep = layers.ReLU()(deep)
    merged = layers.concatenate([cross, deep])
    return keras.Model(inputs=inputs, outputs=layers.Dense(2, "softmax")(merged))


def collaborative_filter() -> keras.Model:
    user = keras.Input((1,), dtype="int64", name="user")
    film = keras.Input((1,), dtype="int64", name="film")

    def vector(ids, count, label):
        return layers.Flatten(name=f"{label}_flat")(
            layers.Embedding(
                count,
                16,
                embeddings_initializer="he_normal",
                embeddings_regularizer=keras.regularizers.L2(1e-6),
                name=f"{label}_vector",
            )(ids)
        )

    match = layers.Dot(axes=1)([vector(user, 100, "user"), vector(film, 80, "film")])
    bias = layers.Flatten()(layers.Embedding(100, 1, name="user_bias")(user))
    rating = ops.sigmoid(match + bias) * 5.0
    return keras.Model([user, film], rating, name="recommender")


def two_towers() -> keras.Model:
    def tower(name):
        ids = keras.Input((None,), dtype="int32", name=f"{name}_ids")
        x = layers.Embedding(64, 8)(ids)
        x = layers.GlobalAveragePooling1D()(x)
        return keras.Model(ids, layers.Dense(8)(x), name=name)

    query, item = tower("query"), tower("item")
    q = keras.Input((None,), dtype="int32")
    i = keras.Input((None,), dtype="int32")
    scores = ops.matmul(query(q), ops.transpose(item(i)))
    return keras.Model([q, i], scores / 0.07, name="two_towers")


def ticket_triage() -> keras.Model:
    title = keras.Input((None,), name="title", dtype="int32")
    body = keras.Input((None,), name="body", dtype="int32")
    tags = keras.Input((12,), name="tags")
    title_features = layers.LSTM(16)(layers.Embedding(100, 8)(title))
    body_features = layers.LSTM(8)(layers.Embedding(100, 8)(body))
    x = layers.concatenate([title_features, body_features, tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(4, name="department")(x)
    return keras.Model(
        inputs=[title, body, tags],
        outputs={"priority": priority, "department": department},
    )


def detection_heads() -> keras.Model:
    image = keras.Input((64, 64, 3), name="image")
    c3 = layers.Conv2D(16, 3, 8, padding="same", activation="relu")(image)
    c4 = layers.Conv2D(32, 3, 2, padding="same", activation="relu")(c3)
    p4 = layers.Conv2D(16, 1)(c4)
    p3 = layers.Conv2D(16, 1)(c3) + layers.UpSampling2D(2)(p4)

    def head(outputs, name):
        return keras.Sequential(
            [
                keras.Input((None, None, 16)),
                layers.Conv2D(16, 3, padding="same", activation="relu"),
                layers.Conv2D(
                    outputs,
                    3,
                    padding="same",
                    bias_initializer=keras.initializers.Constant(-4.59512),
                ),
                layers.Reshape((-1, outputs // 2)),
            ],
            name=name,
        )

    classes, boxes = head(8, "class_head"), head(8, "box_head")
    levels = [p3, p4]
    return keras.Model(
        image,
        {
            "boxes": layers.Concatenate(axis=1)([boxes(p) for p in levels]),
            "classes": layers.Concatenate(axis=1)([classes(p) for p in levels]),
        },
        name="retina",
    )


def box_arithmetic() -> keras.Model:
    raw = keras.Input((10, 6), name="raw")
    centre, size, rest = raw[..., :2], raw[..., 2:4], raw[..., 4:]
    low = centre - size / 2
    high = centre + size / 2
    boxes = ops.clip(ops.concatenate([low, high], -1), 0.0, 1.0)
    score = ops.where(rest[..., 0] > 0.5, rest[..., 1], 0.0)
    best = ops.argmax(score, axis=-1)
    return keras.Model(raw, {"boxes": boxes, "score": score, "best": best})


def multi_task() -> keras.Model:
    features = keras.Input((20,), name="features")
    experts = [layers.Dense(8, "relu", name=f"expert_{n}")(features) for n in range(3)]
    stacked = ops.stack(experts, axis=1)
    outputs = []
    for task in range(2):
        gate = layers.Dense(3, activation="softmax", name=f"gate_{task}")(features)
        mixed = ops.sum(stacked * ops.expand_dims(gate, -1), axis=1)
        outputs.append(layers.Dense(1, name=f"task_{task}")(mixed))
    return keras.Model(features, outputs, name="mixture_of_experts")


def siamese() -> keras.Model:
    image = keras.Input((28, 28, 1), name="one_image")
    x = layers.Conv2D(8, 3, activation="relu")(image)
    x = layers.GlobalAveragePooling2D()(x)
    encoder = keras.Model(image, layers.Dense(16)(x), name="encoder")
    left = keras.Input((28, 28, 1), name="left")
    right = keras.Input((28, 28, 1), name="right")
    difference = ops.subtract(encoder(left), encoder(right))
    distance = ops.sqrt(ops.sum(ops.square(difference), axis=1, keepdims=True) + 1e-7)
    return keras.Model([left, right], layers.Dense(1, "sigmoid")(distance))


def triplet() -> keras.Model:
    shared = keras.Sequential([layers.Dense(32, "relu"), layers.Dense(8)], name="embed")
    names = ("anchor", "positive", "negative")
    inputs = [keras.Input((40,), name=name) for name in names]
    a, p, n = (layers.UnitNormalization()(shared(tensor)) for tensor in inputs)
    near = ops.sum(ops.power(a - p, 2), -1)
    far = ops.sum(ops.power(a - n, 2), -1)
    return keras.Model(inputs, ops.maximum(near - far + 0.2, 0.0), name="triplet")


def embedded_categories() -> keras.Model:
    number = keras.Input((3,), name="numbers")
    city = keras.Input((1,), dtype="string", name="city")
    grade = keras.Input((1,), dtype="int64", name="grade")
    c = layers.StringLookup(vocabulary=["Bonn", "Köln", "Ulm"], name="city_index")(city)
    c = layers.Embedding(4, 2)(c)
    g = layers.IntegerLookup(vocabulary=[1, 2, 3, 5], output_mode="one_hot")(grade)
    x = layers.concatenate([number, layers.Flatten()(c), g])
    return keras.Model([number, city, grade], layers.Dense(1)(x), name="tabular")


def nested_structures() -> keras.Model:
    a = keras.Input((4,), name="a")
    b = keras.Input((4,), name="b")
    c = keras.Input((2,), name="c")
    x = layers.Dense(3)(layers.Concatenate()([a, b, c]))
    y = layers.Dense(2, name="y")(x)
    return keras.Model({"pair": [a, b], "single": c}, {"main": y, "side": [x, a]})
