"""Pictures that carry their document: PNG in a text chunk, SVG in its metadata."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib

SUFFIXES = (".png", ".svg")
LARGEST = 64 * 1024 * 1024
"""Bytes of a document in a picture, as of a file of its own."""
_KEYWORD = b"layer-studio"
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG_START = re.compile(rb"<svg\b[^>]*>")
_SVG_INSIDE = re.compile(rb'<metadata id="layer-studio">([A-Za-z0-9+/=\s]*)</metadata>')
_HEAD = struct.Struct(">I4s")


def with_document(picture: bytes, document: bytes) -> bytes:
    """Picture, PNG or SVG, with the content of a `.studio` file in it.

    Raises:
        ValueError: it is neither.
    """
    packed = zlib.compress(document, 9)
    if picture.startswith(_PNG):
        # Keyword, compressed by method 0, without language and translation.
        data = _KEYWORD + b"\0\1\0\0\0" + packed
        end = _after_header(picture)
        return picture[:end] + _chunk(b"iTXt", data) + picture[end:]
    start = _SVG_START.search(picture)
    if start is None:
        raise ValueError("neither a PNG nor an SVG picture")
    text = base64.b64encode(packed)
    metadata = b'\n<metadata id="layer-studio">' + text + b"</metadata>"
    return picture[: start.end()] + metadata + picture[start.end() :]


def document_in(picture: bytes) -> bytes | None:
    """Content of the `.studio` file in a picture; None if there is none.

    Raises:
        ValueError: what is in it is damaged, or too large.
    """
    if picture.startswith(_PNG):
        packed = _text_of(picture)
    else:
        found = _SVG_INSIDE.search(picture)
        try:
            packed = base64.b64decode(found[1], validate=False) if found else None
        except binascii.Error as error:
            raise ValueError("the document in the picture is damaged") from error
    return None if packed is None else _unpacked(packed)


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, LARGEST + 1)
    except zlib.error as error:
        raise ValueError("the document in the picture is damaged") from error
    if len(data) > LARGEST:
        raise ValueError("the document in the picture is too large")
    if not unpacker.eof:
        raise ValueError("the document in the picture is cut off")
    return data


def _chunk(kind: bytes, data: bytes) -> bytes:
    sum_of = struct.pack(">I", zlib.crc32(kind + data))
    return _HEAD.pack(len(data), kind) + data + sum_of


def _after_header(picture: bytes) -> int:
    """Where the first chunk, the header, ends."""
    length, _ = _HEAD.unpack_from(picture, len(_PNG))
    return len(_PNG) + int(length) + 12


def _text_of(picture: bytes) -> bytes | None:
    """Packed text of our chunk."""
    at = len(_PNG)
    while at + _HEAD.size <= len(picture):
        length, kind = _HEAD.unpack_from(picture, at)
        start = at + _HEAD.size
        data = picture[start : start + length]
        if kind == b"iTXt" and data.startswith(_KEYWORD + b"\0\1\0"):
            rest = data[len(_KEYWORD) + 3 :].split(b"\0", 2)
            return rest[2] if len(rest) == 3 else None
        at = start + length + 4
    return None
