"""Models made of `keras.ops`, operators, indexing and constants."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers, ops


def arithmetic() -> keras.Model:
    a = keras.Input((4,), name="a")
    b = keras.Input((4,), name="b")
    x = (a + b) * (a - 2.0) / (3.0 + ops.abs(b))
    x = 1.0 - x**2 + 2.0**a
    x = x % 3.0 + 7.0 // ops.maximum(b, 1.0)
    x = -x + abs(a)
    return keras.Model([a, b], x, name="arithmetic")


def comparisons() -> keras.Model:
    a = keras.Input((4,), name="a")
    b = keras.Input((4,), name="b")
    both = (a > b) & (b >= 0.0)
    either = (a < 0.5) | (b <= a)
    different = (a != b) ^ (a == 0.0)
    x = ops.where(both, a, ops.where(either, b, 1.0))
    return keras.Model([a, b], [x, ops.logical_not(different)], name="comparisons")


def indexing() -> keras.Model:
    x = keras.Input((6, 5, 4), name="x")
    outputs = [
        x[:, 0],
        x[:, -1, ::2],
        x[..., 1:3],
        x[:, None, 2:, :, 0],
        x[:, ::-1],
        ops.take(x, [0, 2], axis=1),
        ops.take_along_axis(x, ops.argsort(x, axis=-1), axis=-1),
    ]
    return keras.Model(x, outputs, name="indexing")


def tensor_indexing() -> keras.Model:
    x = keras.Input((6, 4), name="x")
    which = keras.Input((2,), dtype="int32", name="which")
    y = ops.take_along_axis(x, ops.expand_dims(which, -1), axis=1)
    z = ops.one_hot(which, 6) @ x
    return keras.Model([x, which], [y, z])


def shapes() -> keras.Model:
    x = keras.Input((4, 6), name="x")
    y = ops.reshape(x, (-1, 2, 12))
    y = ops.swapaxes(y, 1, 2)
    y = ops.squeeze(ops.expand_dims(y, axis=-1), axis=-1)
    y = ops.tile(y, [1, 1, 2])
    y = ops.repeat(y, 2, axis=1)
    left, middle, right = ops.split(y, [8, 16], axis=1)
    z = ops.concatenate([left, ops.flip(middle, axis=1), right], axis=1)
    z = ops.pad(z, ((0, 0), (1, 0), (0, 2)), constant_values=1.5)
    a, b = ops.unstack(ops.stack([z, z * 2], axis=-1), axis=-1)
    return keras.Model(x, [a, ops.moveaxis(b, 1, -1)], name="shapes")


def reductions() -> keras.Model:
    x = keras.Input((5, 3), name="x")
    outputs = {
        "sum": ops.sum(x, axis=1),
        "mean": ops.mean(x, axis=[1, 2], keepdims=True),
        "max": ops.amax(x, axis=-1),
        "logsumexp": ops.logsumexp(x, axis=-1),
        "cumsum": ops.cumsum(x, axis=1),
        "norm": ops.norm(x, axis=-1),
        "variance": ops.var(x, axis=1),
        "argmin": ops.argmin(x, axis=1),
        "top": ops.top_k(x, k=2)[0],
        "any": ops.any(x > 0, axis=-1),
    }
    return keras.Model(x, outputs, name="reductions")


def elementary() -> keras.Model:
    x = keras.Input((8,), name="x")
    y = ops.tanh(ops.sinh(ops.arctan(x))) + ops.log1p(ops.exp(x))
    y = ops.erf(y) + ops.rsqrt(ops.square(x) + 1.0) + ops.sign(x)
    y = ops.floor(y) + ops.round(x, decimals=1) + ops.logaddexp(x, y)
    y = ops.nan_to_num(y, nan=0.5) + ops.clip(x, -1, 1)
    y = ops.gelu(y, approximate=False) + ops.leaky_relu(x, negative_slope=0.3)
    y = ops.hard_tanh(y) + ops.softplus(x) + ops.log_softmax(y)
    return keras.Model(x, ops.cast(y, "float16"), name="elementary")


def matrices() -> keras.Model:
    a = keras.Input((4, 4), name="a")
    b = keras.Input((4, 6), name="b")
    c = ops.matmul(a, b)
    d = ops.einsum("bij,bkj->bik", c, b)
    e = ops.tensordot(d, np.eye(4, dtype="float32"), axes=[[2], [0]])
    f = ops.dot(e, np.ones((4, 2), "float32"))
    g = ops.tril(a) + ops.triu(a, k=1) + ops.trace(a, axis1=1, axis2=2)[:, None, None]
    h = ops.linalg.norm(g, ord="fro", axis=(1, 2))
    return keras.Model([a, b], [f, ops.transpose(g, (0, 2, 1)), h], name="matrices")


def constant_arrays() -> keras.Model:
    x = keras.Input((3,), name="x")
    y = x * np.array([1.0, 2.0, 3.0], "float32")
    y = ops.add(np.array([[0.5, 0.5, 0.5]], "float32"), y)
    y = ops.where(np.array([True, False, True]), y, x)
    z = layers.Add()([x, np.ones((1, 3), "float32")])
    return keras.Model(x, [y, z], name="constants")


def literals_first() -> keras.Model:
    x = keras.Input((3,), name="x")
    y = 1 / (1 + ops.exp(-x))
    y = ops.subtract(1.0, y)
    y = ops.power(2.0, y)
    y = ops.divide(3, y) - ops.multiply(4, x)
    y = ops.maximum(0.1, ops.minimum(y, 5.0))
    y = ops.add(x1=y, x2=10)
    return keras.Model(x, y, name="literals_first")


def convolution_ops() -> keras.Model:
    image = keras.Input((16, 16, 3), name="image")
    kernel = np.linspace(-1, 1, 54, dtype="float32").reshape(3, 3, 3, 2)
    x = ops.conv(image, kernel, strides=2, padding="same")
    x = ops.max_pool(x, 2, strides=1)
    x = ops.average_pool(x, pool_size=(2, 2), strides=(1, 1), padding="same")
    x = ops.image.resize(x, (12, 12), interpolation="bilinear")
    y = ops.image.rgb_to_grayscale(image)
    y = ops.depthwise_conv(y, np.ones((3, 3, 1, 2), "float32"))
    return keras.Model(image, [x, y], name="convolution_ops")


def fourier() -> keras.Model:
    wave = keras.Input((64,), name="wave")
    real, imaginary = ops.rfft(wave)
    power = ops.square(real) + ops.square(imaginary)
    frames_real, frames_imag = ops.stft(wave, 16, 8, 16)
    back = ops.irfft((real, imaginary), fft_length=64)
    return keras.Model(wave, [power, frames_real, frames_imag, back], name="fourier")


def same_name_as_layer() -> keras.Model:
    x = keras.Input((6,), name="x")
    y = keras.Input((6,), name="y")
    total = layers.Add()([x, y])
    again = ops.add(total, y)
    top = layers.Maximum()([again, x])
    low = ops.maximum(top, y)
    soft = layers.Softmax()(low)
    softer = ops.softmax(soft)
    flat = layers.Flatten()(softer)
    return keras.Model([x, y], ops.reshape(flat, (-1, 2, 3)), name="clash")


def segments() -> keras.Model:
    values = keras.Input((4,), batch_size=6, name="values")
    ids = np.array([0, 0, 1, 1, 2, 2])
    y = ops.segment_sum(values, ids, num_segments=3)
    z = ops.scatter(np.array([[1], [3], [4]]), y, (6, 4))
    return keras.Model(values, values + z, name="segments")


def stop_and_norm() -> keras.Model:
    x = keras.Input((4, 8), name="x")
    y = ops.stop_gradient(x)
    y = ops.layer_normalization(y, None, None, axis=-1)
    y = ops.normalize(y, axis=-1, order=2)
    z = ops.hstack([x, y])
    return keras.Model(x, ops.vstack([z, z]), name="stop_and_norm")


def physics_layer() -> keras.Model:
    time = keras.Input((1,), name="time")
    x = time
    for _ in range(3):
        x = ops.sin(layers.Dense(16, kernel_initializer="glorot_normal")(x))
    position = layers.Dense(1, name="position")(x)
    energy = 0.5 * position**2 + ops.square(time) * np.float32(9.81)
    return keras.Model(time, {"position": position, "energy": energy})
