"""Arguments that name files: refused, but for plain names of callbacks."""

from __future__ import annotations

import pytest

from studio.catalog.file_parameters import file_refusal
from studio.catalog.store import load_catalog

CATALOG = load_catalog()


def refusal(path, **parameters):
    return file_refusal(CATALOG.find(path), parameters, CATALOG)


@pytest.mark.parametrize("name", ["model.keras", "best-{epoch:02d}.weights.h5", "a_b"])
def test_a_callback_may_write_into_the_projects_folder(name):
    assert refusal("keras.callbacks.ModelCheckpoint", filepath=name) is None


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../x.keras", "a/b.keras", "C:x.keras", "a\\b", "", "~"]
)
def test_a_callback_may_write_nowhere_else(name):
    text = refusal("keras.callbacks.ModelCheckpoint", filepath=name)
    assert "own folder alone" in text


def test_a_layer_reads_no_file():
    assert "no layer read a file" in refusal(
        "keras.layers.TextVectorization", vocabulary="words.txt"
    )


def test_callbacks_that_speak_to_servers_are_not_offered():
    assert CATALOG.find("keras.callbacks.RemoteMonitor") is None


def test_known_weights_are_no_file():
    model = "keras.applications.MobileNetV2"
    assert refusal(model, weights="imagenet") is None
    assert refusal(model, weights="mine.h5")
