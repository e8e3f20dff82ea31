"""Downloads are told while the file grows."""

import threading

from studio.protocol.codec import Decoder
from studio.protocol.messages import Status
from studio.runtime.engine.context import Context
from studio.runtime.engine.download import told_downloads


def test_a_growing_file_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "old.npz").write_bytes(bytes(5_000_000))
    told = threading.Event()
    said = []

    def write(data):
        said.extend(Decoder().feed(data))
        told.set()

    with told_downloads(Context(write), 6_000_000):
        (tmp_path / "datasets" / "mnist.npz").write_bytes(bytes(1_500_000))
        assert told.wait(10)
    assert said == [Status("Downloading data: 1.5 of 6.0 MB", 0.25)]
    assert not [t for t in threading.enumerate() if t.name == "download"]
