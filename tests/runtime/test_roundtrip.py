"""Models to documents to code to models, in real engines."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from studio.importing.archive import SUFFIXES
from studio.protocol.model_messages import Roundtrip, RoundtripDone
from studio.runtime.session import EngineSession

pytestmark = pytest.mark.engine
ROOT = Path(__file__).parents[2]
MODELS = ROOT / "tests" / "importing" / "models"


@pytest.mark.timeout(600)
def test_architectures_come_back_identical():
    command = [sys.executable, "-m", "tests.runtime.roundtrip_child"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert len(found) > 70
    assert {name: told for name, told in found.items() if told} == {}


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_HOME", str(tmp_path_factory.mktemp("engine-home")))
        with EngineSession("infer") as session:

            def send(path="", config=None):
                payload = json.dumps(config).encode() if config else b""
                question = Roundtrip(session.next_request(), str(path), payload)
                return session.ask(question, RoundtripDone)

            yield send


@pytest.mark.parametrize("name", ["functional", "nested", "structures", "twice"])
def test_a_file_comes_back_identical(ask, name):
    path = MODELS / f"{name}.json"
    assert path.suffix in SUFFIXES
    done = ask(path)
    assert (done.failure, done.differences) == ("", ())
    assert done.layers > 1
    assert "def build_model() -> keras.Model:" in done.code
    assert ask(config=json.loads(path.read_text())).code == done.code


def test_what_is_unknown_is_told_and_never_loaded(ask):
    done = ask(MODELS / "custom.json")
    assert not done.identical
    assert "which Keras" in done.failure
    assert done.code == ""


def test_what_is_no_model_is_told(ask, tmp_path):
    path = tmp_path / "model.json"
    path.write_text("[]")
    assert "no model" in ask(path).failure
