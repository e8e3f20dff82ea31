"""Keras model made with Layer Studio."""

from tensorflow import keras


class Net(keras.Model):
    """The layers and how they are called."""

    def __init__(self) -> None:
        super().__init__()
        self.flatten = keras.layers.Flatten()
        self.hidden = keras.layers.Dense(16, activation="relu", name="hidden")
        self.dense = keras.layers.Dense(3)

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Apply the layers."""
        x = self.flatten(inputs)
        x = self.hidden(x)
        return self.dense(x)


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: image (8, 8, 1). Outputs: dense.
    """
    inputs = keras.Input(shape=(8, 8, 1), name="image")
    model = Net()
    model(inputs)
    model.trainable = False
    return model
