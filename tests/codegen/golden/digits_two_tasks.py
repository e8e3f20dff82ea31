"""Keras model made with Layer Studio: Digits: two inputs, two outputs.

Needs the packages tensorflow, numpy and scikit-learn. Run it to train the model,
test it and save it as model.keras.
"""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from tensorflow import keras

SEED = 0
EPOCHS = 12
BATCH_SIZE = 32
INPUTS = {"image": "image", "ink": "ink"}
OUTPUTS = {"digit": "digit", "odd": "odd"}
VALIDATION_SPLIT = 0.2
TEST_SPLIT = 0.2

Split = tuple[dict[str, np.ndarray], dict[str, np.ndarray]]
Splits = tuple[Split, Split, Split]


def set_seed() -> None:
    """Make every run with the same seed give the same result."""
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: image (8, 8, 1), ink (16,). Outputs: digit, odd.
    """
    image = keras.Input(shape=(8, 8, 1), name="image")
    ink = keras.Input(shape=(16,), name="ink")
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(image)
    flatten = keras.layers.Flatten()(x)
    x = keras.layers.Dense(16, activation="relu")(ink)
    x = keras.layers.Concatenate()([flatten, x])
    dense_1 = keras.layers.Dense(32, activation="relu")(x)
    digit = keras.layers.Dense(10, activation="softmax", name="digit")(dense_1)
    odd = keras.layers.Dense(1, activation="sigmoid", name="odd")(dense_1)
    return keras.Model([image, ink], [digit, odd])


def load_data() -> Splits:
    """Load the arrays of all inputs and outputs."""
    arrays = read_arrays()
    x = {name: arrays[array].astype("float32") for name, array in INPUTS.items()}
    y = {name: labels(arrays[array]) for name, array in OUTPUTS.items()}
    return split(x, y)


def labels(array: np.ndarray) -> np.ndarray:
    """Give class numbers the type of whole numbers, and values that of floats."""
    return array.astype("int64" if array.dtype.kind in "biu" else "float32")


def read_arrays() -> dict[str, np.ndarray]:
    """Load scans of digits, the ink of rows and columns, digits, and which are odd."""
    digits = load_digits()
    image = digits.images[..., np.newaxis].astype("float32") / 16.0
    ink = np.concatenate([image.mean(axis=(2, 3)), image.mean(axis=(1, 3))], axis=1)
    digit, odd = digits.target, digits.target % 2
    return {"image": image, "ink": ink, "digit": digit, "odd": odd}


def split(x: dict[str, np.ndarray], y: dict[str, np.ndarray]) -> Splits:
    """Shuffle the samples and split them into train, validation and test."""
    count = len(next(iter(y.values())))
    order = np.random.default_rng(SEED).permutation(count)
    tests, validations = round(TEST_SPLIT * count), round(VALIDATION_SPLIT * count)
    if tests + validations >= count:
        raise ValueError(f"{count} samples are too few: none is left to train on.")

    def part(rows: np.ndarray) -> Split:
        return (
            {name: array[rows] for name, array in x.items()},
            {name: array[rows] for name, array in y.items()},
        )

    test, validation, train = np.split(order, [tests, tests + validations])
    return part(train), part(validation), part(test)


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
        optimizer=keras.optimizers.Adam(),
        loss={
            "digit": keras.losses.SparseCategoricalCrossentropy(),
            "odd": keras.losses.BinaryCrossentropy(),
        },
        loss_weights={"digit": 1.0, "odd": 0.5},
        metrics={"digit": ["accuracy"], "odd": ["accuracy"]},
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
