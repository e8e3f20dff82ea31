"""Networks with shortcuts."""

from __future__ import annotations

import keras
from keras import layers, ops


def _block(x, filters, strides, name, bottleneck=False, before=False):
    shortcut = x
    if before:
        x = layers.BatchNormalization(name=f"{name}_preact_bn")(x)
        x = layers.Activation("relu", name=f"{name}_preact_relu")(x)
    wide = filters * 4 if bottleneck else filters
    if strides > 1 or shortcut.shape[-1] != wide:
        shortcut = layers.Conv2D(wide, 1, strides, name=f"{name}_0_conv")(shortcut)
    sizes = (1, 3, 1) if bottleneck else (3, 3)
    for number, size in enumerate(sizes, start=1):
        last = number == len(sizes)
        x = layers.Conv2D(
            wide if last else filters,
            size,
            strides if number == 1 else 1,
            padding="same",
            use_bias=False,
            name=f"{name}_{number}_conv",
        )(x)
        x = layers.BatchNormalization(epsilon=1.001e-5, name=f"{name}_{number}_bn")(x)
        if not last:
            x = layers.ReLU(name=f"{name}_{number}_relu")(x)
    x = layers.Add(name=f"{name}_add")([shortcut, x])
    return layers.ReLU(name=f"{name}_out")(x)


def _resnet(depths, name, **options):
    image = keras.Input((32, 32, 3), name="image")
    x = layers.Conv2D(8, 3, padding="same", name="stem")(image)
    for stage, depth in enumerate(depths):
        for block in range(depth):
            strides = 2 if stage and not block else 1
            label = f"stage{stage + 1}_block{block + 1}"
            x = _block(x, 8 * 2**stage, strides, label, **options)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(image, layers.Dense(10, "softmax", name="probs")(x), name=name)


def resnet_basic() -> keras.Model:
    return _resnet((2, 2, 2), "resnet_basic")


def resnet_bottleneck() -> keras.Model:
    return _resnet((2, 3), "resnet_bottleneck", bottleneck=True)


def resnet_preactivated() -> keras.Model:
    return _resnet((1, 2), "resnet_preactivated", bottleneck=True, before=True)


def toy_resnet() -> keras.Model:
    inputs = keras.Input(shape=(32, 32, 3), name="img")
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    first = layers.MaxPooling2D(3)(x)
    x = layers.Conv2D(64, 3, activation="relu", padding="same")(first)
    x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
    second = layers.add([x, first])
    x = layers.Conv2D(64, 3, activation="relu", padding="same")(second)
    x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
    third = layers.add([x, second])
    x = layers.Conv2D(64, 3, activation="relu")(third)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(256, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    return keras.Model(inputs, layers.Dense(10)(x), name="toy_resnet")


def wide_resnet() -> keras.Model:
    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same", kernel_initializer="he_normal")(image)
    for width in (32, 64):
        y = layers.BatchNormalization(gamma_initializer="zeros")(x)
        y = layers.Activation("relu")(y)
        y = layers.Conv2D(width, 3, padding="same", kernel_initializer="he_normal")(y)
        y = layers.Dropout(0.3, seed=1)(y)
        y = layers.Conv2D(
            width,
            3,
            padding="same",
            kernel_initializer=keras.initializers.HeNormal(seed=3),
        )(y)
        x = layers.Conv2D(width, 1)(x)
        x = x + y
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(10)(x))


def resnext_like() -> keras.Model:
    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(32, 3, padding="same")(image)
    for _ in range(2):
        y = layers.Conv2D(16, 1, activation="relu")(x)
        y = layers.Conv2D(16, 3, padding="same", groups=4, activation="relu")(y)
        y = layers.Conv2D(32, 1)(y)
        x = ops.relu(ops.add(x, y))
    x = ops.max(x, axis=[1, 2])
    return keras.Model(image, layers.Dense(5)(x))


