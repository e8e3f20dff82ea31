"""Keras model made with Layer Studio."""

from tensorflow import keras


def build_encoder() -> keras.Model:
    """Build the model encoder that is part of another."""
    inputs = keras.Input(shape=(8, 8, 3), name="image")
    conv2d = keras.layers.Conv2D(3, 3)(inputs)
    flatten = keras.layers.Flatten()(conv2d)
    return keras.Model(inputs, {"code": flatten, "map": conv2d}, name="encoder")


def build_head() -> keras.Sequential:
    """Build the model head that is part of another."""
    return keras.Sequential(
        [
            keras.Input(shape=(108,), name="features"),
            keras.layers.Dense(10),
            keras.layers.Dense(3, activation="softmax"),
        ],
        name="head",
    )


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: left (8, 8, 3), right (8, 8, 3). Outputs: head.
    """
    left = keras.Input(shape=(8, 8, 3), name="left")
    right = keras.Input(shape=(8, 8, 3), name="right")
    encoder = build_encoder()
    encoder.trainable = False
    encoder_output = encoder(left)
    encoder_output_2 = encoder(right)
    x = keras.layers.Subtract()([encoder_output["code"], encoder_output_2["code"]])
    head = build_head()
    outputs = head(x)
    return keras.Model([left, right], outputs)
