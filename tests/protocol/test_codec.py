"""Framing: identity, arbitrary cuts, and any bytes give messages or one error."""

from __future__ import annotations

import itertools
import json
import math
import time
import typing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.catalog.spec import Catalog, ClassSpec, Parameter, ParameterKind, Role
from studio.graph import edits
from studio.graph.feeds import Feed, Feeds
from studio.graph.layout.jobs import LayoutJob
from studio.graph.model import (
    Comment,
    Edge,
    Flow,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
)
from studio.graph.ports import InputPort
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.setup import CompileSettings, DataSource, OutputSettings, Setup
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

text = st.text(st.characters(exclude_categories=()), max_size=12)
floats = st.floats(allow_nan=False)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | floats | text,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(text.filter(lambda key: key != "$float"), inner, max_size=3)
    ),
    max_leaves=6,
)
parameters = st.dictionaries(text, values, max_size=3)
definitions = st.builds(LayerDefinition, text, text, text, parameters)
points = st.builds(Point, floats, floats)
nodes = st.builds(
    Node, text, st.sampled_from(NodeKind), st.none() | text, points, parameters
)
graph_edges = st.builds(Edge, text, text, text, text)
comments = st.builds(Comment, text, text, points, floats, floats)
simple_edits = st.one_of(
    st.builds(edits.AddDefinition, definitions),
    st.builds(edits.ChangeDefinition, definitions),
    st.builds(edits.RemoveDefinition, text),
    st.builds(edits.AddNode, nodes),
    st.builds(edits.ChangeNode, nodes),
    st.builds(edits.RemoveNode, text),
    st.builds(edits.MoveNodes, st.dictionaries(text, points, max_size=3)),
    st.builds(edits.Connect, graph_edges),
    st.builds(edits.Disconnect, text, text),
    st.builds(edits.Reroute, text, text, st.lists(points, max_size=2).map(tuple)),
    st.builds(edits.AddComment, comments),
    st.builds(edits.ChangeComment, comments),
    st.builds(edits.RemoveComment, text),
    st.builds(
        edits.ChangeSetup,
        st.builds(
            Setup,
            compile=st.builds(
                CompileSettings,
                outputs=st.dictionaries(
                    text,
                    st.builds(OutputSettings, values, floats, st.none() | st.just(())),
                    max_size=2,
                ),
            ),
        ),
    ),
)
all_edits = st.recursive(
    simple_edits,
    lambda inner: st.builds(
        edits.Compound, text, st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=4,
)


def tuples(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


problems = st.builds(
    Problem,
    st.sampled_from(Severity),
    text,
    text,
    st.none() | text,
    st.none() | text,
    tuples(st.builds(Fix, text, all_edits)),
)
specs = st.builds(
    ClassSpec,
    text,
    st.sampled_from(Role),
    text,
    tuples(text),
    tuples(st.builds(Parameter, text, st.sampled_from(ParameterKind), values)),
    tuples(st.builds(InputPort, text, st.booleans(), st.booleans())),
)
names = st.dictionaries(text, text, max_size=2)
sources = st.builds(DataSource, text, text, parameters, floats, floats, names)
feeds = tuples(st.builds(Feed, text, text, text))
ints = st.integers(0, 2**53)
metrics = st.dictionaries(text, floats, max_size=3)
outputs = st.builds(m.OutputFacts, text, tuples(st.none() | ints), text)
node_facts = st.builds(
    m.NodeFacts,
    text,
    tuples(outputs),
    ints,
    ints,
    st.none() | ints,
    st.none() | ints,
    ints,
    st.none() | ints,
    text,
    weight_shapes=tuples(tuples(ints)),
)
alike_nodes = st.lists(node_facts, max_size=4).map(alike)
inferred = st.builds(m.Inferred, ints, ints, alike_nodes, tuples(problems), ints, ints)
all_messages = st.one_of(
    st.builds(
        m.Infer, ints, ints, tuples(nodes), tuples(definitions), tuples(graph_edges)
    ),
    st.builds(im.InferEdits, ints, ints, ints, tuples(all_edits), text, tuples(text)),
    st.builds(im.Asking, ints, text, st.none() | text, text, floats),
    st.builds(im.OutOfStep, ints),
    st.builds(
        m.DescribeData,
        ints,
        sources,
        ints,
        text,
        st.none() | st.builds(Feeds, feeds, feeds),
    ),
    st.builds(m.ReadModules, ints, tuples(text), text, text),
    st.builds(m.ClassesRead, ints, tuples(specs), tuples(text)),
    st.builds(m.CatalogRead, ints, st.builds(Catalog, text, tuples(specs))),
    inferred,
    st.builds(m.Shaped, ints, inferred),
    st.builds(runs.BatchEnd, ints, ints, metrics),
    st.builds(m.Failed, ints, text, text),
    st.builds(
        runs.Predicted,
        ints,
        tuples(ints),
        tuples(st.builds(runs.Prediction, text, text, tuples(floats))),
        tuples(text),
        st.binary(max_size=64),
        ints,
        ints,
    ),
    st.builds(runs.Predict, ints, text, text, ints, st.booleans()),
    st.builds(
        runs.PredictSample,
        ints,
        text,
        tuples(ints),
        tuples(text),
        st.binary(max_size=64),
    ),
    st.builds(m.Heartbeat),
    st.builds(m.Shutdown, ints),
    st.builds(mm.ReadScript, ints, text, floats),
    st.builds(
        mm.ModelsRead,
        ints,
        tuples(st.builds(mm.FoundModel, text, text, ints, ints)),
        tuples(st.builds(mm.ScriptProblem, ints, text)),
        st.binary(max_size=64),
    ),
    st.builds(mm.BuildKnown, ints, text, st.dictionaries(text, ints)),
    st.builds(mm.KnownBuilt, ints, text, st.binary(max_size=64)),
    st.builds(mm.Roundtrip, ints, text, st.binary(max_size=64)),
    st.builds(dm.FollowEdits, ints, ints, ints, st.lists(simple_edits).map(tuple)),
    st.builds(dm.HoldFacts, ints, alike_nodes, tuples(text)),
    st.builds(dm.WriteCode, ints, ints, st.sampled_from(dm.CodeKind), text, text),
    st.builds(
        dm.ArrangeDocument,
        ints,
        ints,
        st.builds(
            LayoutJob,
            st.none() | text,
            st.lists(text).map(tuple),
            st.none() | st.sampled_from(Flow),
        ),
    ),
    st.builds(dm.Arranged, ints, simple_edits),
    st.builds(
        dm.Written,
        ints,
        text,
        st.lists(text).map(tuple),
        st.lists(ints).map(tuple),
        st.lists(ints).map(tuple),
        text,
    ),
    st.builds(
        mm.RoundtripDone,
        ints,
        text,
        ints,
        tuples(st.builds(mm.Difference, text, text, text, text)),
        text,
        tuples(text),
        text,
    ),
)


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


def test_a_huge_graph_is_quick():
    many = tuple(Node(f"n{i}", NodeKind.LAYER, f"l{i}") for i in range(5000))
    laid = tuple(
        LayerDefinition(f"l{i}", "keras.layers.Dense", "d") for i in range(5000)
    )
    start = time.perf_counter()
    (back,) = decode_all(encode(m.Infer(1, 1, many, laid, ())))
    assert isinstance(back, m.Infer)
    assert time.perf_counter() - start < 2.0
