"""Documents in pictures."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.project.format import to_bytes
from studio.project.pictures import document_in, with_document
from studio.project.reading import parse
from tests.project.strategies import small_document

_HEADER = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)


def chunk(kind, data):
    end = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + end


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", _HEADER)
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
SVG = b'<?xml version="1.0"?>\n<svg width="1" height="1">\n<g/></svg>\n'


@pytest.mark.parametrize("picture", [PNG, SVG])
@given(document=st.binary())
def test_what_is_put_in_comes_out(picture, document):
    assert document_in(with_document(picture, document)) == document


@pytest.mark.parametrize("picture", [PNG, SVG])
def test_a_picture_opens_as_a_project(picture):
    document = small_document()
    data = with_document(picture, to_bytes(document, "Small"))
    parsed = parse(data, "small.png")
    assert parsed.document.same_content(document)
    assert parsed.title == "Small"


def test_other_pictures_hold_none():
    assert document_in(PNG) is None
    assert document_in(SVG) is None
    with pytest.raises(StudioError, match="PNG picture"):
        parse(PNG, "holiday.png")
    with pytest.raises(ValueError, match="neither"):
        with_document(b"GIF89a", b"")


@given(st.data())
def test_a_damaged_picture_is_refused_in_a_sentence(data):
    whole = with_document(PNG, to_bytes(small_document(), "Small"))
    at = data.draw(st.integers(8, len(whole) - 1))
    broken = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))])
    broken += whole[at + 1 :] if data.draw(st.booleans()) else b""
    with suppress(StudioError):  # and nothing else
        parse(broken, "broken.png")


def test_a_bomb_is_not_unpacked():
    bomb = with_document(PNG, b"\0" * (65 * 1024 * 1024))
    with pytest.raises(ValueError, match="too large"):
        document_in(bomb)
