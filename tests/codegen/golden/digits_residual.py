"""Keras model made with Layer Studio: Digits: residual network.

Needs the packages tensorflow, numpy and scikit-learn. Run it to train the model,
test it and save it as model.keras.
"""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from tensorflow import keras

SEED = 0
EPOCHS = 30
BATCH_SIZE = 32
VALIDATION_SPLIT = 0.2
TEST_SPLIT = 0.2

Split = tuple[np.ndarray, np.ndarray]
Splits = tuple[Split, Split, Split]


def set_seed() -> None:
    """Make every run with the same seed give the same result."""
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: input (8, 8, 1). Outputs: dense.
    """
    inputs = keras.Input(shape=(8, 8, 1), name="input")
    conv2d = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(conv2d)
    x = keras.layers.Conv2D(16, 3, padding="same")(x)
    x = keras.layers.Add()([x, conv2d])
    x = keras.layers.ReLU()(x)
    max_pooling2d = keras.layers.MaxPooling2D()(x)
    x = keras.layers.Conv2D(32, 3, padding="same", activation="relu")(max_pooling2d)
    conv2d_4 = keras.layers.Conv2D(32, 3, padding="same")(x)
    x = keras.layers.Conv2D(32, 1, padding="same")(max_pooling2d)
    x = keras.layers.Add()([conv2d_4, x])
    x = keras.layers.ReLU()(x)
    x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    outputs = keras.layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, outputs)


def load_data() -> Splits:
    """Load scans of digits, 8×8 pixels from 0 to 1, and the digits they show."""
    digits = load_digits()
    x = digits.images[..., np.newaxis].astype("float32") / 16.0
    y = digits.target.astype("int64")
    return split(x, y)


def split(x: np.ndarray, y: np.ndarray) -> Splits:
    """Shuffle the samples and split them into train, validation and test."""
    order = np.random.default_rng(SEED).permutation(len(x))
    tests, validations = round(TEST_SPLIT * len(x)), round(VALIDATION_SPLIT * len(x))
    if tests + validations >= len(x):
        raise ValueError(f"{len(x)} samples are too few: none is left to train on.")
    test, validation, train = np.split(order, [tests, tests + validations])
    return (x[train], y[train]), (x[validation], y[validation]), (x[test], y[test])


def train(
    model: keras.Model,
    train_data: Split,
    validation_data: Split,
    epochs: int = EPOCHS,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    verbose: str | int = "auto",
) -> keras.callbacks.History:
    """Compile the model and fit it to the training data."""
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.003),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model.fit(
        *train_data,
        validation_data=validation_data,
        batch_size=BATCH_SIZE,
        epochs=epochs,
        callbacks=list(callbacks),
        verbose=verbose,
    )


def main() -> keras.callbacks.History:
    """Train the model, test it and save it."""
    set_seed()
    train_data, validation_data, test_data = load_data()
    model = build_model()
    history = train(model, train_data, validation_data)
    scores = model.evaluate(*test_data, verbose=0, return_dict=True)
    for name, value in scores.items():
        print(f"test {name}: {value:.4f}")
    model.save("model.keras")
    return history


if __name__ == "__main__":
    main()
