"""Random documents, with comments, settings and hostile texts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from studio.graph import edits
from studio.graph.document import Document
from studio.graph.model import INPUT_CLASS, Comment, Edge, Flow, Point
from studio.graph.model import LayerDefinition as Definition
from studio.graph.setup import (
    CanvasSettings,
    CodeHeader,
    CodeSettings,
    CodeStyle,
    CompileSettings,
    DataSource,
    FitSettings,
    ModelSettings,
    OutputSettings,
    Setup,
    WeightsFile,
)
from tests.graph.strategies import names, points, random_edit, values

texts = st.text(max_size=30)
paths = texts.map(lambda text: text.replace("\0", ""))  # what no path can hold
fractions = st.floats(0, 0.9)
mappings = st.dictionaries(texts, values, max_size=3)
output_settings = st.builds(
    OutputSettings,
    values,
    st.floats(0, 9),
    st.none() | st.lists(values, max_size=2),
)
setups = st.builds(
    Setup,
    st.builds(
        DataSource,
        st.text(max_size=9),
        paths,
        mappings,
        fractions,
        fractions,
        st.dictionaries(texts, texts, max_size=2),
    ),
    st.builds(
        CompileSettings,
        values,
        values,
        st.lists(values, max_size=3),
        st.dictionaries(texts, output_settings, max_size=2),
    ),
    st.builds(
        FitSettings,
        st.integers(),
        st.integers(),
        st.integers(),
        texts,
        st.lists(values, max_size=2),
    ),
    st.builds(
        ModelSettings,
        texts,
        st.booleans(),
        st.none()
        | st.builds(
            WeightsFile,
            texts,
            texts,
            st.integers(),
            st.booleans(),
            st.dictionaries(texts, texts, max_size=2),
        ),
    ),
    st.builds(
        CodeSettings,
        st.sampled_from(CodeStyle),
        st.sampled_from(CodeHeader),
        texts,
        st.tuples(texts),
    ),
    st.lists(st.tuples(texts, texts), max_size=2, unique=True).map(tuple),
    st.builds(CanvasSettings, st.sampled_from(Flow)),
)


@st.composite
def documents(draw) -> Document:
    document = Document()
    for _ in range(draw(st.integers(0, 12))):
        edit = random_edit(draw, document)
        if edit is not None:
            document.apply(edit)
    for definition in list(document.graph.definitions.values()):
        changed = Definition(
            definition.id,
            draw(names),
            definition.name,
            draw(mappings),
            definition.block,
        )
        if definition.layer_class != INPUT_CLASS:
            document.apply(edits.ChangeDefinition(changed))
    for _ in range(draw(st.integers(0, 2))):
        comment = Comment(
            document.new_id("c"), draw(texts), draw(points), frame=draw(st.booleans())
        )
        document.apply(edits.AddComment(comment))
    for node in list(document.graph.nodes.values()):
        place = draw(st.lists(st.integers(0, 9) | texts, max_size=2))
        muted = draw(st.booleans())
        changed_node = replace(node, place=tuple(place), muted=muted)
        document.apply(edits.ChangeNode(changed_node))
    for key in list(document.graph.edges):
        via = tuple(draw(st.lists(points, max_size=2)))
        pinned = draw(st.booleans())
        document.apply(edits.Reroute(*key, via, pinned))
    document.apply(edits.ChangeSetup(draw(setups)))
    return document


def small_document() -> Document:
    """Input, Dense with an odd parameter, output, a comment."""
    from studio.graph import commands

    document = Document()
    steps = []
    for layer, parameters in (
        (INPUT_CLASS, {"shape": (8, 8, 1)}),
        ("keras.layers.Dense", {"units": 3, "activation": "relu", "odd": float("inf")}),
    ):
        edit, node = commands.place_layer(
            document, layer, Point(0.5, 40 * len(steps)), parameters
        )
        document.apply(edit)
        steps.append(node)
    document.apply(commands.connect(document, Edge(*steps, "inputs")))
    edit, output = commands.place_output(document, Point(0, 200))
    document.apply(edit)
    document.apply(commands.connect(document, Edge(steps[1], output, "inputs")))
    document.apply(edits.AddComment(Comment(document.new_id("c"), "A note é")))
    return document
