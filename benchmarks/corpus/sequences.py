"""Recurrent and convolutional models of text, sound and time series."""

from __future__ import annotations

import keras
from keras import layers, ops


def imdb_lstm() -> keras.Model:
    inputs = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(1000, 32)(inputs)
    x = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(x)
    x = layers.Bidirectional(layers.LSTM(16))(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))


def masked_classifier() -> keras.Model:
    model = keras.Sequential(name="masked_classifier")
    model.add(keras.Input((20,), dtype="int32"))
    model.add(layers.Embedding(100, 16, mask_zero=True))
    model.add(layers.Bidirectional(layers.GRU(8), merge_mode="sum"))
    model.add(layers.Dense(3, activation="softmax"))
    return model


def masked_series() -> keras.Model:
    series = keras.Input((12, 5))
    x = layers.Masking(mask_value=-1.0)(series)
    x = layers.LSTM(8, return_sequences=True, dropout=0.1, recurrent_dropout=0.1)(x)
    x = layers.TimeDistributed(layers.Dense(4, activation="relu"))(x)
    x = layers.SimpleRNN(6, activation="relu", unroll=True)(x)
    return keras.Model(series, x)


def seq2seq() -> keras.Model:
    encoder_inputs = keras.Input(shape=(None, 20), name="encoder_inputs")
    encoder = layers.LSTM(16, return_state=True)
    _, state_h, state_c = encoder(encoder_inputs)
    decoder_inputs = keras.Input(shape=(None, 25), name="decoder_inputs")
    decoder = layers.LSTM(16, return_sequences=True, return_state=True)
    outputs, _, _ = decoder(decoder_inputs, initial_state=[state_h, state_c])
    outputs = layers.Dense(25, activation="softmax")(outputs)
    return keras.Model([encoder_inputs, decoder_inputs], outputs)


def seq2seq_attention() -> keras.Model:
    source = keras.Input((None,), name="source", dtype="int32")
    target = keras.Input((None,), name="target", dtype="int32")
    states, last = layers.GRU(16, return_sequences=True, return_state=True)(
        layers.Embedding(50, 16, mask_zero=True)(source)
    )
    x = layers.Embedding(60, 16, mask_zero=True)(target)
    x = layers.GRU(16, return_sequences=True)(x, initial_state=last)
    context = layers.Attention()([x, states])
    x = layers.Concatenate()([x, context])
    x = layers.TimeDistributed(layers.Dense(60, activation="softmax"))(x)
    return keras.Model(inputs=(source, target), outputs=x)


def bidirectional_states() -> keras.Model:
    series = keras.Input((9, 4))
    outputs = layers.Bidirectional(
        layers.LSTM(5, return_sequences=True, return_state=True),
        backward_layer=layers.LSTM(
            5,
            return_sequences=True,
            return_state=True,
            go_backwards=True,
            activation="relu",
        ),
    )(series)
    x, forward_h, _, backward_h, _ = outputs
    state = layers.Concatenate()([forward_h, backward_h])
    return keras.Model(series, [x, state])


def stacked_cells() -> keras.Model:
    series = keras.Input((7, 3))
    cells = [layers.LSTMCell(8), layers.GRUCell(6), layers.SimpleRNNCell(4)]
    x = layers.RNN(cells, return_sequences=True)(series)
    x = layers.RNN(layers.StackedRNNCells([layers.GRUCell(5), layers.GRUCell(5)]))(x)
    return keras.Model(series, x)


def explicit_cell() -> keras.Model:
    series = keras.Input((7, 3), batch_size=2)
    cell = layers.GRUCell(8, reset_after=False, kernel_initializer="orthogonal")
    x, state = layers.RNN(
        cell, return_sequences=True, return_state=True, stateful=True, name="rnn"
    )(series)
    y = layers.Bidirectional(layers.RNN(layers.LSTMCell(4)), merge_mode="mul")(x)
    return keras.Model(series, [y, state], name="explicit_cell")


def cnn_lstm() -> keras.Model:
    series = keras.Input((100, 6))
    x = layers.Conv1D(16, 5, activation="relu")(series)
    x = layers.MaxPooling1D(2)(x)
    x = layers.Conv1D(16, 5, activation="relu")(x)
    x = layers.LSTM(16, return_sequences=True)(x)
    x = layers.LSTM(8)(x)
    return keras.Model(series, layers.Dense(1)(x), name="cnn_lstm")


def wavenet() -> keras.Model:
    wave = keras.Input((None, 1), name="wave")
    x = layers.Conv1D(8, 2, padding="causal")(wave)
    skips = []
    for rate in (1, 2, 4, 8):
        f = layers.Conv1D(8, 2, padding="causal", dilation_rate=rate)(x)
        g = layers.Conv1D(8, 2, padding="causal", dilation_rate=rate)(x)
        y = ops.tanh(f) * ops.sigmoid(g)
        skips.append(layers.Conv1D(8, 1)(y))
        x = layers.Conv1D(8, 1)(y) + x
    y = layers.ReLU()(layers.Add()(skips))
    return keras.Model(wave, layers.Conv1D(256, 1, activation="softmax")(y))


