"""Keras model made with Layer Studio: Shapes: a folder of pictures.

Needs only tensorflow. Run it to train the model,
test it and save it as model.keras.
"""

import math
from collections.abc import Sequence

import tensorflow as tf
from tensorflow import keras

SEED = 0
EPOCHS = 40
BATCH_SIZE = 16
DATA_PATH = "shapes"
IMAGE_SIZE = (32, 32)  # height, width
COLOR_MODE = "rgb"
VALIDATION_SPLIT = 0.2
TEST_SPLIT = 0.2
CACHE_BYTES = 1_000_000_000  # pictures above this are read in each epoch

Split = tf.data.Dataset
Splits = tuple[Split, Split, Split]


def set_seed() -> None:
    """Make every run with the same seed give the same result."""
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: input (32, 32, 3). Outputs: dense.
    """
    inputs = keras.Input(shape=(32, 32, 3), name="input")
    x = keras.layers.Rescaling(1 / 255)(inputs)
    x = keras.layers.RandomFlip()(x)
    x = keras.layers.RandomRotation(0.5, fill_mode="nearest")(x)
    x = keras.layers.Conv2D(16, 5, padding="same", activation="relu")(x)
    x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.Conv2D(32, 5, padding="same", activation="relu")(x)
    x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.Conv2D(64, 5, padding="same", activation="relu")(x)
    x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.GlobalMaxPooling2D()(x)
    outputs = keras.layers.Dense(3, activation="softmax")(x)
    return keras.Model(inputs, outputs)


def load_data() -> Splits:
    """Load the pictures of each sub-folder, whose name is that of their class."""
    train, rest = keras.utils.image_dataset_from_directory(
        DATA_PATH,
        color_mode=COLOR_MODE,
        batch_size=None,
        image_size=IMAGE_SIZE,
        seed=SEED,
        validation_split=VALIDATION_SPLIT + TEST_SPLIT,
        subset="both",
    )
    tests = round(len(rest) * TEST_SPLIT / (VALIDATION_SPLIT + TEST_SPLIT))
    validation, test = rest.skip(tests), rest.take(tests)
    return batches(train, shuffle=True), batches(validation), batches(test)


def batches(pictures: tf.data.Dataset, shuffle: bool = False) -> tf.data.Dataset:
    """Cut pictures into batches; keep them in memory if they are small enough."""
    size = 4 * math.prod(pictures.element_spec[0].shape) * len(pictures)
    if size <= CACHE_BYTES:
        pictures = pictures.cache()
        if shuffle:
            pictures = pictures.shuffle(len(pictures), seed=SEED)
    return pictures.batch(BATCH_SIZE).prefetch(tf.data.AUTOTUNE)


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
        train_data,
        validation_data=validation_data,
        shuffle=False,  # the pictures are shuffled where they are loaded
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
    scores = model.evaluate(test_data, verbose=0, return_dict=True)
    for name, value in scores.items():
        print(f"test {name}: {value:.4f}")
    model.save("model.keras")
    return history


if __name__ == "__main__":
    main()
