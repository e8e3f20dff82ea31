"""A folder of pictures, described and trained on by real Keras."""

import json
import os

import numpy as np
import pytest

from studio.errors import StudioError
from studio.graph.picture_options import SUFFIXES
from studio.graph.setup import DataSource
from studio.protocol.messages import DataDescribed, DescribeData, Inferred, Status
from studio.protocol.questions import infer_request
from studio.runtime.engine.picture_folder import find_pictures
from studio.runtime.session import EngineSession
from tests.pictures import CLASSES, SMALL, picture, picture_folder, picture_model

pytestmark = pytest.mark.engine


def question(session, folder, options=None, seed=3, **fields):
    source = DataSource("images", str(folder), SMALL | (options or {}), **fields)
    return DescribeData(session.next_request(), source, seed, "")


def describe(session, folder, options=None, **fields):
    return session.ask(question(session, folder, options, **fields), DataDescribed)


@pytest.mark.parametrize("parts", [(0.2, 0.2), (0.0, 0.25), (0.25, 0.0), (0.0, 0.0)])
def test_what_is_described_is_what_the_script_loads(
    engine, load_pictures, tmp_path, parts
):
    folder = picture_folder(tmp_path / "shapes")
    fields = {"validation_split": parts[0], "test_split": parts[1]}
    answer = describe(engine, folder, **fields)
    [splits] = load_pictures(folder, cache=0, **fields)
    facts, counts = answer.facts, tuple(len(labels) for _, labels in splits)
    assert (facts.train, facts.validation, facts.test) == counts
    assert facts.train + facts.validation + facts.test == 36
    assert (facts.title, facts.classes) == ("shapes", CLASSES)
    assert facts.class_counts == (12, 12, 12)
    x, y = splits[0]
    assert (facts.input_shape, facts.input_dtype) == (x.shape[1:], x.dtype.name)
    assert (facts.target_dtype, facts.target_range) == ("int32", (0.0, 2.0))
    assert answer.labels == tuple(CLASSES[label] for label in y)
    samples = np.frombuffer(answer.payload, np.float32)
    assert np.array_equal(samples.reshape(-1, *answer.shape), x)


@pytest.mark.parametrize("cache", [0, 10**9])
def test_each_picture_is_in_one_split_once(load_pictures, tmp_path, cache):
    folder = picture_folder(tmp_path / "shapes")
    passes = load_pictures(folder, cache=cache, passes=4)
    for splits in passes:  # all but the first may come from memory
        values = [tuple(picture[0, 0].tolist()) for x, _ in splits for picture in x]
        assert len(set(values)) == len(values) == 36
    orders = [splits[0][1] for splits in passes]
    assert any(order != orders[0] for order in orders)
    tested = [splits[2][1] for splits in passes]
    assert all(order == tested[0] for order in tested)


@pytest.mark.parametrize(
    ("options", "low", "high", "shape"),
    [
        ({}, 0, 255, (8, 8, 3)),
        ({"scaling": "unit", "color_mode": "grayscale"}, 0.0, 1.0, (8, 8, 1)),
        ({"scaling": "symmetric", "image_size": (4, 6)}, -1.0, 1.0, (4, 6, 3)),
    ],
)
def test_pictures_come_as_the_options_say(
    load_pictures, tmp_path, options, low, high, shape
):
    folder = picture_folder(tmp_path / "shapes", height=10, width=14)
    [splits] = load_pictures(folder, options)
    for x, _ in splits:
        assert x.shape[1:] == shape
        assert low <= x.min() < x.max() <= high


def test_cut_and_filled_up_pictures(load_pictures, tmp_path):
    folder = picture_folder(tmp_path / "shapes", height=8, width=16)
    padded, cut = (
        load_pictures(folder, {"resizing": how})[0][0][0] for how in ("pad", "crop")
    )
    assert (padded[:, 0] == 0).all()
    assert (cut > 0).any(axis=-1).all()


LISTING = """
import json, sys
from keras import utils
from keras.src.utils.image_dataset_utils import ALLOWLIST_FORMATS
found = utils.image_dataset_from_directory(sys.argv[1], shuffle=False)
print(json.dumps([found.class_names, found.file_paths, ALLOWLIST_FORMATS]))
"""


def test_the_folder_is_listed_as_keras_lists_it(train_engine, python, tmp_path):
    folder = picture_folder(tmp_path / "shapes", ("b", "A", "ü"), count=2)
    for name in (".hidden", "b/deep/er", "empty"):
        (folder / name).mkdir(parents=True)
    for name in ("b/deep/er/x.PNG", ".hidden/y.png", "loose.png", "b/.z.png"):
        (folder / name).write_bytes(picture(200))
    (folder / "A" / "notes.txt").write_text("x")
    notes = " ".join(describe(train_engine, folder).facts.notes)
    assert "No pictures are in: empty." in notes
    assert "2 files are left out" in notes
    assert "A/notes.txt, loose.png" in notes
    found = find_pictures(folder)
    told = python(LISTING, folder).splitlines()[-1]
    classes, pictures, suffixes = json.loads(told)
    assert list(found.classes) == classes
    assert list(found.pictures) == pictures
    assert found.ignored == ("A/notes.txt", "loose.png")
    assert tuple(suffixes) == SUFFIXES