def temporal_convolution() -> keras.Model:
    series = keras.Input((64, 4))
    x = series
    for level in range(3):
        y = layers.Conv1D(
            8,
            3,
            padding="causal",
            dilation_rate=2**level,
            kernel_constraint=keras.constraints.MaxNorm(2, axis=[0, 1]),
            name=f"tcn_{level}_a",
        )(x)
        y = layers.SpatialDropout1D(0.1)(layers.Activation("relu")(y))
        y = layers.SpectralNormalization(
            layers.Conv1D(8, 3, padding="causal", dilation_rate=2**level)
        )(y)
        if x.shape[-1] != 8:
            x = layers.Conv1D(8, 1, name=f"tcn_{level}_match")(x)
        x = layers.Activation("relu")(layers.add([x, y]))
    x = layers.Cropping1D((60, 0))(x)
    return keras.Model(series, layers.Flatten()(x), name="tcn")


def conv_lstm() -> keras.Model:
    film = keras.Input((None, 16, 16, 1))
    x = film
    for size in (5, 3, 1):
        x = layers.ConvLSTM2D(
            filters=4,
            kernel_size=(size, size),
            padding="same",
            return_sequences=True,
            activation="relu",
        )(x)
        if size > 1:
            x = layers.BatchNormalization()(x)
    x = layers.Conv3D(1, (3, 3, 3), activation="sigmoid", padding="same")(x)
    return keras.Model(film, x, name="next_frame")


def film_classifier() -> keras.Model:
    backbone = keras.Sequential(
        [
            keras.Input((24, 24, 3)),
            layers.Conv2D(8, 3, activation="relu"),
            layers.GlobalAveragePooling2D(),
        ],
        name="backbone",
    )
    film = keras.Input((6, 24, 24, 3), name="film")
    mask = keras.Input((6,), dtype="bool", name="mask")
    x = layers.TimeDistributed(backbone)(film)
    x = layers.GRU(8, return_sequences=True)(x, mask=mask)
    x = layers.GRU(4)(x)
    return keras.Model([film, mask], layers.Dense(5, "softmax")(x))


def speech_recogniser() -> keras.Model:
    spectrogram = keras.Input((None, 33), name="spectrogram")
    x = layers.Reshape((-1, 33, 1))(spectrogram)
    x = layers.Conv2D(8, (11, 11), strides=[2, 2], padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Reshape((-1, x.shape[-2] * x.shape[-1]))(x)
    for _ in range(2):
        gru = layers.GRU(8, return_sequences=True, reset_after=True)
        x = layers.Bidirectional(gru, merge_mode="concat")(x)
        x = layers.Dropout(rate=0.5)(x)
    return keras.Model(spectrogram, layers.Dense(30, activation="softmax")(x))


def text_cnn() -> keras.Model:
    tokens = keras.Input((50,), dtype="int32")
    x = layers.Embedding(1000, 20, embeddings_regularizer="l2", trainable=False)(tokens)
    branches = []
    for size in (3, 4, 5):
        branch = layers.Conv1D(12, size, activation="relu")(x)
        branches.append(layers.GlobalMaxPooling1D()(branch))
    x = layers.Concatenate()(branches)
    x = layers.Dropout(0.5)(x)
    return keras.Model(tokens, layers.Dense(1, "sigmoid")(x), name="text_cnn")


def forecaster() -> keras.Model:
    history = keras.Input((48, 3), name="history")
    calendar = keras.Input((12, 2), name="calendar")
    state = layers.GRU(10, go_backwards=True)(history)
    x = layers.RepeatVector(12)(state)
    x = layers.Concatenate()([x, calendar])
    x = layers.GRU(10, return_sequences=True)(x)
    x = layers.TimeDistributed(layers.Dense(1))(x)
    level = history[:, -1:, :1]
    return keras.Model({"history": history, "calendar": calendar}, x + level)


def local_recurrence() -> keras.Model:
    series = keras.Input((32, 4))
    x = layers.ConvLSTM1D(4, 3, return_sequences=False)(series[:, None, :, :])
    x = layers.UpSampling1D(2)(x)
    x = layers.ZeroPadding1D((1, 0))(x)
    x = layers.AveragePooling1D(3, 2, padding="same")(x)
    x = layers.Conv1DTranspose(3, 4, strides=2, padding="same")(x)
    x = layers.SeparableConv1D(6, 3, depth_multiplier=2)(x)
    x = layers.DepthwiseConv1D(3, activation="hard_sigmoid")(x)
    return keras.Model(series, layers.GlobalMaxPooling1D()(x))
