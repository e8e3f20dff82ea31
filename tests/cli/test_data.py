"""`studio data`: what a project learns from, chosen without a window."""

from studio.project.approvals import Approvals
from studio.project.store import load
from tests.pictures import picture_folder


def source(path):
    return load(path).document.setup.data


def test_a_folder_of_pictures(studio, softmax, tmp_path):
    folder = picture_folder(softmax.parent / "shapes", count=1)
    done = studio("data", softmax, folder, "--set", "scaling=unit")
    assert done.code == 0
    assert "learns from shapes" in done.out
    assert "image_size = [8, 8]" in done.out
    found = source(softmax)
    assert (found.kind, found.path) == ("images", "shapes")
    assert found.options == {
        "image_size": (8, 8),
        "color_mode": "grayscale",
        "scaling": "unit",
    }
    assert Approvals().allows(folder)


def test_an_option_of_ones_own_wins(studio, softmax, tmp_path):
    folder = picture_folder(tmp_path / "shapes", count=1)
    settings = ("--set", "image_size=[40, 30]", "--set", "color_mode=rgb")
    assert studio("data", softmax, folder, *settings).code == 0
    assert source(softmax).options["image_size"] == (40, 30)
    refused = studio("data", softmax, folder, "--set", "image_size=[0, 30]")
    assert "a height and a width" in refused.sentence()
    assert source(softmax).options["image_size"] == (40, 30)


def test_a_table_and_data_that_come_along(studio, softmax, tmp_path):
    table = tmp_path / "prices.csv"
    table.write_text("rooms;price\n3;4\n")
    assert studio("data", softmax, table).code == 0
    assert source(softmax).options == {"target": "price", "delimiter": ";"}
    assert studio("data", softmax, "iris").code == 0
    assert (source(softmax).kind, source(softmax).path) == ("iris", "")


def test_what_is_no_data_is_told(studio, softmax, tmp_path):
    missing = studio("data", softmax, "flowers").sentence()
    assert "no data of that name" in missing
    assert "digits" in missing
    (tmp_path / "notes.pdf").write_text("x")
    assert (
        "no data that can be"
        in studio("data", softmax, tmp_path / "notes.pdf").sentence()
    )
    wrong = studio("data", softmax, "iris", "--set", "target")
    assert (wrong.code, "NAME=VALUE" in wrong.err) == (2, True)
