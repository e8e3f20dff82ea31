"""What a process has loaded is seen, whoever started it."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.tensorflow_watch import TensorFlowWatch

LOAD = """
import mmap, select, sys
with open(sys.argv[1], "rb") as file:
    loaded = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
print("loaded", flush=True)
sys.stdin.readline()
while not select.select([sys.stdin], [], [], 0)[0]:
    pass
"""


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "libheavy.so"
    path.write_bytes(b"code")
    return path


@pytest.fixture
def start(library):
    """Processes with the library, started by a process that has it not."""
    children = []

    def started():
        text = "import subprocess, sys; subprocess.run(sys.argv[1:])"
        command = [sys.executable, "-c", text, sys.executable, "-c", LOAD, library]
        pipe = subprocess.PIPE
        child = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        children.append(child)
        assert child.stdout.readline() == "loaded\n"
        return child

    yield started
    for child in children:
        child.kill()
        child.communicate()


def test_processes_with_the_library_are_counted_and_named(start, library, request):
    watch = TensorFlowWatch(library.name)
    watch.look(1.0)
    assert (watch.most, watch.unmarked) == (0, [])
    for _ in range(2):
        start()
    watch.look(1.0)
    watch.look(1.0)
    assert (watch.most, len(watch.seen)) == (2, 2)
    assert watch.unmarked == [f"{request.node.nodeid} (call)"]


def test_two_that_compute_at_once_are_told(start, library):
    watch = TensorFlowWatch(library.name)
    children = [start(), start()]
    watch.look(100.0)
    assert watch.together_s == 0
    for child in children:
        child.stdin.write("compute\n")
        child.stdin.flush()
    while watch.most_busy < 2:
        time.sleep(0.05)
        watch.look(0.05)
    assert watch.together_s == 0.05
