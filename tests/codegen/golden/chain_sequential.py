"""Keras model made with Layer Studio."""

from tensorflow import keras


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: image (8, 8, 1). Outputs: dense.
    """
    model = keras.Sequential(
        [
            keras.Input(shape=(8, 8, 1), name="image"),
            keras.layers.Flatten(),
            keras.layers.Dense(16, activation="relu", name="hidden"),
            keras.layers.Dense(3),
        ],
        name="net",
    )
    model.trainable = False
    return model
