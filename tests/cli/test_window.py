"""Starting the window: what is checked before Qt could abort."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.commands import demo
from studio.doctor import display, libraries
from studio.doctor.display import Screen, screen


@pytest.mark.parametrize(
    ("environment", "where"),
    [
        ({}, Screen.NONE),
        ({"DISPLAY": ":0"}, Screen.X11),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, Screen.WAYLAND),
        (
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w", "QT_QPA_PLATFORM": "xcb"},
            Screen.X11,
        ),
        ({"QT_QPA_PLATFORM": "offscreen"}, Screen.MEMORY),
        ({"QT_QPA_PLATFORM": "offscreen:x", "DISPLAY": ":0"}, Screen.MEMORY),
        ({"QT_QPA_PLATFORM": "xcb"}, Screen.NONE),
    ],
)
def test_where_the_window_is_drawn(monkeypatch, environment, where):
    monkeypatch.setattr(display.sys, "platform", "linux")
    assert screen(environment) is where


def test_other_systems_draw_natively(monkeypatch):
    monkeypatch.setattr(display.sys, "platform", "darwin")
    assert screen({}) is Screen.NATIVE
    assert display.missing_for(Screen.NATIVE) == []


@pytest.fixture
def no_display(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def demos(monkeypatch):
    """Folders that demos were asked to write into; none is run."""
    folders: list[Path] = []
    monkeypatch.setattr(
        demo, "run_demo", lambda folder, console: folders.append(folder) or 0
    )
    return folders


@pytest.mark.parametrize("display_name", ["", ":7741"])
@pytest.mark.usefixtures("no_display")
def test_without_a_display_the_demo_runs(studio, monkeypatch, demos, display_name):
    if display_name:  # set, but nobody listens there
        monkeypatch.setenv("DISPLAY", display_name)
    outcome = studio()
    assert outcome.code == 0
    assert outcome.out.count("\n") == 1
    assert "no display" in outcome.out
    assert demos == [Path("studio-demo")]


@pytest.mark.usefixtures("no_display")
def test_missing_libraries_are_named_by_package(studio, monkeypatch, demos, tmp_path):
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setattr(libraries, "_loads", lambda name: "xcb" not in name)
    sentence = studio(tmp_path).sentence()
    assert "apt-get install -y libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1" in sentence
    assert demos == []


def test_a_bad_pair_of_python_and_binding_is_refused(studio, monkeypatch, demos):
    monkeypatch.setattr("studio.compat.binding_version", lambda: "6.11.0")
    assert "PySide6 6.11.0 does not work" in studio().sentence()


def test_a_library_that_cannot_be_loaded_is_missing():
    needs = {"libnothing1": ("libnothing.so.1",), "libc6": ("libc.so.6",)}
    assert libraries.missing_packages(needs) == ["libnothing1"]


def test_everything_is_here():
    assert libraries.missing_packages(libraries.WINDOW) == []
