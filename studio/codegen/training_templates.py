"""Functions that train and test, as they stand in a script."""

from __future__ import annotations

SET_SEED = '''\
def set_seed() -> None:
    """Make every run with the same seed give the same result."""
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
'''

STRATEGY = '''\
def strategy() -> tf.distribute.Strategy:
    """Share the work of each batch among all GPUs."""
    return tf.distribute.MirroredStrategy()
'''

TRAIN = '''\
def train(
    model: keras.Model,
    train_data: Split,
    validation_data: Split,
    epochs: int = EPOCHS,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    verbose: str | int = "auto",
) -> keras.callbacks.History:
    """Compile the model and fit it to the training data."""
'''

VALIDATION = "\n        validation_data=validation_data,"
BATCH = "\n        batch_size=BATCH_SIZE,"
SHUFFLED = "\n        shuffle=False,  # the pictures are shuffled where they are loaded"

FIT = """
    return model.fit(
        {data},{validation}{batch}
        epochs=epochs,
{callbacks}
        verbose=verbose,
    )
"""

MAIN_START = '''\
def main() -> keras.callbacks.History:
    """Train the model, test it and save it."""
    set_seed()
    train_data, validation_data, {test} = load_data()
'''

BUILD = "model = build_model()"
FIT_MODEL = "history = train(model, train_data, validation_data)"
IN_STRATEGY = "    with strategy().scope():\n"

TEST = """\
    scores = model.evaluate({data}, verbose=0, return_dict=True)
    for name, value in scores.items():
        print(f"test {name}: {value:.4f}")
"""

MAIN_END = """\
    model.save("model.keras")
    return history
"""

RUN = """

if __name__ == "__main__":
    main()
"""
