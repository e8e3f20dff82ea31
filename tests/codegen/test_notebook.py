"""A script as a notebook: the same code, in cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.codegen.notebook import notebook
from studio.importing.scripts import read_script_file

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.py"))


def code_of(cells):
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_cells_hold_the_whole_script_in_its_order(path, tmp_path):
    script = path.read_text()
    written = tmp_path / "a.ipynb"
    written.write_text(notebook(script))
    (first, *cells) = json.loads(written.read_text())["cells"]
    assert first["cell_type"] == "markdown"
    rest = script[script.index('"""', 3) + 3 :]
    blank = [line for line in rest.splitlines() if line]
    assert [li for c in code_of(cells) for li in c.splitlines() if li] == blank
    compile(read_script_file(written).text, "a", "exec")


def test_functions_have_a_cell_each_and_comments_stay_with_them():
    script = (
        "import a\nfrom b import c\n\nX = 1\nY = 2\n\n\n# Why.\n@a.b\ndef f(): ...\n"
    )
    script += "\n\ndef g(): ...\n"
    assert code_of(json.loads(notebook(script))["cells"]) == [
        "import a\nfrom b import c",
        "X = 1\nY = 2",
        "# Why.\n@a.b\ndef f(): ...",
        "def g(): ...",
    ]
