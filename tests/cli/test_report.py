"""Problems that the commands themselves tell, by their codes."""

from __future__ import annotations

import pytest

from studio.catalog.store import load_catalog
from studio.commands import checking
from studio.commands.checking import Report, check_document
from studio.commands.report import problem_fields, problem_line
from studio.errors import StudioError
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.grouping import group
from studio.graph.memory import TrainingDevice
from studio.graph.review import Said, review
from studio.project.store import save
from tests.repairs.models import CATALOG, convnet, mlp
from tests.runtime.test_analysis import facts


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def test_an_empty_canvas_asks_nobody():
    report = check_document(Document(), load_catalog(), "", read_data=False)
    assert codes(report) == ["G-EMPTY"]


def test_an_engine_that_does_not_start_is_a_problem(monkeypatch):
    def broken(role):
        raise StudioError("TensorFlow is not installed.")

    monkeypatch.setattr(checking, "EngineSession", broken)
    report = check_document(mlp().document, load_catalog(), "", read_data=False)
    assert codes(report) == ["E-ENGINE"]


def test_a_script_that_cannot_be_made_is_a_problem(monkeypatch):
    def broken(*arguments):
        raise StudioError("dense holds a value that is no code.")

    monkeypatch.setattr("studio.codegen.training_code.generate_training", broken)
    report = Report(mlp().document, ())
    assert codes(checking._with_code(report, load_catalog(), "")) == ["C-CODE"]
    monkeypatch.undo()
    assert codes(checking._with_code(report, load_catalog(), "")) == []


def test_a_file_that_is_not_there(studio, tmp_path):
    answer = studio("check", tmp_path / "none.studio", "--json")
    (problem,) = answer.data["problems"]
    assert problem["code"] == "F-FILE"
    assert problem["page"] == "docs/rules.md#f-file"


@pytest.mark.engine
def test_a_data_file_that_is_not_allowed_or_not_there(quick_studio, tmp_path):
    document = mlp().document
    document.apply(commands.change_data(document, kind="npz", path="none.npz"))
    path = tmp_path / "model.studio"
    save(document, path, "Model")
    told = quick_studio("check", path, "--json").data["problems"]
    assert "D-CONSENT" in [problem["code"] for problem in told]
    told = quick_studio("check", path, "--json", "--read-data").data["problems"]
    assert "D-SOURCE" in [problem["code"] for problem in told]
    assert "D-CONSENT" not in [problem["code"] for problem in told]


def test_more_memory_than_the_device_has_and_the_fix():
    model = convnet().batch(4096)
    known = {
        model.ids["image"]: facts(model.ids["image"], 8, 8, 1),
        model.ids["conv"]: facts(model.ids["conv"], 6, 6, 8, params=80, flops=5760),
        model.ids["pool"]: facts(model.ids["pool"], 3, 3, 8, flops=288),
        model.ids["flat"]: facts(model.ids["flat"], 72),
        model.ids["head"]: facts(model.ids["head"], 10, params=730, flops=1440),
    }

    def found(memory):
        said = Said(known, (), None, TrainingDevice("Small GPU", memory))
        return {p.code: p for p in review(model.document, CATALOG, said)}

    problem = found(2**20)["T-MEMORY"]
    assert "Small GPU has 1.0 MB" in problem.text
    model.document.apply(problem.fixes[0].edit)
    assert model.document.setup.fit.batch_size < 4096
    assert "T-MEMORY" not in found(2**20)
    assert "T-MEMORY" not in found(2**40)
    assert found(1000)["T-MEMORY"].fixes == ()


def test_a_problem_in_a_block_tells_where_it_is():
    model = mlp().set("drop", rate=1.0)
    edit, _ = group(model.document, [model.ids["one"], model.ids["drop"]])
    model.document.apply(edit)
    found = review(model.document, CATALOG, Said())
    problem = next(p for p in found if p.code == "T-DROPOUT")
    line = problem_line(Report(model.document, (problem,)), problem)
    assert line.startswith("warning T-DROPOUT at …_drop in block: block_drop drops")
    (block,) = model.document.blocks
    assert problem_fields(problem)["block"] == block


def test_the_table_of_an_empty_project_says_why_it_is_empty(studio, tmp_path):
    path = tmp_path / "empty.studio"
    studio("new", "empty", "-o", path)
    assert "canvas is empty" in studio("analyze", path).sentence()
