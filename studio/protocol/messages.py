"""The messages: one frozen dataclass each. docs/protocol.md says who sends what.

Every request carries a number chosen by its sender; answers repeat it. Arrays
and pictures travel as raw bytes behind the JSON header (`payload`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.catalog.saved_models import Folder
from studio.catalog.spec import Catalog, ClassSpec
from studio.graph.block import Block
from studio.graph.feeds import Feeds
from studio.graph.model import Comment, Edge, LayerDefinition, Node
from studio.graph.problems import Problem
from studio.graph.setup import DataFacts, DataSource, Setup
from studio.protocol.desk_messages import DeskEvent, DeskRequest
from studio.protocol.facts import AlikeNodes
from studio.protocol.facts import NodeFacts as NodeFacts
from studio.protocol.facts import OutputFacts as OutputFacts
from studio.protocol.facts import Shape as Shape
from studio.protocol.infer_messages import InferEvent, InferRequest
from studio.protocol.model_messages import ModelEvent, ModelRequest
from studio.protocol.repair_messages import FixesTried, TryFixes, TryFixesHeld
from studio.protocol.run_messages import RunEvent, RunRequest

PROTOCOL_VERSION = 1


@dataclass(frozen=True, slots=True)
class Introspect:
    """Read the catalog from the installed Keras. Answer: `CatalogRead`."""

    request: int


@dataclass(frozen=True, slots=True)
class ReadModules:
    """Read the user's own layers and those of modules. Answer: `ClassesRead`.

    `custom` is Python text. `approved` is the `fingerprint` of text and modules that
    the user allowed; the engine runs nothing else.
    """

    request: int
    modules: tuple[str, ...] = ()
    custom: str = ""
    approved: str = ""


@dataclass(frozen=True, slots=True)
class Infer:
    """Shapes, sizes and problems of a document. Answer: `Inferred`.

    Attributes:
        trusted: `fingerprint` of the code in `setup` that the user lets run.
        folders: SavedModels that the user lets run.
        avoid: keys of `Asking` that Keras never answered; left out.
    """

    request: int
    revision: int
    nodes: tuple[Node, ...]
    definitions: tuple[LayerDefinition, ...]
    edges: tuple[Edge, ...]
    blocks: tuple[Block, ...] = ()
    comments: tuple[Comment, ...] = ()
    setup: Setup = field(default_factory=Setup)
    trusted: str = ""
    avoid: tuple[str, ...] = ()
    folders: tuple[Folder, ...] = ()


@dataclass(frozen=True, slots=True)
class DescribeData:
    """Read a data source and describe it. Answer: `DataDescribed`.

    `base` is the document's folder, for a relative path. Sent for a file only
    after the user allowed that file to be read. `feeds` says which arrays are wanted
    of a source that has one for each input and output.
    """

    request: int
    source: DataSource
    seed: int
    base: str
    feeds: Feeds | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """Write a model. Answer: `Exported`.

    `format` is the id of an `ExportFormat` that an engine writes. The model is
    built by `script`; `weights` is a run's folder, or empty for a fresh model.
    """

    request: int
    script: str
    weights: str
    format: str
    destination: str


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Finish what is running, then exit. Closing the pipe does the same."""

    request: int


@dataclass(frozen=True, slots=True)
class Device:
    """A device TensorFlow can train on: ``cpu``, ``gpu:0``, its name, bytes."""

    id: str
    name: str
    memory: int = 0


@dataclass(frozen=True, slots=True)
class Starting:
    """First message: the process runs and imports TensorFlow now."""

    protocol: int
    pid: int


@dataclass(frozen=True, slots=True)
class Ready:
    """TensorFlow is imported; requests are answered from here on."""

    python: str
    tensorflow: str
    keras: str
    numpy: str
    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class CatalogRead:
    """Answer to `Introspect`."""

    request: int
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class ClassesRead:
    """Answer to `ReadModules`: what can be placed, and why other things cannot."""

    request: int
    specs: tuple[ClassSpec, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inferred:
    """Answer to `Infer`: facts of every node, all problems at once.

    The totals count a shared layer once.

    Attributes:
        base: revision whose facts still hold for the nodes that are left out; None
            if all are here.
    """

    request: int
    revision: int
    facts: tuple[AlikeNodes, ...]
    problems: tuple[Problem, ...]
    total_params: int
    trainable_params: int
    base: int | None = None

    @property
    def nodes(self) -> tuple[NodeFacts, ...]:
        """Facts of each node."""
        return tuple(each for group in self.facts for each in group.each())


@dataclass(frozen=True, slots=True)
class Shaped:
    """What can be said at once of edits, while the work of many nodes is counted.

    `Inferred` follows, unless another question about the graph comes before it.

    Attributes:
        draft: shapes and weights are new, work is as it was told last; Keras may
            still refuse a call.
    """

    request: int
    draft: Inferred


@dataclass(frozen=True, slots=True)
class DataDescribed:
    """Answer to `DescribeData`; the payload holds the preview samples.

    The payload is `count` samples as contiguous float32, each of `shape`: that of
    the samples, or smaller for large pictures. `labels` are their labels as text.
    """

    request: int
    facts: DataFacts
    count: int
    labels: tuple[str, ...]
    shape: tuple[int, ...]
    payload: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Status:
    """What the engine does now, e.g. ``Loading data``.

    `fraction` tells how much of it is done, 0 to 1, where that is known.
    """

    text: str
    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """Answer to `Export`: what was written.

    `told` says how it was checked and what one should know of it, in sentences.
    """

    request: int
    destination: str
    size: int
    told: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A request could not be done.

    `text` is a plain sentence with cause and next step, `detail` the traceback
    for the log. Of request 0 it says that the engine cannot work at all.
    """

    request: int
    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Sent each second by a living engine."""


Request = (
    Introspect
    | ReadModules
    | Infer
    | TryFixes
    | TryFixesHeld
    | DescribeData
    | RunRequest
    | Export
    | Shutdown
    | InferRequest
    | ModelRequest
    | DeskRequest
)
Event = (
    Starting
    | Ready
    | CatalogRead
    | ClassesRead
    | Inferred
    | Shaped
    | FixesTried
    | DataDescribed
    | Status
    | RunEvent
    | Exported
    | Failed
    | Heartbeat
    | InferEvent
    | ModelEvent
    | DeskEvent
)
Message = Request | Event
