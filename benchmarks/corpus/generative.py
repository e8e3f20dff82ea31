"""Autoencoders, generators, segmentation and image-to-image models."""

from __future__ import annotations

import keras
from keras import layers, ops


def autoencoder() -> keras.Model:
    encoder_input = keras.Input(shape=(28, 28, 1), name="original_img")
    x = layers.Conv2D(16, 3, activation="relu")(encoder_input)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.MaxPooling2D(3)(x)
    x = layers.Conv2D(16, 3, activation="relu")(x)
    encoder_output = layers.GlobalMaxPooling2D()(x)
    encoder = keras.Model(encoder_input, encoder_output, name="encoder")
    decoder_input = keras.Input(shape=(16,), name="encoded_img")
    x = layers.Reshape((4, 4, 1))(decoder_input)
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    x = layers.UpSampling2D(3)(x)
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    decoder_output = layers.Conv2DTranspose(1, 3, activation="relu")(x)
    decoder = keras.Model(decoder_input, decoder_output, name="decoder")
    image = keras.Input(shape=(28, 28, 1), name="img")
    return keras.Model(image, decoder(encoder(image)), name="autoencoder")


def variational_autoencoder() -> keras.Model:
    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(8, 3, activation="relu", strides=2, padding="same")(image)
    x = layers.Flatten()(x)
    z_mean = layers.Dense(2, name="z_mean")(x)
    z_log_var = layers.Dense(2, name="z_log_var")(x)
    noise = layers.GaussianNoise(1.0)(ops.zeros_like(z_mean))
    z = z_mean + ops.exp(0.5 * z_log_var) * noise
    encoder = keras.Model(image, [z_mean, z_log_var, z], name="encoder")
    latent = keras.Input((2,))
    x = layers.Dense(7 * 7 * 8, activation="relu")(latent)
    x = layers.Reshape((7, 7, 8))(x)
    x = layers.Conv2DTranspose(8, 3, activation="relu", strides=2, padding="same")(x)
    x = layers.Conv2DTranspose(1, 3, activation="sigmoid", strides=2, padding="same")(x)
    decoder = keras.Model(latent, x, name="decoder")
    picture = keras.Input((28, 28, 1), name="picture")
    mean, log_var, code = encoder(picture)
    return keras.Model(picture, [decoder(code), mean, log_var], name="vae")


def dcgan_generator() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((32,)),
            layers.Dense(4 * 4 * 32, use_bias=False),
            layers.Reshape((4, 4, 32)),
            layers.Conv2DTranspose(16, 4, strides=2, padding="same"),
            layers.BatchNormalization(),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Conv2DTranspose(8, 4, strides=2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(3, 5, padding="same", activation="sigmoid"),
        ],
        name="generator",
    )


def conditional_discriminator() -> keras.Model:
    image = keras.Input((28, 28, 1), name="image")
    label = keras.Input((1,), dtype="int32", name="label")
    plane = layers.Embedding(10, 28 * 28)(label)
    plane = layers.Reshape((28, 28, 1))(plane)
    x = layers.Concatenate()([image, plane])
    for filters in (16, 32):
        x = layers.SpectralNormalization(
            layers.Conv2D(filters, 3, strides=2, padding="same"), power_iterations=2
        )(x)
        x = layers.LeakyReLU()(x)
    x = layers.Flatten()(x)
    return keras.Model([image, label], layers.Dense(1)(x), name="discriminator")


def gan() -> keras.Model:
    generator = dcgan_generator()
    discriminator = keras.Sequential(
        [
            keras.Input((16, 16, 3)),
            layers.Conv2D(8, 4, strides=2, padding="same"),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(1, activation="sigmoid"),
        ],
        name="discriminator",
    )
    discriminator.trainable = False
    noise = keras.Input((32,), name="noise")
    return keras.Model(noise, discriminator(generator(noise)), name="gan")


def unet() -> keras.Model:
    image = keras.Input((64, 64, 3))
    x = image
    kept = []
    for filters in (8, 16, 32):
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        kept.append(x)
        x = layers.MaxPooling2D(2)(x)
        x = layers.Dropout(0.3)(x)
    x = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
    for filters, skip in zip((32, 16, 8), reversed(kept), strict=True):
        x = layers.Conv2DTranspose(filters, 3, 2, padding="same")(x)
        x = layers.concatenate([x, skip])
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    mask = layers.Conv2D(3, 1, padding="same", activation="softmax")(x)
    return keras.Model(image, mask, name="U-Net")


