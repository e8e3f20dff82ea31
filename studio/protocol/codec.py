"""Framing of messages, without any I/O: bytes in, messages out.

A frame is a 16-byte head (magic, size of the JSON header, size of the payload),
the JSON header and the payload. docs/protocol.md describes it.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from typing import Any

from studio.protocol.messages import Message
from studio.records import RecordError, form_of, read

MAGIC = b"LSM1"
HEAD = struct.Struct(">4sIQ")
HEADER_LIMIT = 16 * 2**20
PAYLOAD_LIMIT = 256 * 2**20


class ProtocolError(Exception):
    """The bytes are no message of this protocol; the connection is of no use."""


def encode(message: Message) -> bytes:
    """Frame one message.

    Raises:
        ProtocolError: the message is larger than the protocol allows.
    """
    payload: bytes = getattr(message, "payload", b"")
    try:
        fields = form_of(Message, False).write(message)
        fields.pop("payload", None)
        header = json.dumps(fields, separators=(",", ":"), allow_nan=False).encode()
    except RecursionError as error:
        raise ProtocolError("A message holds a value nested too deeply.") from error
    _check_sizes(len(header), len(payload))
    return b"".join((HEAD.pack(MAGIC, len(header), len(payload)), header, payload))


class Decoder:
    """Turns a stream of bytes, however it is cut, into messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._broken = ""

    def feed(self, data: bytes) -> list[Message]:
        """Take more bytes, return the messages that are complete now.

        Raises:
            ProtocolError: the stream is broken, now and for every later call.
        """
        if self._broken:
            raise ProtocolError(self._broken)
        self._buffer += data
        messages: list[Message] = []
        start = 0
        try:
            while (end := self._frame_end(start)) is not None:
                messages.append(self._message(start, end))
                start = end
        except ProtocolError as error:
            self._broken = str(error)
            self._buffer.clear()
            raise
        del self._buffer[:start]
        return messages

    def _frame_end(self, start: int) -> int | None:
        """Where the frame at `start` ends; None while it is incomplete."""
        seen = bytes(self._buffer[start : start + len(MAGIC)])
        if not MAGIC.startswith(seen):
            raise ProtocolError(
                f"The stream holds {seen!r} where a message should begin."
            )
        if len(self._buffer) - start < HEAD.size:
            return None
        _, header_size, payload_size = HEAD.unpack_from(self._buffer, start)
        _check_sizes(header_size, payload_size)
        end: int = start + HEAD.size + header_size + payload_size
        return end if end <= len(self._buffer) else None

    def _message(self, start: int, end: int) -> Message:
        _, header_size, _ = HEAD.unpack_from(self._buffer, start)
        header_end = start + HEAD.size + header_size
        header = bytes(self._buffer[start + HEAD.size : header_end])
        return _parse(header, bytes(self._buffer[header_end:end]))


def _parse(header: bytes, payload: bytes) -> Message:
    try:
        fields = json.loads(header)
        message: Message = read(form_of(Message, False), fields)
    except RecordError as error:
        raise ProtocolError(f"A message has a wrong form: {error}.") from error
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"A message is not valid JSON: {error}.") from error
    return _attach(message, payload) if payload else message


def _attach(message: Any, payload: bytes) -> Message:
    if not hasattr(message, "payload"):
        name = type(message).__name__
        raise ProtocolError(f"A message of type {name} came with a payload.")
    whole: Message = dataclasses.replace(message, payload=payload)
    return whole


def _check_sizes(header_size: int, payload_size: int) -> None:
    if header_size > HEADER_LIMIT or payload_size > PAYLOAD_LIMIT:
        raise ProtocolError(
            f"A message of {header_size} + {payload_size} bytes is larger than the "
            f"limit of {HEADER_LIMIT} + {PAYLOAD_LIMIT} bytes."
        )
