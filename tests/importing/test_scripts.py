"""Python files and notebooks as text, with the places of their lines."""

import json

import pytest

from studio.errors import StudioError
from studio.importing.scripts import read_script_file


def notebook(tmp_path, *cells):
    path = tmp_path / "model.ipynb"
    kinds = [{"cell_type": kind, "source": source} for kind, source in cells]
    path.write_text(json.dumps({"nbformat": 4, "cells": kinds}))
    return path


def test_a_script_is_read_as_it_is(tmp_path):
    path = tmp_path / "model.py"
    path.write_bytes("\ufeffname = 'Köln'\n".encode())
    script = read_script_file(path)
    assert script.text == "name = 'Köln'\n"
    assert script.place_of(1) == "line 1"


def test_code_cells_are_joined_and_lines_found_again(tmp_path):
    path = notebook(
        tmp_path,
        ("markdown", "# Title"),
        ("code", ["import keras\n", "x = 1"]),
        ("code", "!pip install x\nif x:\n    %matplotlib inline\ny = 2"),
        ("code", "%%bash\nls"),
    )
    script = read_script_file(path)
    compile(script.text, "notebook", "exec")
    assert script.text.splitlines() == [
        "import keras",
        "x = 1",
        "pass  # !pip install x",
        "if x:",
        "    pass  # %matplotlib inline",
        "y = 2",
        "# %%bash",
        "# ls",
    ]
    assert script.place_of(2) == "cell 2, line 2"
    assert script.place_of(6) == "cell 3, line 4"


@pytest.mark.parametrize("text", ["[]", "no json", '{"cells": [{"source": 1}]}'])
def test_what_is_no_notebook_is_refused_in_one_sentence(tmp_path, text):
    path = tmp_path / "model.ipynb"
    path.write_text(text)
    with pytest.raises(StudioError, match="is no Jupyter notebook"):
        read_script_file(path)


def test_other_encodings_and_missing_files_are_refused(tmp_path):
    path = tmp_path / "model.py"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(StudioError, match="no text in UTF-8"):
        read_script_file(path)
    with pytest.raises(StudioError, match="cannot be read"):
        read_script_file(tmp_path / "gone.py")
