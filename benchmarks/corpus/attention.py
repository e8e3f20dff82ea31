"""Transformers and their relatives."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers, ops


def _encoder(x, heads, size, hidden, dropout=0.1):
    y = layers.LayerNormalization(epsilon=1e-6)(x)
    y = layers.MultiHeadAttention(heads, size, dropout=dropout)(y, y)
    x = layers.Add()([x, y])
    y = layers.LayerNormalization(epsilon=1e-6)(x)
    for units in (hidden, x.shape[-1]):
        y = layers.Dense(units, activation=keras.activations.gelu)(y)
        y = layers.Dropout(dropout)(y)
    return layers.Add()([x, y])


def vision_transformer() -> keras.Model:
    image = keras.Input((32, 32, 3))
    x = layers.Rescaling(1 / 127.5, offset=-1)(image)
    x = layers.Conv2D(32, 8, strides=8, name="patches")(x)
    x = layers.Reshape((-1, 32))(x)
    positions = layers.Embedding(16, 32, name="positions")(np.arange(16))
    x = x + positions
    for _ in range(2):
        x = _encoder(x, 4, 8, 64)
    x = layers.LayerNormalization()(x)
    x = layers.Flatten()(x)
    return keras.Model(image, layers.Dense(10)(x), name="vit")


def class_token_transformer() -> keras.Model:
    image = keras.Input((24, 24, 3))
    x = layers.Conv2D(16, 8, strides=8)(image)
    x = ops.reshape(x, (-1, 9, 16))
    zero = ops.zeros_like(x[:, :1, :])
    token = layers.Dense(16, kernel_initializer="zeros", name="token")(zero)
    x = ops.concatenate([token, x], axis=1)
    x = _encoder(x, 2, 8, 32)
    return keras.Model(image, layers.Dense(4)(x[:, 0]), name="cls_token")


def mlp_mixer() -> keras.Model:
    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(24, 4, strides=4)(image)
    x = layers.Reshape((64, 24))(x)
    for _ in range(2):
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        y = layers.Permute((2, 1))(y)
        y = layers.Dense(32, activation="gelu")(y)
        y = layers.Dense(64)(y)
        y = layers.Permute((2, 1))(y)
        x = layers.Add()([x, y])
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        y = keras.Sequential([layers.Dense(48, "gelu"), layers.Dense(24)])(y)
        x = layers.Add()([x, y])
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(image, layers.Dense(10)(x), name="mlp_mixer")


def conv_mixer() -> keras.Model:
    def after(x):
        return layers.BatchNormalization()(layers.Activation("gelu")(x))

    image = keras.Input((32, 32, 3))
    x = layers.Rescaling(scale=1.0 / 255)(image)
    x = after(layers.Conv2D(32, kernel_size=2, strides=2)(x))
    for _ in range(4):
        before = x
        x = layers.DepthwiseConv2D(kernel_size=5, padding="same")(x)
        x = layers.Add()([after(x), before])
        x = after(layers.Conv2D(32, kernel_size=1)(x))
    x = layers.GlobalAvgPool2D()(x)
    return keras.Model(image, layers.Dense(10, activation="softmax")(x))


def mobile_vit() -> keras.Model:
    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, 2, padding="same", activation=ops.silu)(image)
    local = layers.Conv2D(24, 3, padding="same", activation="silu")(x)
    patches = layers.Reshape((4, 64, 24))(local)
    for _ in range(2):
        patches = _encoder(patches, 2, 12, 48)
    folded = layers.Reshape((16, 16, 24))(patches)
    folded = layers.Conv2D(16, 1, activation="silu")(folded)
    x = layers.Concatenate(axis=-1)([x, folded])
    x = layers.Conv2D(16, 3, padding="same", activation="silu")(x)
    x = layers.GlobalAvgPool2D()(x)
    return keras.Model(image, layers.Dense(5, activation="softmax")(x))


def shifted_windows() -> keras.Model:
    side, window, width = 8, 4, 16

    def split(x):
        x = ops.reshape(x, (-1, side // window, window, side // window, window, width))
        x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
        return ops.reshape(x, (-1, window * window, width))

    def join(x):
        x = ops.reshape(x, (-1, side // window, side // window, window, window, width))
        x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
        return ops.reshape(x, (-1, side, side, width))

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(width, 4, strides=4)(image)
    for shift in (0, window // 2):
        y = layers.LayerNormalization()(x)
        y = ops.roll(y, (-shift, -shift), axis=(1, 2))
        y = split(y)
        y = layers.MultiHeadAttention(2, width // 2, name=f"attention_{shift}")(y, y)
        y = ops.roll(join(y), shift=(shift, shift), axis=(1, 2))
        x = x + y
    x = ops.mean(x, axis=[1, 2])
    return keras.Model(image, layers.Dense(10)(x), name="swin_like")


def text_transformer() -> keras.Model:
    tokens = keras.Input((40,), dtype="int32", name="tokens")
    x = layers.Embedding(500, 32)(tokens)
    x = x + layers.Embedding(40, 32)(ops.arange(40))
    y = layers.MultiHeadAttention(num_heads=2, key_dim=32)(x, x)
    y = layers.Dropout(0.1)(y)
    x = layers.LayerNormalization(epsilon=1e-6)(x + y)
    y = keras.Sequential([layers.Dense(32, activation="relu"), layers.Dense(32)])(x)
    x = layers.LayerNormalization(epsilon=1e-6)(x + y)
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(tokens, layers.Dense(2, activation="softmax")(x))


def causal_language_model() -> keras.Model:
    tokens = keras.Input((24,), dtype="int32")
    embedding = layers.Embedding(200, 32, mask_zero=True)
    x = embedding(tokens)
    for _ in range(2):
        y = layers.LayerNormalization()(x)
        y = layers.MultiHeadAttention(4, 8, value_dim=8)(y, y, use_causal_mask=True)
        x = x + y
        y = layers.Dense(64, activation="gelu")(layers.LayerNormalization()(x))
        x = x + layers.Dense(32)(y)
    return keras.Model(
        tokens, layers.Dense(200, name="logits")(x), name="miniature_gpt"
    )


def translator() -> keras.Model:
    source = keras.Input((None,), dtype="int64", name="source")
    target = keras.Input((None,), dtype="int64", name="target")
    x = layers.Embedding(300, 24, mask_zero=True)(source)
    y = layers.MultiHeadAttention(2, 12, name="encoder_attention")(
        query=x, value=x, key=x
    )
    memory = layers.LayerNormalization()(x + y)
    z = layers.Embedding(400, 24, mask_zero=True)(target)
    y = layers.MultiHeadAttention(2, 12)(query=z, value=z, use_causal_mask=True)
    z = layers.LayerNormalization()(z + y)
    y, scores = layers.MultiHeadAttention(2, 12, dropout=0.1, name="cross")(
        z, value=memory, key=memory, return_attention_scores=True
    )
    z = layers.LayerNormalization()(layers.Add()([z, y]))
    words = layers.Dense(400, activation="softmax", name="words")(z)
    return keras.Model([source, target], {"words": words, "scores": scores})


def attention_with_mask_input() -> keras.Model:
    sequence = keras.Input((10, 16), name="sequence")
    mask = keras.Input((10, 10), dtype="bool", name="mask")
    x = layers.MultiHeadAttention(2, 8)(sequence, sequence, attention_mask=mask)
    x = layers.GroupQueryAttention(8, 4, 2)(x, x)
    return keras.Model({"sequence": sequence, "mask": mask}, x, name="masked")


def luong_and_bahdanau() -> keras.Model:
    query = keras.Input((None,), dtype="int32", name="query")
    value = keras.Input((None,), dtype="int32", name="value")
    embed = layers.Embedding(100, 16)
    convolve = layers.Conv1D(16, 4, padding="same")
    q, v = convolve(embed(query)), convolve(embed(value))
    dot = layers.Attention(use_scale=True)([q, v])
    additive = layers.AdditiveAttention()([q, v, v])
    pooled = [layers.GlobalAveragePooling1D()(x) for x in (q, dot, additive)]
    x = layers.Concatenate()(pooled)
    return keras.Model([query, value], layers.Dense(1)(x), name="dot_attention")


def perceiver() -> keras.Model:
    image = keras.Input((16, 16, 3))
    data = layers.Reshape((256, 3))(image)
    data = layers.Dense(16)(data)
    latent = ops.expand_dims(np.linspace(0, 1, 128, dtype="float32").reshape(8, 16), 0)
    latent = ops.broadcast_to(latent, (1, 8, 16))
    attention = layers.Attention(dropout=0.1)
    q = layers.Dense(16)(latent)
    x = ops.einsum("bqd,cqd->bqd", layers.Dense(16)(data)[:, :8], q)
    x = attention([x, data], training=False)
    x = _encoder(x, 2, 8, 16)
    return keras.Model(image, layers.GlobalMaxPooling1D()(x))


def set_transformer() -> keras.Model:
    points = keras.Input((None, 3), name="points")
    x = layers.EinsumDense("abc,cde->abde", (None, 4, 8), bias_axes="de")(points)
    scores = ops.einsum("bqhd,bkhd->bhqk", x, x) / 8**0.5
    weights = ops.softmax(scores, axis=-1)
    x = ops.einsum("bhqk,bkhd->bqhd", weights, x)
    x = layers.EinsumDense("abcd,cde->abe", output_shape=(None, 16))(x)
    return keras.Model(points, ops.max(x, axis=1, keepdims=True), name="set")
