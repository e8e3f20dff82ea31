"""Framing: identity, arbitrary cuts, and any bytes give messages or one error."""

from __future__ import annotations

import itertools
import json
import math
import typing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.graph.model import LayerDefinition, Node, NodeKind
from studio.protocol import desk_messages as dm
from studio.protocol import infer_messages as im
from studio.protocol import messages as m
from studio.protocol import model_messages as mm
from studio.protocol import run_messages as runs
from studio.protocol.codec import (
    HEAD,
    HEADER_LIMIT,
    MAGIC,
    PAYLOAD_LIMIT,
    Decoder,
    ProtocolError,
    encode,
)
from studio.protocol.facts import alike
from tests.protocol.strategies import all_messages, node_facts, text


def decode_all(data: bytes) -> list[m.Message]:
    return Decoder().feed(data)


@given(all_messages)
def test_a_message_survives_the_pipe(message):
    assert decode_all(encode(message)) == [message]


@given(st.lists(node_facts, max_size=6))
def test_what_is_alike_is_told_once_and_of_each_node(facts):
    twice = [replace(f, node=str(number)) for number, f in enumerate(facts + facts)]
    groups = alike(twice)
    assert len(groups) <= len(facts)
    told = {each.node: each for group in groups for each in group.each()}
    assert told == {each.node: each for each in twice}


@given(st.lists(all_messages, max_size=4), st.lists(st.integers(0, 4000), max_size=8))
def test_cuts_do_not_matter(sent, cuts):
    stream = b"".join(map(encode, sent))
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    decoder = Decoder()
    received = []
    for start, end in itertools.pairwise(edges):
        received += decoder.feed(stream[start:end])
    assert received == sent


def test_every_message_class_is_known_to_the_codec():
    defined = {
        c
        for module in (m, mm, im, runs, dm)
        for c in vars(module).values()
        if isinstance(c, type) and c.__module__.startswith("studio.protocol.")
    }
    parts = {m.Device, m.OutputFacts, m.NodeFacts, m.AlikeNodes, runs.Prediction}
    parts |= {runs.OutputPredictions}
    parts |= {mm.FoundModel, mm.ScriptProblem, mm.Difference, dm.CodeKind}
    assert defined - parts == set(typing.get_args(m.Message))


def only_messages_or_protocol_error(data: bytes) -> None:
    try:
        received = decode_all(data)
    except ProtocolError:
        return
    assert all(isinstance(message, m.Message) for message in received)


@given(st.binary(max_size=200))
def test_any_bytes_are_messages_or_a_protocol_error(data):
    only_messages_or_protocol_error(data)
    only_messages_or_protocol_error(MAGIC + data)
    only_messages_or_protocol_error(HEAD.pack(MAGIC, len(data), 0) + data)


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4)
    ),
)


@given(st.sampled_from(typing.get_args(m.Message)), st.data())
def test_any_json_is_a_message_or_a_protocol_error(kind, data):
    names = [*kind.__dataclass_fields__, "$float", "surplus"]
    fields = data.draw(st.dictionaries(st.sampled_from(names), json_data))
    header = json.dumps({"type": kind.__name__, **fields}).encode()
    only_messages_or_protocol_error(HEAD.pack(MAGIC, len(header), 0) + header)


@settings(max_examples=300)
@given(all_messages, st.data())
def test_a_damaged_message_is_no_surprise(message, data):
    frame = bytearray(encode(message))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(
            st.integers(0, 255)
        )
    only_messages_or_protocol_error(bytes(frame))


@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_infinities_survive(value):
    message = runs.EpochEnd(1, value, {"loss": value})
    assert decode_all(encode(message)) == [message]


def test_nan_survives():
    (message,) = decode_all(encode(runs.EpochEnd(1, 0.5, {"loss": math.nan})))
    assert isinstance(message, runs.EpochEnd)
    assert math.isnan(message.metrics["loss"])


@pytest.mark.parametrize("sizes", [(HEADER_LIMIT + 1, 0), (1, PAYLOAD_LIMIT + 1)])
def test_an_oversized_frame_is_refused_from_its_head_alone(sizes):
    with pytest.raises(ProtocolError, match="larger than the limit"):
        decode_all(HEAD.pack(MAGIC, *sizes))


def test_an_oversized_message_is_not_sent():
    with pytest.raises(ProtocolError, match="larger than the limit"):
        encode(m.Status("x" * HEADER_LIMIT))


@pytest.mark.parametrize(
    "header", [b"[" * 200_000, b'{"type":"Status","text":1}', b"1"]
)
def test_a_bad_header_is_one_sentence(header):
    with pytest.raises(ProtocolError, match=r"^A message .*\.$"):
        decode_all(HEAD.pack(MAGIC, len(header), 0) + header)


def test_a_payload_only_where_one_belongs():
    header = b'{"type":"Heartbeat"}'
    with pytest.raises(ProtocolError, match="payload"):
        decode_all(HEAD.pack(MAGIC, len(header), 3) + header + b"abc")


def test_a_broken_stream_stays_broken():
    decoder = Decoder()
    for _ in range(2):
        with pytest.raises(ProtocolError):
            decoder.feed(b"tensorflow says hello")


def test_a_huge_graph_comes_back():
    many = tuple(Node(f"n{i}", NodeKind.LAYER, f"l{i}") for i in range(5000))
    laid = tuple(
        LayerDefinition(f"l{i}", "keras.layers.Dense", "d") for i in range(5000)
    )
    question = m.Infer(1, 1, many, laid, ())
    assert decode_all(encode(question)) == [question]
