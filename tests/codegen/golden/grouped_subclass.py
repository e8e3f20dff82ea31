"""Keras model made with Layer Studio."""

from tensorflow import keras


class ResidualBlock(keras.layers.Layer):
    """Residual block."""

    def __init__(self, filters: int, *, strides: int = 1, name: str) -> None:
        super().__init__(name=name)
        self.conv2d = keras.layers.Conv2D(
            filters,
            3,
            strides=strides,
            padding="same",
            name=f"{name}_1_conv",
        )
        self.batch_normalization = keras.layers.BatchNormalization(name=f"{name}_1_bn")
        self.conv2d_2 = keras.layers.Conv2D(
            filters,
            1,
            strides=strides,
            name=f"{name}_0_conv",
        )
        self.add = keras.layers.Add(name=f"{name}_add")

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        """Apply it."""
        y = self.conv2d(x)
        batch_normalization = self.batch_normalization(y)
        y = self.conv2d_2(x)
        return self.add([y, batch_normalization])


class Net(keras.Model):
    """The layers and how they are called."""

    def __init__(self) -> None:
        super().__init__()
        self.block1 = ResidualBlock(8, name="block1")
        self.block2 = ResidualBlock(16, strides=2, name="block2")
        self.pool = keras.layers.GlobalAveragePooling2D(name="pool")

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Apply the layers."""
        x = self.block1(inputs)
        x = self.block2(x)
        return self.pool(x)


def build_model() -> keras.Model:
    """Build the untrained model.

    Inputs: image (8, 8, 3). Outputs: pool.
    """
    inputs = keras.Input(shape=(8, 8, 3), name="image")
    model = Net()
    model(inputs)
    return model