def xception_unet() -> keras.Model:
    image = keras.Input((64, 64, 3))
    x = layers.Conv2D(16, 3, strides=2, padding="same")(image)
    previous = layers.Activation("relu")(layers.BatchNormalization()(x))
    x = previous
    for filters in (24, 32):
        x = layers.SeparableConv2D(filters, 3, padding="same")(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        side = layers.Conv2D(filters, 1, strides=2, padding="same")(previous)
        x = layers.add([x, side])
        previous = x
    for filters in (32, 24, 16):
        x = layers.Conv2DTranspose(filters, 3, padding="same")(x)
        x = layers.UpSampling2D(2)(x)
        side = layers.UpSampling2D(2)(previous)
        side = layers.Conv2D(filters, 1, padding="same")(side)
        x = layers.add([x, side])
        previous = x
    return keras.Model(image, layers.Conv2D(3, 3, padding="same")(x))


def deeplab_like() -> keras.Model:
    image = keras.Input((64, 64, 3))
    low = layers.Conv2D(16, 3, 4, padding="same", activation="relu")(image)
    x = layers.Conv2D(32, 3, 2, padding="same", activation="relu")(low)
    pooled = layers.AveragePooling2D((8, 8))(x)
    pooled = layers.Conv2D(16, 1, activation="relu")(pooled)
    pooled = layers.UpSampling2D(8, interpolation="bilinear")(pooled)
    ways = [pooled, layers.Conv2D(16, 1, activation="relu")(x)]
    for rate in (2, 3, 4):
        ways.append(
            layers.Conv2D(16, 3, dilation_rate=rate, padding="same", use_bias=False)(x)
        )
    x = layers.Concatenate(axis=-1)(ways)
    x = layers.UpSampling2D((2, 2), interpolation="bilinear")(x)
    x = layers.Concatenate()([x, layers.Conv2D(8, 1)(low)])
    x = layers.UpSampling2D(4, interpolation="nearest")(x)
    return keras.Model(image, layers.Conv2D(21, 1)(x), name="deeplab")


def style_transfer() -> keras.Model:
    image = keras.Input((64, 64, 3), name="content")
    x = image * 2.0 - 1.0
    x = ops.pad(x, [[0, 0], [4, 4], [4, 4], [0, 0]], mode="reflect")
    x = layers.Conv2D(8, 9, name="down")(x)
    for _ in range(2):
        y = layers.Conv2D(8, 3, padding="same")(x)
        y = layers.GroupNormalization(groups=-1, epsilon=1e-5)(y)
        y = ops.relu(y)
        x = ops.subtract(x, y)
    x = layers.Conv2D(3, 9, padding="same", activation="tanh")(x)
    return keras.Model(image, (x + 1.0) / 2.0, name="style")


def super_resolution() -> keras.Model:
    small = keras.Input((None, None, 1))
    settings = {
        "activation": "relu",
        "kernel_initializer": "orthogonal",
        "padding": "same",
    }
    x = layers.Conv2D(16, 5, **settings)(small)
    x = layers.Conv2D(9, 3, **settings)(x)
    x = layers.Conv2DTranspose(1, 3, strides=3, padding="same", output_padding=None)(x)
    big = layers.Resizing(48, 48, interpolation="bicubic", antialias=True)(x)
    big = layers.CenterCrop(40, 40)(big)
    return keras.Model(small, layers.Cropping2D(((1, 2), (3, 4)))(big))


def adain_statistics() -> keras.Model:
    content = keras.Input((16, 16, 8), name="content")
    style = keras.Input((16, 16, 8), name="style")
    mean_c = ops.mean(content, axis=(1, 2), keepdims=True)
    std_c = ops.std(content, axis=(1, 2), keepdims=True) + 1e-5
    mean_s, variance_s = ops.moments(style, axes=[1, 2], keepdims=True)
    mixed = (content - mean_c) / std_c * ops.sqrt(variance_s + 1e-5) + mean_s
    return keras.Model([content, style], [mixed], name="adain")


def diffusion_unet() -> keras.Model:
    noisy = keras.Input((16, 16, 3), name="noisy")
    variance = keras.Input((1, 1, 1), name="variance")
    frequencies = ops.exp(ops.linspace(0.0, 6.9, 8))
    angles = 2.0 * 3.14159 * frequencies * variance
    embedding = ops.concatenate([ops.sin(angles), ops.cos(angles)], axis=3)
    embedding = layers.UpSampling2D(16, interpolation="nearest")(embedding)
    x = layers.Conv2D(16, 1)(noisy)
    x = layers.Concatenate()([x, embedding])
    skips = []
    for width in (16, 24):
        y = layers.BatchNormalization(center=False, scale=False)(x)
        y = layers.Conv2D(width, 3, padding="same", activation="swish")(y)
        x = layers.Add()([layers.Conv2D(width, 1)(x), y])
        skips.append(x)
        x = layers.AveragePooling2D(2)(x)
    for width in (24, 16):
        x = layers.UpSampling2D(2, interpolation="bilinear")(x)
        x = layers.Concatenate()([x, skips.pop()])
        x = layers.Conv2D(width, 3, padding="same", activation="swish")(x)
    noise = layers.Conv2D(3, 1, kernel_initializer="zeros", name="noise")(x)
    return keras.Model([noisy, variance], noise, name="residual_unet")
