"""Data types, initializers, regularizers, constraints and other options."""

from __future__ import annotations

import keras
from keras import constraints, initializers, layers, regularizers


def mixed_precision() -> keras.Model:
    image = keras.Input((16, 16, 3))
    policy = keras.DTypePolicy("mixed_float16")
    x = layers.Conv2D(8, 3, dtype=policy)(image)
    x = layers.BatchNormalization(dtype=policy)(x)
    x = layers.ReLU(dtype="mixed_float16")(x)
    x = layers.GlobalAveragePooling2D(dtype="mixed_float16")(x)
    x = layers.Dense(4, dtype="mixed_float16")(x)
    return keras.Model(image, layers.Activation("softmax", dtype="float32")(x))


def mixed_precision_globally() -> keras.Model:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        tokens = keras.Input((8,), dtype="int32")
        x = layers.Embedding(20, 8)(tokens)
        x = layers.MultiHeadAttention(2, 4)(x, x)
        x = layers.Bidirectional(layers.LSTM(4))(x)
        x = layers.Dense(2)(x)
        return keras.Model(tokens, layers.Activation("linear", dtype="float32")(x))
    finally:
        keras.config.set_dtype_policy(before)


def double_precision() -> keras.Model:
    x = keras.Input((3,), dtype="float64")
    y = layers.Dense(4, dtype="float64", activation="softsign")(x)
    return keras.Model(x, layers.Dense(1, dtype="float64")(y), name="double")


def every_initializer() -> keras.Model:
    x = keras.Input((6,))
    y = x
    chosen = [
        initializers.RandomNormal(0.0, 0.02, seed=1),
        initializers.RandomUniform(-0.1, 0.1),
        initializers.TruncatedNormal(stddev=0.1, seed=2),
        initializers.VarianceScaling(2.0, "fan_out", "uniform"),
        initializers.GlorotUniform(seed=4),
        initializers.HeNormal(),
        initializers.LecunUniform(),
        initializers.Orthogonal(gain=0.5),
        initializers.Identity(0.9),
        "ones",
    ]
    for number, initializer in enumerate(chosen):
        y = layers.Dense(
            6,
            kernel_initializer=initializer,
            bias_initializer=initializers.Constant(number / 10),
        )(y)
    return keras.Model(x, y, name="initializers")


def regularized() -> keras.Model:
    x = keras.Input((6,))
    y = layers.Dense(
        6,
        activation="relu",
        kernel_regularizer=regularizers.L1L2(l1=1e-5, l2=1e-4),
        bias_regularizer="l1",
        activity_regularizer=regularizers.L2(1e-5),
    )(x)
    y = layers.Dense(
        6, kernel_regularizer=regularizers.OrthogonalRegularizer(0.1, mode="columns")
    )(y)
    y = layers.ActivityRegularization(l1=0.1, l2=0.2)(y)
    return keras.Model(x, y, name="regularized")


def constrained() -> keras.Model:
    x = keras.Input((6, 6, 2))
    y = layers.Conv2D(4, 2, kernel_constraint=constraints.UnitNorm(axis=[0, 1, 2]))(x)
    y = layers.Conv2D(
        4, 2, kernel_constraint=constraints.MinMaxNorm(0.1, 0.9, rate=0.5)
    )(y)
    y = layers.Dense(3, kernel_constraint="non_neg", bias_constraint="max_norm")(y)
    return keras.Model(x, y, name="constrained")


def activations_everywhere() -> keras.Model:
    x = keras.Input((8,))
    y = x
    names = (
        "elu",
        "selu",
        "softplus",
        "gelu",
        "hard_silu",
        "celu",
        "squareplus",
    )
    for name in names[:6]:
        y = layers.Dense(8, activation=name)(y)
    for name in names[6:]:
        y = layers.Activation(name)(y)
    y = layers.Dense(4, activation=keras.activations.relu6)(y)
    y = layers.Dense(4, activation=layers.LeakyReLU(0.3))(y)
    return keras.Model(x, layers.Activation(keras.ops.softmax)(y), name="activations")


def seeded() -> keras.Model:
    x = keras.Input((8, 8, 3))
    y = layers.Dropout(0.1, seed=11, name="a")(x)
    y = layers.SpatialDropout2D(0.2, seed=12, name="b")(y)
    y = layers.GaussianNoise(0.3, seed=13, name="c")(y)
    y = layers.RandomFlip(seed=14, name="d")(y)
    return keras.Model(x, layers.Flatten(name="e")(y), name="seeded")


def low_rank() -> keras.Model:
    x = keras.Input((16,))
    y = layers.Dense(16, lora_rank=4, activation="relu")(x)
    y = layers.EinsumDense("ab,bc->ac", output_shape=8, bias_axes="c", lora_rank=2)(y)
    return keras.Model(x, layers.Dense(4)(y), name="lora")


def tuples_and_lists() -> keras.Model:
    x = keras.Input([12, 12, 3])
    y = layers.Conv2D(4, kernel_size=[3, 3], strides=(1, 1), padding="SAME".lower())(x)
    y = layers.MaxPooling2D(pool_size=[2, 2], strides=None)(y)
    y = layers.ZeroPadding2D(padding=(1, 2))(y)
    y = layers.UpSampling2D(size=[2, 1])(y)
    y = layers.LayerNormalization(axis=[1, 2, 3])(y)
    return keras.Model(x, layers.Permute([3, 1, 2])(y), name="tuples_and_lists")


def softmax_axes() -> keras.Model:
    x = keras.Input((4, 5))
    mask = keras.Input((4, 5), dtype="bool")
    y = layers.Softmax(axis=1)(x)
    z = layers.Softmax(axis=[1, 2])(x, mask)
    return keras.Model([x, mask], [y, z], name="softmax_axes")


def lazily_typed_inputs() -> keras.Model:
    a = keras.Input(batch_shape=(2, 3), dtype="float16", name="a")
    b = keras.Input((3,), sparse=True, name="b")
    c = keras.Input((), name="scalar")
    d = layers.Dense(3)(b)
    e = layers.Reshape((1,))(c)
    return keras.Model([a, b, c], [a * 2, layers.Concatenate()([d, e])], name="inputs")


def batch_renormalized() -> keras.Model:
    x = keras.Input((10, 4))
    y = layers.BatchNormalization(
        momentum=0.8, moving_variance_initializer="zeros", trainable=False
    )(x)
    y = layers.BatchNormalization()(y, training=False)
    y = layers.Dropout(0.5)(y, training=True)
    y = layers.BatchNormalization(synchronized=True)(y)
    return keras.Model(x, y, name="norms")