def test_sizes_and_memory_are_told(train_engine, tmp_path):
    folder = picture_folder(tmp_path / "shapes", ("a", "b"), height=10, width=20)
    (folder / "a" / "large.png").write_bytes(picture(99, 0, 30, 40))
    notes = describe(train_engine, folder).facts.notes
    assert notes[0] == (
        "The pictures are 20×10 to 40×30 pixels, width × height, resized to 8×8."
    )
    assert "keeps the pictures in memory: 0.0 MB" in notes[1]
    answer = describe(train_engine, folder, {"image_size": (4000, 2000)})
    assert "from the disk in every epoch: 2.4 GB" in answer.facts.notes[1]
    assert answer.facts.input_shape == (4000, 2000, 3)
    assert answer.shape == (96, 48, 3)


def plain(tmp_path):
    return picture_folder(tmp_path / "shapes")


def missing(tmp_path):
    return tmp_path / "shapes"


def one_file(tmp_path):
    path = tmp_path / "shapes"
    path.write_bytes(picture(1))
    return path


def empty(tmp_path):
    path = tmp_path / "shapes"
    path.mkdir()
    return path


def flat(tmp_path):
    path = empty(tmp_path)
    for number in range(3):
        (path / f"{number}.png").write_bytes(picture(number))
    return path


def one_class(tmp_path):
    return picture_folder(tmp_path / "shapes", ("cat",))


def other_kinds(tmp_path):
    path = tmp_path / "shapes"
    for name in ("cat", "dog"):
        (path / name).mkdir(parents=True)
        (path / name / "a.tiff").write_bytes(b"II*\0")
    return path


def broken(tmp_path):
    path = plain(tmp_path)
    whole = picture(5, 0, 40, 40)
    (path / "circle" / "bad1.png").write_bytes(whole[: len(whole) // 2])
    (path / "square" / "bad2.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    (path / "square" / "bad3.jpg").write_bytes(b"")
    (path / "square" / "bad4.gif").write_text("<html>")
    return path


def few(tmp_path):
    return picture_folder(tmp_path / "shapes", ("a", "b"), count=1)


REFUSED = {
    missing: ("there is no such file or folder", "Choose the folder again"),
    one_file: ("a part of the path is a file", "Choose the folder again"),
    empty: ("“shapes” holds no pictures: it is empty", "Choose another folder"),
    flat: ("has 3 pictures, but no sub-folders", "Move each picture"),
    one_class: ("one sub-folder only, “cat”", "add a class"),
    other_kinds: ("(cat, dog) hold no pictures", "Convert the pictures"),
    broken: (
        "4 pictures in “shapes” cannot be read: circle/bad1.png (damaged",
        "square/bad3.jpg (the file is empty) and 1 more",
        "Remove or replace",
    ),
    few: ("2 pictures are too few", "Add pictures"),
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_cannot_be_learned_from_is_told(train_engine, tmp_path, make):
    with pytest.raises(StudioError) as caught:
        describe(train_engine, make(tmp_path))
    for part in REFUSED[make]:
        assert part in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_picture_of_other_channels_is_told(train_engine, tmp_path):
    folder = plain(tmp_path)
    head = (
        b"BM" + (54 + 16).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    )
    sizes = (40, 2, 2, 1 + (24 << 16), 0, 16, 0, 0, 0, 0)
    rows = (bytes([0, 0, 200]) * 2 + bytes(2)) * 2  # red, as blue, green, red
    body = b"".join(size.to_bytes(4, "little") for size in sizes) + rows
    (folder / "circle" / "red.bmp").write_bytes(head + body)
    assert describe(train_engine, folder).facts.class_counts == (13, 12, 12)
    with pytest.raises(StudioError) as caught:
        describe(train_engine, folder, {"color_mode": "grayscale"})
    told = "circle/red.bmp (of 3 channels, which cannot be read as 1)"
    assert told in str(caught.value)


def test_a_folder_that_was_mended_is_read_anew(train_engine, tmp_path):
    folder = plain(tmp_path)
    file = folder / "circle" / "00.png"
    whole = file.read_bytes()
    assert describe(train_engine, folder).facts.train == 22
    file.write_bytes(whole[:40])
    with pytest.raises(StudioError, match=r"circle/00\.png"):
        describe(train_engine, folder)
    file.write_bytes(whole)
    os.utime(file, ns=(1, 1))
    assert describe(train_engine, folder).facts.train == 22


def test_other_questions_are_answered_while_pictures_are_read(tmp_path):
    """The engine reads a part, and the model's question comes before the rest."""
    folder = picture_folder(tmp_path / "shapes", count=300)
    document = picture_model()
    with EngineSession("infer") as session:
        session.wait_ready()
        asked = question(session, folder)
        session.send(asked)
        other = infer_request(session.next_request(), document, "", (), ())
        session.send(other)
        order = []
        for event in session.events():
            if isinstance(event, Inferred | DataDescribed):
                order.append(type(event))
            if isinstance(event, Status) and event.fraction is not None:
                order.append(Status)
            if isinstance(event, DataDescribed):
                break
    assert order.index(Inferred) < order.index(DataDescribed)
    assert order[0] is Status
    assert order.index(Inferred) < len(order) - 2
