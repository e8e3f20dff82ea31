"""Messages of every class, made by hypothesis."""

from __future__ import annotations

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
        tuples(
            st.builds(
                runs.OutputPredictions,
                text,
                tuples(st.builds(runs.Prediction, text, text, tuples(floats))),
                tuples(text),
            )
        ),
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
