"""Layers that prepare data, inside models."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers


def text_vectorizer() -> keras.Model:
    words = ["the", "a", "film", "good", "bad", "naïve", "it's"]
    text = keras.Input((1,), dtype="string", name="text")
    vectorize = layers.TextVectorization(
        max_tokens=50, output_sequence_length=12, vocabulary=words
    )
    x = vectorize(text)
    x = layers.Embedding(50, 8)(x)
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(text, layers.Dense(1, activation="sigmoid")(x), name="reviews")


def adapted_vectorizer() -> keras.Model:
    vectorize = layers.TextVectorization(output_mode="multi_hot", ngrams=2)
    vectorize.adapt(np.array(["one two three", "two three four", "five"]))
    text = keras.Input((1,), dtype="string")
    return keras.Model(text, layers.Dense(2)(vectorize(text)), name="adapted_text")


def normalised_features() -> keras.Model:
    features = keras.Input((3,))
    x = layers.Normalization(mean=[1.0, 2.0, 3.0], variance=[4.0, 5.0, 6.0])(features)
    y = layers.Normalization(axis=-1, invert=True, mean=0.5, variance=1.5)(features)
    return keras.Model(features, layers.concatenate([x, y]))


def adapted_normalisation() -> keras.Model:
    normalise = layers.Normalization(name="normalise")
    normalise.adapt(np.arange(12.0, dtype="float32").reshape(4, 3))
    features = keras.Input((3,), name="features")
    return keras.Model(features, layers.Dense(1)(normalise(features)))


def bucketed() -> keras.Model:
    age = keras.Input((1,), name="age")
    zone = keras.Input((1,), dtype="int64", name="zone")
    name = keras.Input((1,), dtype="string", name="name")
    a = layers.Discretization(bin_boundaries=[18.0, 30.0, 65.0])(age)
    a = layers.CategoryEncoding(num_tokens=4, output_mode="one_hot")(a)
    z = layers.Hashing(num_bins=5, output_mode="one_hot")(zone)
    n = layers.Hashing(num_bins=7, salt=[12, 34], output_mode="multi_hot")(name)
    crossed = layers.HashedCrossing(num_bins=6, output_mode="one_hot")((zone, name))
    x = layers.concatenate([a, z, n, crossed])
    return keras.Model([age, zone, name], layers.Dense(2)(x), name="bucketed")


def adapted_buckets() -> keras.Model:
    bins = layers.Discretization(num_bins=4, epsilon=0.05)
    bins.adapt(np.linspace(0.0, 8.0, 33, dtype="float32"))
    value = keras.Input((1,), name="value")
    return keras.Model(value, layers.Embedding(4, 2)(bins(value)))


def lookups() -> keras.Model:
    words = keras.Input((None,), dtype="string", name="words")
    lookup = layers.StringLookup(
        vocabulary=["x", "y", "z"],
        mask_token="[PAD]",
        oov_token="[?]",
        num_oov_indices=2,
    )
    counts = layers.StringLookup(
        vocabulary=["x", "y"], output_mode="count", pad_to_max_tokens=True, max_tokens=6
    )
    weights = layers.StringLookup(
        vocabulary=["x", "y"], idf_weights=[0.5, 1.5], output_mode="tf_idf"
    )
    return keras.Model(
        words, {"index": lookup(words), "count": counts(words), "idf": weights(words)}
    )


def lookup_there_and_back() -> keras.Model:
    words = keras.Input((3,), dtype="string", name="words")
    there = layers.StringLookup(vocabulary=["x", "y", "z"], name="there")
    back = layers.StringLookup(
        vocabulary=there.get_vocabulary(), invert=True, name="back"
    )
    return keras.Model(words, back(there(words)))


def adapted_lookup() -> keras.Model:
    lookup = layers.IntegerLookup(output_mode="int", mask_token=0)
    lookup.adapt(np.array([[12, 1138, 42], [42, 1000, 36]]))
    ids = keras.Input((None,), dtype="int64", name="ids")
    x = layers.Embedding(lookup.vocabulary_size(), 4, mask_zero=True)(lookup(ids))
    return keras.Model(ids, layers.LSTM(3)(x), name="adapted_lookup")


def augmented() -> keras.Model:
    augment = keras.Sequential(
        [
            layers.RandomFlip("horizontal"),
            layers.RandomRotation(0.1),
            layers.RandomZoom(height_factor=0.2, width_factor=(-0.1, 0.1), seed=5),
            layers.RandomTranslation(0.1, 0.2, fill_mode="nearest"),
            layers.RandomContrast(0.2),
        ],
        name="augment",
    )
    image = keras.Input((32, 32, 3))
    x = augment(image)
    x = layers.Rescaling(1.0 / 255)(x)
    x = layers.Conv2D(8, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(2)(x), name="augmented")


def more_augmentation() -> keras.Model:
    image = keras.Input((32, 32, 3))
    x = layers.RandomCrop(28, 28, seed=1)(image)
    x = layers.RandomBrightness(0.2, value_range=(0, 255))(x)
    x = layers.RandomHue(0.1, value_range=(0, 255))(x)
    x = layers.RandomSaturation((0.4, 0.6), value_range=(0, 255))(x)
    x = layers.RandomGaussianBlur(factor=0.5, value_range=(0, 255))(x)
    x = layers.RandomErasing(0.5, value_range=(0, 255))(x)
    x = layers.RandomPosterization(4, value_range=(0, 255))(x)
    x = layers.Solarization(threshold_factor=0.3)(x)
    x = layers.AutoContrast()(x)
    return keras.Model(image, layers.RandomGrayscale(0.5)(x), name="more")


def spectrograms() -> keras.Model:
    wave = keras.Input((2048,), name="wave")
    mel = layers.MelSpectrogram(
        num_mel_bins=16, sampling_rate=8000, sequence_stride=128
    )
    x = mel(wave)
    x = layers.Permute((2, 1))(x)
    x = layers.Conv1D(8, 3, activation="relu")(x)
    return keras.Model(wave, layers.GlobalMaxPooling1D()(x), name="keywords")
