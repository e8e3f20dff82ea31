"""Keras model made with Layer Studio."""

from tensorflow import keras


def residual_block(
    x: keras.KerasTensor,
    filters: int,
    *,
    strides: int = 1,
    name: str,
) -> keras.KerasTensor:
    """Apply residual block."""
    y = keras.layers.Conv2D(
        filters,
        3,
        strides=strides,
        padding="same",
        name=f"{name}_1_conv",
    )(x)
    batch_normalization = keras.layers.BatchNormalization(name=f"{name}_1_bn")(y)
    y = keras.layers.Conv2D(filters, 1, strides=strides, name=f"{name}_0_conv")(x)
    return keras.layers.Add(name=f"{name}_add")([y, batch_normalization])


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: image (8, 8, 3). Outputs: pool.
    """
    inputs = keras.Input(shape=(8, 8, 3), name="image")
    x = residual_block(inputs, 8, name="block1")
    x = residual_block(x, 16, strides=2, name="block2")
    outputs = keras.layers.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(inputs, outputs)
