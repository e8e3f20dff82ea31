"""Nothing a project names is imported, executed or opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from studio.catalog.store import load_catalog
from studio.codegen.training_code import generate_training
from studio.commands.checking import _ask
from studio.errors import StudioError
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import Edge, Point
from studio.graph.problems import Severity
from studio.project.store import save
from tests.cli.conftest import chain
from tests.faults.conftest import is_clear
from tests.faults.watch import FileWatch

INPUT = ("Input", {"shape": (8, 8, 1)})


def item(module, name, **config):
    return {"module": module, "class_name": name, "config": config}


def dense(**parameters):
    return chain(INPUT, ("Dense", {"units": 3, **parameters}))


def of_class(path):
    document = chain(INPUT)
    edit, node = commands.place_layer(document, path, Point(0, 120), {})
    document.apply(edit)
    document.apply(commands.connect(document, Edge("n1", node, "inputs")))
    return document


def compiled(**settings):
    document = chain(INPUT, ("Flatten", {}), ("Dense", {"units": 10}))
    document.apply(commands.change_data(document, kind="digits"))
    document.apply(commands.change_compile(document, **settings))
    return document


def canaries(canary: Path) -> dict[str, Document]:
    """Projects that would create `canary` if anything in them were executed."""
    shell = item("os", "system", command=f"touch {canary}")
    execute = item("builtins", "exec", object=f"open({str(canary)!r}, 'w')")
    code = item("builtins", "function", code="4wEAAAAA")
    wrapped = item("keras.layers", "Lambda", function="x")
    classes = (
        "os.system",
        "builtins.exec",
        "subprocess.Popen",
        "keras.src.saving.saving_lib.load_model",
        "keras.saving.load_model",
        "keras.utils.get_file",
        "keras.layers.__class__",
        "keras.layers.Lambda",
        "keras.layers.TFSMLayer",
        "keras.layers.Dense; import os",
    )
    return {
        **{f"class {path}": of_class(path) for path in classes},
        "initializer os.system": dense(kernel_initializer=shell),
        "initializer exec": dense(kernel_initializer=execute),
        "regularizer": dense(kernel_regularizer=shell),
        "activation": dense(activation=code),
        "serialised code": chain(INPUT, ("Lambda", {"function": code})),
        "inside a wrapper": chain(INPUT, ("TimeDistributed", {"layer": shell})),
        "Lambda in a wrapper": chain(INPUT, ("TimeDistributed", {"layer": wrapped})),
        "cell": chain(INPUT, ("RNN", {"cell": shell})),
        "optimizer": compiled(optimizer=shell),
        "loss": compiled(loss=shell),
        "metric": compiled(metrics=(shell,)),
    }


def file_readers(path: Path) -> dict[str, Document]:
    """Projects in which a layer names the file at `path`."""
    text = str(path)
    readers = {
        name: item("keras.layers", name, vocabulary=text)
        for name in ("StringLookup", "IntegerLookup", "TextVectorization")
    }
    twice = item("keras.layers", "TimeDistributed", layer=readers["StringLookup"])
    return {
        **{name: chain(INPUT, (name, {"vocabulary": text})) for name in readers},
        **{
            f"{name} in a wrapper": chain(INPUT, ("TimeDistributed", {"layer": inner}))
            for name, inner in readers.items()
        },
        "twice wrapped": chain(INPUT, ("TimeDistributed", {"layer": twice})),
    }


def refusal_in_code(document):
    with pytest.raises(StudioError) as refused:
        generate_training(document, load_catalog(), Path("/nowhere"), "Model")
    assert is_clear(str(refused.value))


@pytest.mark.parametrize("name", canaries(Path("x")))
def test_no_code_is_written(name, tmp_path):
    refusal_in_code(canaries(tmp_path / "canary")[name])


@pytest.mark.parametrize("name", file_readers(Path("x")))
def test_no_reader_is_written(name, tmp_path):
    refusal_in_code(file_readers(tmp_path / "vocabulary.txt")[name])


@pytest.mark.engine
def test_nothing_is_executed_or_read_while_checking(engine, tmp_path):
    canary, words = tmp_path / "canary", tmp_path / "vocabulary.txt"
    words.write_text("a\nb\n")
    catalog = load_catalog()
    projects = canaries(canary) | file_readers(words)
    with FileWatch(words) as watch:
        for name, document in projects.items():
            report = _ask(engine, document, catalog, str(tmp_path), False)
            found = [p for p in report.problems if p.code in ("K-CLASS", "K-REFUSED")]
            assert found or name in ("optimizer", "loss", "metric"), name
            assert all(is_clear(p.text) for p in found), name
            assert all(p.severity is Severity.ERROR for p in found)
            assert not watch.was_touched, name
            assert not canary.exists(), name


@pytest.mark.engine
def test_nothing_is_exported_or_trained(studio, tmp_path):
    words, canary = tmp_path / "vocabulary.txt", tmp_path / "canary"
    words.write_text("a\nb\n")
    path = tmp_path / "hostile.studio"
    wanted = file_readers(words)["twice wrapped"], canaries(canary)["optimizer"]
    with FileWatch(words) as watch:
        for document in wanted:
            save(document, path, "Model")
            target = tmp_path / "out.keras"
            studio("export", path, "--to", "keras", "-o", target).sentence()
            studio("train", path, "--runs", tmp_path / "runs").sentence()
            assert not target.exists()
        assert not watch.was_touched
    assert not canary.exists()
    assert not (tmp_path / "runs").exists()


NAMES = {
    "quotes": "a\"'b",
    "newline": "a\nb",
    "markup": "<b>bold<img src=x>",
    "right to left": "\u202egnp.exe",
    "long": "x" * 10_000,
    "empty": "",
    "code": '"""\nimport os; os.system("touch canary")\n"""',
    "braces": "%s {x} {0} \\",
    "brain": "🧠",
}


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_stay_text(name, tmp_path):
    document = compiled()
    document.apply(commands.rename(document, "n3", NAMES[name]))
    script = generate_training(document, load_catalog(), None, NAMES[name]).text
    program = tmp_path / "script.py"
    program.write_text(script, encoding="utf-8")
    check = (
        "import ast, sys\n"
        "tree = ast.parse(open(sys.argv[1], encoding='utf-8').read())\n"
        "imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import)]\n"
        "print(sorted(a.name for n in imports for a in n.names))"
    )
    done = subprocess.run(
        [sys.executable, "-c", check, program], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "['numpy', 'tensorflow']\n"
    path = tmp_path / "a.studio"
    save(document, path, NAMES[name])
