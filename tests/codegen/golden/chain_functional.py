"""Keras model made with Layer Studio."""

from tensorflow import keras


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: image (8, 8, 1). Outputs: dense.
    """
    inputs = keras.Input(shape=(8, 8, 1), name="image")
    x = keras.layers.Flatten()(inputs)
    x = keras.layers.Dense(16, activation="relu", name="hidden")(x)
    outputs = keras.layers.Dense(3)(x)
    model = keras.Model(inputs, outputs, name="net")
    model.trainable = False
    return model
