"""Image classifiers of the classical line."""

from __future__ import annotations

import keras
from keras import layers, ops


def mnist_mlp() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10),
        ],
        name="mnist_mlp",
    )


def mnist_convnet() -> keras.Model:
    model = keras.Sequential(name="mnist_convnet")
    model.add(keras.Input((28, 28, 1)))
    for filters in (32, 64):
        model.add(layers.Conv2D(filters, (3, 3), activation="relu"))
        model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax"))
    return model


def lenet() -> keras.Model:
    digits = keras.Input((32, 32, 1), name="digits")
    x = layers.Conv2D(6, 5, activation="tanh", name="c1")(digits)
    x = layers.AveragePooling2D(2, name="s2")(x)
    x = layers.Conv2D(16, 5, activation="tanh", name="c3")(x)
    x = layers.AveragePooling2D(2, name="s4")(x)
    x = layers.Conv2D(120, 5, activation="tanh", name="c5")(x)
    x = layers.Flatten()(x)
    x = layers.Dense(84, "tanh", name="f6")(x)
    return keras.Model(digits, layers.Dense(10, "softmax", name="out")(x), name="LeNet")


def alexnet() -> keras.Model:
    image = keras.Input((227, 227, 3))
    x = layers.Conv2D(24, 11, strides=4, activation="relu")(image)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.Conv2D(64, 5, padding="same", groups=2, activation="relu")(x)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.Conv2D(96, 3, padding="same", activation="relu")(x)
    x = layers.Conv2D(96, 3, padding="same", groups=2, activation="relu")(x)
    x = layers.Conv2D(64, 3, padding="same", groups=2, activation="relu")(x)
    x = layers.MaxPooling2D(3, 2)(x)
    x = layers.Flatten()(x)
    for _ in range(2):
        x = layers.Dense(128, activation="relu")(x)
        x = layers.Dropout(0.5)(x)
    return keras.Model(image, layers.Dense(100, activation="softmax")(x))


def vgg_like() -> keras.Model:
    image = keras.Input((64, 64, 3), batch_size=4, name="image")
    x = layers.Rescaling(1 / 255.0, offset=-0.5)(image)
    for stage, depth in enumerate((1, 1, 2, 2), start=1):
        for number in range(1, depth + 1):
            x = layers.Conv2D(
                8 * 2**stage,
                3,
                padding="same",
                activation="relu",
                kernel_initializer="he_uniform",
                kernel_regularizer=keras.regularizers.L2(5e-4),
                name=f"block{stage}_conv{number}",
            )(x)
        x = layers.MaxPooling2D(name=f"block{stage}_pool")(x)
    x = layers.GlobalMaxPooling2D(keepdims=True)(x)
    x = layers.Flatten(data_format="channels_last")(x)
    return keras.Model(image, layers.Dense(7, name="logits")(x), name="vgg_like")


def network_in_network() -> keras.Model:
    image = keras.Input((32, 32, 3))
    x = image
    for filters, size in ((48, 5), (64, 5), (64, 3)):
        x = layers.Conv2D(filters, size, padding="same", activation="relu")(x)
        x = layers.Conv2D(filters, 1, activation="relu")(x)
        x = layers.Conv2D(filters, 1, activation="relu")(x)
        x = layers.MaxPool2D(3, 2, padding="same")(x)
        x = layers.SpatialDropout2D(0.3)(x)
    x = layers.Conv2D(10, 1)(x)
    x = layers.GlobalAvgPool2D()(x)
    return keras.Model(image, layers.Softmax()(x))


def _inception(x, ways, name):
    one = layers.Conv2D(ways, 1, activation="relu", name=f"{name}_1x1")(x)
    three = layers.Conv2D(ways, 1, activation="relu", name=f"{name}_3x3_reduce")(x)
    three = layers.Conv2D(
        ways, 3, padding="same", activation="relu", name=f"{name}_3x3"
    )(three)
    five = layers.Conv2D(ways, 1, activation="relu", name=f"{name}_5x5_reduce")(x)
    five = layers.Conv2D(
        ways, 5, padding="same", activation="relu", name=f"{name}_5x5"
    )(five)
    pool = layers.MaxPooling2D(3, 1, "same", name=f"{name}_pool")(x)
    pool = layers.Conv2D(ways, 1, activation="relu", name=f"{name}_pool_proj")(pool)
    return layers.Concatenate(name=f"{name}_output")([one, three, five, pool])


def inception_net() -> keras.Model:
    image = keras.Input((56, 56, 3))
    x = layers.Conv2D(16, 7, 2, "same", activation="relu")(image)
    x = layers.MaxPooling2D(3, 2, "same")(x)
    x = _inception(x, 8, "inception_3a")
    side = layers.AveragePooling2D(5, strides=3)(x)
    side = layers.Flatten()(side)
    side = layers.Dense(5, activation="softmax", name="auxiliary")(side)
    x = _inception(x, 16, "inception_3b")
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.4)(x)
    main = layers.Dense(5, activation="softmax", name="main")(x)
    return keras.Model(image, [main, side], name="inception")


