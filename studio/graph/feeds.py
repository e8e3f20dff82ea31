"""Which array of the data each input and output of a model takes, by names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studio.graph.algorithms import model_inputs, model_outputs, placed_outputs
from studio.graph.block import INSTANCE_NAME, BlockKind
from studio.graph.block_ports import input_places, output_keys
from studio.graph.commands import change_code
from studio.graph.data_kinds import data_kind
from studio.graph.document import Document
from studio.graph.edits import ChangeSetup, Edit
from studio.graph.model import Place
from studio.graph.muting import without_muted_nodes
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.setup import CodeStyle, DataSource


@dataclass(frozen=True, slots=True)
class Feed:
    """An array, and the input or output of the model that it is for.

    Attributes:
        node: the input, or the node that makes the output.
        name: what Keras calls it; empty where only Keras knows.
        array: name of the array in the data.
        output: which output of the node it is.
    """

    node: str
    name: str
    array: str
    output: str = "0"

    @property
    def id(self) -> str:
        """What settings and facts of this input or output are kept under."""
        return feed_id(self.node, self.output)


def feed_id(node: str, output: str = "0") -> str:
    """Node and output of it as one text; the node alone for its first output."""
    return node if output == "0" else f"{node}[{output}]"


def feed_node(feed: str) -> str:
    """The node in a `Feed.id`."""
    return feed.partition("[")[0]


def output_setting(output: str, name: str) -> str:
    """What a problem calls a setting of one of several outputs, by `Feed.id`."""
    return f"outputs/{output}/{name}"


@dataclass(frozen=True, slots=True)
class Feeds:
    """The arrays of a model, in the order of its inputs and outputs."""

    inputs: tuple[Feed, ...]
    outputs: tuple[Feed, ...]

    @property
    def several(self) -> bool:
        """Whether Keras has to tell inputs or outputs apart."""
        return len(self.inputs) > 1 or len(self.outputs) > 1


def carried_settings(document: Document, moved: Mapping[str, str]) -> list[Edit]:
    """Edit that keeps the arrays and settings of outputs that other nodes make now.

    `moved` leads from each `Feed.id` to the new one.
    """
    setup = document.setup
    arrays = {moved.get(k, k): v for k, v in setup.data.arrays.items()}
    outputs = {moved.get(k, k): v for k, v in setup.compile.outputs.items()}
    kept = replace(
        setup,
        data=replace(setup.data, arrays=arrays),
        compile=replace(setup.compile, outputs=outputs),
    )
    return [] if kept == setup else [ChangeSetup(kept)]


def has_arrays(source: DataSource) -> bool:
    """Whether data may hold an array for each input and output."""
    kind = data_kind(source.kind)
    return kind is not None and bool(kind.arrays or kind.kind == "npz")


def feeds_of(document: Document) -> Feeds | None:
    """What the data's arrays are for; None where it has one of samples and labels."""
    source = document.setup.data
    if not has_arrays(source):
        return None
    feeds = model_feeds(document)
    return feeds if feeds.several or source.kind != "npz" else None


def model_feeds(document: Document) -> Feeds:
    """Inputs and outputs of the model, as if all data had an array for each."""
    plain = without_muted_nodes(document)
    graph, chosen = plain.graph, document.setup.data.arrays
    starts = model_inputs(graph)
    places = input_places([graph.nodes[node] for node in starts])
    inputs = [
        (node, _key(place) or graph.title_of(node))
        for node, place in zip(starts, places, strict=True)
    ]
    outputs = [
        (node, _key(place) or _output_name(plain, node, key), key)
        for place, node, key in placed_outputs(graph)
    ]

    def feed(node: str, name: str, output: str = "0") -> Feed:
        array = chosen.get(feed_id(node, output), name)
        return Feed(node, name, array, output)

    return Feeds(
        tuple(feed(*pair) for pair in inputs), tuple(feed(*end) for end in outputs)
    )


def _key(place: Place) -> str:
    """Key of a place in a dict; empty for one in a list."""
    return str(place[-1]) if place and isinstance(place[-1], str) else ""


def _output_name(document: Document, node: str, key: str) -> str:
    """Name of the layer whose tensor an output is; empty if that is an operation."""
    graph, instance = document.graph, ""
    while True:
        definition = graph.definition_of(node)
        if definition is None or definition.is_op:
            return ""
        name = definition.name.replace(INSTANCE_NAME, instance)
        block = document.blocks.get(definition.block or "")
        if block is None or block.kind is not BlockKind.GROUP:
            return name
        ends = dict(zip(output_keys(block), model_outputs(block.graph), strict=False))
        if key not in ends:
            return ""
        graph, instance, (node, key) = block.graph, name, ends[key]


def check_names(document: Document, feeds: Feeds) -> Iterator[Problem]:
    """Inputs and outputs that Keras cannot tell apart by names."""
    if not feeds.several:
        return
    graph = document.graph
    places = [node.place for node in graph.nodes.values() if node.place]
    if any(len(place) > 1 for place in places):
        text = (
            "Inputs or outputs stand in lists and dicts inside one another, and data "
            "is given by names only. Give each a place of its own in one list or dict."
        )
        yield _problem(text)
    if document.setup.code.style is CodeStyle.SUBCLASS:
        text = (
            "A model that is written as a class has no names for several inputs and "
            "outputs. Write it in the functional style to train it."
        )
        edit = change_code(document, style=CodeStyle.FUNCTIONAL)
        yield _problem(text, None, Fix("Use the functional style", edit, safe=True))
    if len(feeds.outputs) > 1:
        yield from _unnamed(document, feeds.outputs)


def _unnamed(document: Document, outputs: Sequence[Feed]) -> Iterator[Problem]:
    counts = Counter(feed.name for feed in outputs)
    told: set[str] = set()
    for feed in outputs:
        title = document.graph.title_of(feed.node)
        if not feed.name:
            text = (
                f"The output {title} is made by an operation, which Keras numbers by "
                "itself, so no loss can be named for it. Put an Identity layer behind "
                "it and give that a name."
            )
            yield _problem(text, feed.node)
        elif counts[feed.name] > 1 and feed.name not in told:
            told.add(feed.name)
            text = (
                f"{counts[feed.name]} outputs of the model are called “{feed.name}”, "
                "so losses and labels cannot be told apart. Put an Identity layer with "
                "a name of its own behind each."
            )
            yield _problem(text, feed.node)


def _problem(text: str, node: str | None = None, *fixes: Fix) -> Problem:
    return Problem(Severity.ERROR, "D-NAMES", text, node, None, fixes)
