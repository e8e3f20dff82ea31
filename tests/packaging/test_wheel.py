"""The wheel holds everything the program needs at run time."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT),
        ],
        check=True,
        timeout=280,
    )
    (path,) = folder.glob("layer_studio-*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_every_module_and_resource_is_inside(wheel):
    names = set(wheel.namelist())
    for path in (ROOT / "studio").rglob("*.py"):
        assert str(path.relative_to(ROOT)) in names
    resources = [p for p in (ROOT / "resources").rglob("*") if p.is_file()]
    assert resources
    for path in resources:
        assert f"studio/{path.relative_to(ROOT)}" in names


def test_nothing_else_is_inside(wheel):
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"studio"}


def test_the_command_and_the_license(wheel):
    names = wheel.namelist()
    (entry,) = (name for name in names if name.endswith("entry_points.txt"))
    assert b"studio = studio.__main__:main" in wheel.read(entry)
    assert any(name.endswith("LICENSE") for name in names)


def test_an_unpacked_wheel_finds_its_resources(wheel, tmp_path):
    wheel.extractall(tmp_path)
    script = "from studio import paths; print(paths.resources())"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(tmp_path / "studio" / "resources")
