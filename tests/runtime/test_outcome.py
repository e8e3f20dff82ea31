"""Exits, devices and launches, without an engine."""

from __future__ import annotations

import pytest

from studio.protocol.messages import Device
from studio.runtime import outcome
from studio.runtime.devices import visible
from studio.runtime.engine.devices import visible_gpus
from studio.runtime.launch import engine_command


@pytest.mark.parametrize(
    ("code", "signal", "part"),
    [
        (-9, None, "killed, often for lack of memory"),
        (None, 9, "killed, often for lack of memory"),
        (None, 11, "crashed inside TensorFlow"),
        (None, 6, "lack of memory"),
        (None, 4, "AVX"),
        (None, 77, "signal 77"),
        (outcome.NO_TENSORFLOW, None, "TensorFlow cannot be imported"),
        (outcome.NO_DEVICE, None, "no such GPU"),
        (42, None, "exit code 42"),
        (0, None, "has ended"),
    ],
)
def test_every_exit_is_a_sentence(code, signal, part):
    text = outcome.explain_exit(code, signal)
    assert part in text
    assert text.endswith(".")


@pytest.mark.parametrize(
    ("role", "device", "allowed", "expected"),
    [
        ("infer", "auto", None, "-1"),
        ("train", "cpu", "0", "-1"),
        ("train", "auto", None, "0"),
        ("train", "gpu:1", None, "1"),
        ("train", "gpu:1", "3, 5", "5"),
        ("train", "gpu:2", "3,5", "-1"),
        ("train", "all", "3,5", None),
    ],
)
def test_gpus_are_chosen_within_what_the_user_allows(role, device, allowed, expected):
    environment = {} if allowed is None else {"CUDA_VISIBLE_DEVICES": allowed}
    assert visible_gpus(role, device, environment) == expected


def test_the_drivers_gpus_are_numbered_as_tensorflow_does():
    listing = "0, NVIDIA A, 1024\n1, NVIDIA B, 2048\nNo devices were found\n"
    gib = 2**30
    both = (Device("gpu:0", "NVIDIA A", gib), Device("gpu:1", "NVIDIA B", 2 * gib))
    assert visible(listing, None) == both
    assert visible(listing, "1") == (Device("gpu:0", "NVIDIA B", 2 * gib),)
    assert visible(listing, "-1") == ()


def test_a_launch_is_isolated(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    launch = engine_command("train", "gpu:0")
    assert "-I" in launch.arguments
    assert launch.arguments[-4:] == ("--role", "train", "--device", "gpu:0")
    assert "PYTHONPATH" not in launch.environment
    assert launch.environment["KERAS_BACKEND"] == "tensorflow"
    assert list(launch.folder.iterdir()) == []
    launch.discard()
    assert not launch.folder.exists()
