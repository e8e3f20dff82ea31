"""Trains hand-written scripts of the generated form in a real engine."""

from __future__ import annotations

from studio.protocol.messages import Failed
from studio.protocol.run_messages import RunFinished, StartTraining
from studio.runtime.recorder import RunRecorder
from studio.runtime.runs import RunSettings, RunStore

SCRIPT = '''"""Digits. Made with Layer Studio."""

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from tensorflow import keras

SEED = 3
EPOCHS = 2
BATCH_SIZE = 32


def set_seed():
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()


def load_data():
    digits = load_digits()
    x = digits.images[..., np.newaxis].astype("float32") / 16.0
    y = digits.target.astype("int64")
    order = np.random.default_rng(SEED).permutation(len(x))
    train, validation, test = np.split(order[:1000], [600, 800])
    return (x[train], y[train]), (x[validation], y[validation]), (x[test], y[test])


def build_model():
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(4, 3, activation="relu", name="conv")(inputs)
    x = keras.layers.Flatten(name="flatten")(x)
    x = keras.layers.Dropout(0.3, name="dropout")(x)
    outputs = keras.layers.Dense(10, activation="softmax", name="dense")(x)
    return keras.Model(inputs, outputs, name="digits")


def train(model, data, validation, epochs=EPOCHS, callbacks=(), verbose="auto"):
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model.fit(
        *data,
        validation_data=validation,
        batch_size=BATCH_SIZE,
        epochs=epochs,
        callbacks=list(callbacks),
        verbose=verbose,
    )


def main():
    set_seed()
    train_data, validation_data, test_data = load_data()
    model = build_model()
    history = train(model, train_data, validation_data)
    model.evaluate(*test_data, verbose=0)
    model.save("model.keras")
    return history


if __name__ == "__main__":
    main()
'''

REGRESSION = (
    SCRIPT.replace('y = digits.target.astype("int64")', "y = x.mean(axis=(1, 2, 3))")
    .replace('Dense(10, activation="softmax", ', "Dense(1, ")
    .replace("keras.losses.SparseCategoricalCrossentropy()", '"mse"')
    .replace('["accuracy"]', '["mae"]')
)
"""A value instead of a class."""

ENDLESS = 10_000
"""Epochs of a training that a test ends."""


class Bench:
    """An engine and a store of runs."""

    def __init__(self, session, folder):
        self.session = session
        self.store = RunStore(folder)

    def start(self, script=SCRIPT, epochs=2):
        """Begin a training; returns its run, recorder and the engine's events."""
        run = self.store.create("{}", script, "Digits", RunSettings(3, "cpu", epochs))
        number = self.session.next_request()
        request = StartTraining(number, str(run.folder), script, epochs, "")
        return run, RunRecorder(run), self.session.request(request)

    def train(self, script=SCRIPT, epochs=2):
        """Train to the end; returns the run and all events of it."""
        run, recorder, events = self.start(script, epochs)
        seen = []
        for event in events:
            recorder.record(event)
            seen.append(event)
            if isinstance(event, RunFinished):
                return run, seen
        raise AssertionError("the engine went silent")

    def fail(self, script):
        """Train what must fail; returns the run and the sentence shown."""
        run, events = self.train(script)
        [failure] = [event for event in events if isinstance(event, Failed)]
        assert events[-1].outcome == "failed"
        assert run.record.state == "failed"
        assert "Traceback" not in failure.text
        assert "Traceback" in failure.detail
        return run, failure.text