def squeeze_and_excite() -> keras.Model:
    def excite(x, ratio=4):
        channels = x.shape[-1]
        gate = layers.GlobalAveragePooling2D()(x)
        gate = layers.Reshape((1, 1, channels))(gate)
        gate = layers.Dense(channels // ratio, activation="relu", use_bias=False)(gate)
        gate = layers.Dense(channels, activation="sigmoid", use_bias=False)(gate)
        return layers.Multiply()([x, gate])

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same")(image)
    for _ in range(3):
        y = layers.Conv2D(16, 3, padding="same", activation="swish")(x)
        x = layers.Add()([x, excite(y)])
    x = layers.GlobalMaxPooling2D()(x)
    return keras.Model(image, layers.Dense(10)(x), name="se_net")


def efficientnet_like() -> keras.Model:
    def mbconv(x, filters, expand, kernel, strides, rate):
        inputs = x
        x = layers.Conv2D(x.shape[-1] * expand, 1, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation(keras.activations.silu)(x)
        if strides == 2:
            x = layers.ZeroPadding2D(((kernel // 2 - 1, kernel // 2),) * 2)(x)
        x = layers.DepthwiseConv2D(
            kernel, strides, padding="same" if strides == 1 else "valid", use_bias=False
        )(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("silu")(x)
        x = layers.Conv2D(filters, 1, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        if strides == 1 and inputs.shape[-1] == filters:
            x = layers.Dropout(rate, noise_shape=(None, 1, 1, 1))(x)
            x = layers.add([x, inputs])
        return x

    image = keras.Input((64, 64, 3))
    x = layers.Rescaling(1.0 / 255)(image)
    x = layers.Normalization(mean=[0.485, 0.456, 0.406], variance=[0.05, 0.05, 0.05])(x)
    x = layers.Conv2D(16, 3, 2, padding="same")(x)
    x = mbconv(x, 16, 1, 3, 1, 0.1)
    x = mbconv(x, 24, 4, 5, 2, 0.1)
    x = mbconv(x, 24, 4, 5, 1, 0.2)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(10, activation="softmax")(x))


def densenet_like() -> keras.Model:
    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same")(image)
    for stage in range(2):
        for _ in range(3):
            y = layers.BatchNormalization()(x)
            y = layers.Activation("relu")(y)
            y = layers.Conv2D(8, 3, padding="same")(y)
            x = layers.Concatenate(axis=-1)([x, y])
        if not stage:
            x = layers.Conv2D(x.shape[-1] // 2, 1)(x)
            x = layers.AveragePooling2D(2, strides=2)(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(10)(x), name="densenet")


def convnext_like() -> keras.Model:
    image = keras.Input((64, 64, 3))
    x = layers.Conv2D(24, 4, strides=4)(image)
    x = layers.LayerNormalization(epsilon=1e-6)(x)
    for depth in range(3):
        y = layers.Conv2D(24, 7, padding="same", groups=24, name=f"dw_{depth}")(x)
        y = layers.LayerNormalization(epsilon=1e-6)(y)
        y = layers.Dense(96)(y)
        y = layers.Activation("gelu")(y)
        y = layers.Dense(24, name=f"pw_{depth}")(y)
        x = x + 1e-2 * y
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.LayerNormalization()(x)
    return keras.Model(image, layers.Dense(3)(x), name="convnext")


def highway() -> keras.Model:
    features = keras.Input((50,))
    x = features
    for _ in range(4):
        gate = layers.Dense(
            50, "sigmoid", bias_initializer=keras.initializers.Constant(-3.0)
        )(x)
        y = layers.Dense(50, activation="relu")(x)
        x = gate * y + (1 - gate) * x
    return keras.Model(features, layers.Dense(2, "softmax")(x), name="highway")


def stochastic_scales() -> keras.Model:
    image = keras.Input((16, 16, 8))
    x = layers.GroupNormalization(groups=4)(image)
    x = layers.Conv2D(8, 3, padding="same", activation="mish")(x)
    y = layers.AlphaDropout(0.1, seed=2)(x)
    z = layers.GaussianDropout(0.2)(x)
    x = layers.average([x, y, z])
    x = layers.UnitNormalization(axis=(1, 2))(x)
    x = layers.RMSNormalization()(x)
    y = layers.Minimum()([x, image])
    z = layers.Maximum()([x, image])
    x = layers.Subtract()([z, y])
    return keras.Model(image, layers.Dot(axes=(3, 3), normalize=True)([x, y]))
