"""Tables: every fault is told with its place, nothing wrong is let through."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.graph.data_kinds import Task
from studio.runtime.engine.table_check import check_table

GOOD = "width,height,kind\n1,2.5,cat\n-3,4e2,dog\n\n5,6,cat\n"


def check(tmp_path, content, target="kind", task=Task.CLASSIFICATION, delimiter=","):
    path = tmp_path / "animals.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return check_table(path, (target,) if target else (), task, delimiter)


def test_a_good_table_is_described(tmp_path):
    table = check(tmp_path, GOOD)
    assert [(c.name, c.minimum, c.maximum) for c in table.columns] == [
        ("width", -3.0, 5.0),
        ("height", 2.5, 400.0),
    ]
    assert table.classes == ("cat", "dog")
    assert table.notes == ()


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.rstrip().encode(),
        GOOD.replace("cat", '"cat"').encode(),
        GOOD.replace(",cat", ", cat ").encode(),
    ],
    ids=["byte order mark", "Windows lines", "no last line break", "quoted", "blanks"],
)
def test_usual_variants_read_the_same(tmp_path, content):
    assert check(tmp_path, content) == check(tmp_path, GOOD)


def test_other_delimiters_are_read_when_chosen(tmp_path):
    table = check(tmp_path, GOOD.replace(",", ";"), delimiter=";")
    assert table == check(tmp_path, GOOD)


def test_a_value_to_predict_has_no_classes(tmp_path):
    numbers = GOOD.replace("cat", "1").replace("dog", "2")
    assert check(tmp_path, numbers, task=Task.REGRESSION).classes == ()


def test_many_labels_are_remarked(tmp_path):
    rows = "".join(f"{n},{n}\n" for n in range(1000))
    [note] = check(tmp_path, f"x,kind\n{rows}").notes
    assert "1,000 different labels" in note
    assert "regression" in note


FAULTS = {
    "too few cells": (GOOD + "7,8\n", ["Line 6: 2 cells found, 3 expected"]),
    "too many cells": (GOOD + "7,8,cat,9\n", ["Line 6: 4 cells found, 3 expected"]),
    "text in a number": (
        GOOD + "seven,8,cat\n",
        ["Line 6, column width: 'seven' found, a number is expected"],
    ),
    "an empty cell": (
        GOOD + "7,,cat\n",
        ["Line 6, column height: the cell is empty, a number is expected"],
    ),
    "not a number": (GOOD + "nan,8,cat\n", ["Line 6, column width: 'nan'"]),
    "an infinity": (GOOD + "inf,8,cat\n", ["Line 6, column width: 'inf'"]),
    "a decimal comma": (GOOD + '"7,5",8,cat\n', ["'7,5' has a decimal comma"]),
    "a text column": (
        GOOD.replace(",2.5", ",tall").replace(",4e2", ",small").replace("5,6", "5,big"),
        ["Column height holds text ('tall' in line 2)"],
    ),
    "no label": (GOOD + "7,8,\n", ["Line 6, column kind: the label is missing"]),
    "one class": (GOOD.replace("dog", "cat"), ["All rows have the same label 'cat'"]),
    "no target": (GOOD.replace("kind", "sort"), ["no column 'kind'", "sort"]),
    "double names": (GOOD.replace("width", "height"), ["several columns", "'height'"]),
    "no header": (
        GOOD.split("\n", 1)[1].replace("cat", "3"),
        ["must name the columns"],
    ),
    "no rows": ("width,kind\n", ["no rows"]),
    "only a target": ("kind\ncat\ndog\n", ["only the target column"]),
    "nothing": ("", ["is empty"]),
    "only blanks": (" \n\n", ["is empty"]),
    "another delimiter": (
        GOOD.replace(",", ";"),
        ["separated by a comma", "semicolon"],
    ),
    "an open quotation mark": (GOOD + '7,"8,cat\n', ["Line 6", "quotation mark"]),
    "UTF-16": (GOOD.encode("utf-16"), ["UTF-16", "Save it as UTF-8"]),
    "Latin-1": (
        GOOD.replace("dog", "Kätzchen").encode("latin-1"),
        ["line 3 has the byte 0xe4", "UTF-8"],
    ),
    "zero bytes": (GOOD.encode() + b"\0\0", ["no text file"]),
    "a program": (b"\x7fELF\x02\x01\x01\x00", ["no text file"]),
}


@pytest.mark.parametrize(("content", "parts"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_place(tmp_path, content, parts):
    with pytest.raises(StudioError) as caught:
        check(tmp_path, content)
    for part in ("animals.csv", *parts):
        assert part in str(caught.value)


def test_all_faults_are_told_at_once_in_the_order_of_lines(tmp_path):
    content = GOOD + "7,8\nx,8,cat\n9,,cat\n"
    with pytest.raises(StudioError) as caught:
        check(tmp_path, content)
    text = str(caught.value)
    places = [text.index(part) for part in ("Line 6:", "Line 7,", "Line 8,")]
    assert places == sorted(places)


def test_a_thousand_faults_are_counted(tmp_path):
    with pytest.raises(StudioError, match=r"And 990 more\."):
        check(tmp_path, GOOD + "1,2\n" * 1000)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(StudioError, match="is not there"):
        check_table(tmp_path / "none.csv", ("kind",), Task.CLASSIFICATION, ",")
    with pytest.raises(StudioError, match="cannot be opened"):
        check_table(tmp_path, ("kind",), Task.CLASSIFICATION, ",")


def test_no_target_chosen_lists_the_columns(tmp_path):
    with pytest.raises(StudioError, match="Choose the target among: width, height"):
        check(tmp_path, GOOD, target="")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(st.lists(st.lists(cells, max_size=4), max_size=5))
def test_any_table_is_described_or_refused_in_words(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    target = rows[0][0] if rows and rows[0] else ""
    columns = columns_or_none(path, target)
    assert columns is None or len(columns) == len(rows[0]) - 1


def columns_or_none(path, target):
    """Columns of a table; any error without a sentence fails the test."""
    try:
        return check_table(path, (target,) if target else (), Task.EITHER, ",").columns
    except StudioError:
        return None


@given(st.binary(max_size=60))
def test_any_bytes_are_described_or_refused_in_words(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(content)
    with pytest.raises(StudioError, match=r"any\.csv"):
        check_table(path, ("no such column",), Task.CLASSIFICATION, ",")
