import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer

from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.grouping import group
from studio.project.store import load
from studio.ui.canvas.picture import save_picture
from studio.ui.tokens import DARK, LIGHT
from tests.ui.canvas.sample import CATALOG, chain, facts


@pytest.fixture
def model():
    document, ids = chain()
    return document, {ids[0]: facts(ids[0], None, 8, 8, 1)}


def test_svg(qapp, tmp_path, model):
    path = tmp_path / "graph.svg"
    save_picture(model[0], CATALOG, model[1], path, LIGHT)
    text = path.read_text()
    renderer = QSvgRenderer(QByteArray(text.encode()))
    assert renderer.isValid()
    for word in ("conv2d", "8 × 8 × 1", "softmax", "sans-serif"):
        assert word in text


def test_png_in_both_looks(qapp, tmp_path, model):
    for theme in (LIGHT, DARK):
        path = tmp_path / "graph.png"
        save_picture(model[0], CATALOG, model[1], path, theme)
        image = QImage(str(path))
        assert image.height() > 800
        assert image.pixelColor(0, 0) == theme.color("canvas")


def test_pdf_has_one_page(qapp, tmp_path, model):
    path = tmp_path / "graph.PDF"
    save_picture(model[0], CATALOG, model[1], path, LIGHT)
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert b"%%EOF" in data[-20:]
    assert b"/Count 1" in data


def test_an_unknown_ending_is_refused(qapp, tmp_path, model):
    with pytest.raises(StudioError, match=r"\.svg, \.png or \.pdf"):
        save_picture(model[0], CATALOG, {}, tmp_path / "graph.bmp", LIGHT)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_document_is_refused(qapp, tmp_path):
    with pytest.raises(StudioError, match="empty"):
        save_picture(Document(), CATALOG, {}, tmp_path / "graph.svg", LIGHT)


def test_a_missing_folder_is_told(qapp, tmp_path, model):
    path = tmp_path / "nowhere" / "graph.svg"
    with pytest.raises(StudioError, match="nowhere"):
        save_picture(model[0], CATALOG, {}, path, LIGHT)


def test_inside_a_block_the_picture_shows_it_and_carries_everything(
    qapp, tmp_path, model
):
    document, ids = chain()
    edit, _ = group(document, ids[1:3])
    document.apply(edit)
    path = tmp_path / "graph.svg"
    (inside,) = document.blocks
    shown = document.inside(inside)
    save_picture(document, CATALOG, {}, path, LIGHT, shown=shown)
    text = path.read_text()
    assert "conv2d" in text
    assert "softmax" not in text
    carried = load(path).document
    assert carried.graph.nodes.keys() == document.graph.nodes.keys()
