"""Keras model made with Layer Studio: Regression: wide and deep.

Needs the packages tensorflow, numpy and scikit-learn. Run it to train the model,
test it and save it as model.keras.
"""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_diabetes
from tensorflow import keras

SEED = 0
EPOCHS = 60
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

    Inputs: input (10,). Outputs: dense_2.
    """
    inputs = keras.Input(shape=(10,), name="input")
    x = keras.layers.Dense(16, activation="relu")(inputs)
    x = keras.layers.Dense(8, activation="relu")(x)
    x = keras.layers.Concatenate()([inputs, x])
    outputs = keras.layers.Dense(1)(x)
    return keras.Model(inputs, outputs)


def load_data() -> Splits:
    """Load ten measures of patients, and how far diabetes went in a year."""
    x, y = load_diabetes(return_X_y=True, scaled=False)
    return standardise(split(x.astype("float32"), y.astype("float32")))


def standardise(splits: Splits) -> Splits:
    """Give features mean 0 and deviation 1, as measured on the training data."""
    (x, _), _, _ = splits
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    deviation[deviation == 0.0] = 1.0
    train, validation, test = (((x - mean) / deviation, y) for x, y in splits)
    return train, validation, test


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
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        loss=keras.losses.MeanSquaredError(),
        metrics=["mae"],
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