def factorised_inception() -> keras.Model:
    image = keras.Input((None, None, 3))
    x = layers.Conv2D(16, 3, strides=2, use_bias=False)(image)
    x = layers.BatchNormalization(scale=False)(x)
    x = layers.Activation("relu")(x)
    left = layers.Conv2D(8, (1, 7), padding="same", use_bias=False)(x)
    left = layers.BatchNormalization(scale=False)(left)
    left = layers.Activation("relu")(left)
    left = layers.Conv2D(8, (7, 1), padding="same")(left)
    right = layers.Conv2D(8, 1)(layers.AveragePooling2D(3, 1, padding="same")(x))
    x = layers.concatenate([left, right], axis=3, name="mixed")
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs=image, outputs=layers.Dense(3)(x))


def squeezenet() -> keras.Model:
    def fire(x, squeeze, expand, name):
        x = layers.Conv2D(squeeze, 1, activation="relu", name=f"{name}_squeeze")(x)
        a = layers.Conv2D(expand, 1, activation="relu", name=f"{name}_expand1")(x)
        b = layers.Conv2D(
            expand, 3, padding="same", activation="relu", name=f"{name}_expand3"
        )(x)
        return layers.Concatenate(name=f"{name}_concat")([a, b])

    image = keras.Input((64, 64, 3))
    x = layers.Conv2D(32, 3, strides=2, activation="relu")(image)
    x = layers.MaxPooling2D(3, 2)(x)
    for number, (squeeze, expand) in enumerate(((8, 16), (8, 16), (16, 32)), start=2):
        x = fire(x, squeeze, expand, f"fire{number}")
    x = layers.Conv2D(12, 1, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Activation("softmax")(x), name="squeezenet")


def mobilenet_like() -> keras.Model:
    image = keras.Input((96, 96, 3))
    x = layers.ZeroPadding2D(((0, 1), (0, 1)))(image)
    x = layers.Conv2D(8, 3, strides=2, use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5)(x)
    x = layers.ReLU(6.0)(x)
    for filters, strides in ((16, 1), (24, 2), (24, 1), (32, 2)):
        x = layers.DepthwiseConv2D(
            3, strides, padding="same", use_bias=False, depth_multiplier=1
        )(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU(max_value=6)(x)
        x = layers.Conv2D(filters, 1, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU(negative_slope=0.1, threshold=0.01)(x)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Dropout(1e-3)(x)
    x = layers.Conv2D(10, 1)(x)
    x = layers.Reshape((10,))(x)
    return keras.Model(image, layers.Activation("softmax")(x))


def xception_like() -> keras.Model:
    image = keras.Input((72, 72, 3))
    x = layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    previous = x
    for size in (32, 48):
        for _ in range(2):
            x = layers.Activation("relu")(x)
            x = layers.SeparableConv2D(size, 3, padding="same")(x)
            x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        residual = layers.Conv2D(size, 1, strides=2, padding="same")(previous)
        x = layers.add([x, residual])
        previous = x
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.25)(x)
    return keras.Model(image, layers.Dense(1, activation=None)(x))


def shufflenet_like() -> keras.Model:
    def shuffle(x, groups):
        _, height, width, channels = x.shape
        x = ops.reshape(x, (-1, height, width, groups, channels // groups))
        x = ops.transpose(x, (0, 1, 2, 4, 3))
        return ops.reshape(x, (-1, height, width, channels))

    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(24, 3, 2, padding="same")(image)
    for _ in range(2):
        left, right = ops.split(x, 2, axis=-1)
        right = layers.Conv2D(12, 1, groups=3, activation="relu")(right)
        right = layers.DepthwiseConv2D(3, padding="same")(right)
        right = layers.Conv2D(12, 1, activation="relu")(right)
        x = shuffle(layers.Concatenate()([left, right]), 2)
    x = ops.mean(x, axis=(1, 2))
    return keras.Model(image, layers.Dense(10)(x), name="shufflenet")


def fully_convolutional() -> keras.Model:
    image = keras.Input((None, None, 1), name="any_size")
    x = layers.GaussianNoise(0.1, seed=7)(image)
    x = layers.Conv2D(8, 3, padding="same", dilation_rate=1)(x)
    x = layers.PReLU(shared_axes=[1, 2])(x)
    x = layers.Conv2D(8, 3, padding="same", dilation_rate=2)(x)
    x = layers.LeakyReLU(negative_slope=0.2)(x)
    x = layers.Conv2D(8, 3, padding="same", dilation_rate=(4, 4))(x)
    x = layers.ELU(alpha=0.5)(x)
    return keras.Model(image, layers.Conv2D(2, 1, activation="sigmoid")(x))


def volumetric() -> keras.Model:
    scan = keras.Input((32, 32, 16, 1))
    x = layers.Conv3D(8, 3, activation="relu")(scan)
    x = layers.MaxPool3D(2)(x)
    x = layers.BatchNormalization(axis=-1)(x)
    x = layers.Conv3D(16, (3, 3, 2), activation="relu")(x)
    x = layers.AveragePooling3D((2, 2, 1))(x)
    x = layers.GlobalAveragePooling3D()(x)
    x = layers.Dense(32, activation="relu")(x)
    x = layers.Dropout(0.3)(x)
    return keras.Model(scan, layers.Dense(1, activation="sigmoid")(x), name="3dcnn")


def channels_first() -> keras.Model:
    image = keras.Input((3, 32, 32))
    x = layers.Permute((2, 3, 1))(image)
    x = layers.Conv2D(8, 3, data_format="channels_last")(x)
    x = layers.Permute((3, 1, 2))(x)
    x = layers.GlobalAveragePooling2D(data_format="channels_first")(x)
    x = layers.BatchNormalization(axis=1)(x)
    return keras.Model(image, layers.Dense(4)(x))
