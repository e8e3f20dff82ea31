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


class Net(keras.Model):
    """The layers and how they are called."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = build_encoder()
        self.encoder.trainable = False
        self.subtract = keras.layers.Subtract()
        self.head = build_head()

    def call(self, inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
        """Apply the layers."""
        left, right = inputs
        encoder_output = self.encoder(left)
        encoder_output_2 = self.encoder(right)
        x = self.subtract([encoder_output["code"], encoder_output_2["code"]])
        return self.head(x)


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: left (8, 8, 3), right (8, 8, 3). Outputs: head.
    """
    left = keras.Input(shape=(8, 8, 3), name="left")
    right = keras.Input(shape=(8, 8, 3), name="right")
    model = Net()
    model([left, right])
    return model
