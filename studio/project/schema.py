"""The `.studio` file as pydantic models: types, and the published JSON Schema.

Ranges and meaning are the rules' business: a file with 0 epochs opens and is
shown with its problem. Unknown fields are allowed and kept.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

Id = Field(min_length=1, max_length=100)
PointRecord = Annotated[list[FiniteFloat], Field(min_length=2, max_length=2)]


class Record(BaseModel):
    """Base of all: no coercion, unknown fields kept in `model_extra`."""

    model_config = ConfigDict(extra="allow", strict=True)


class DefinitionRecord(Record):
    """A layer, op, model or block: class and arguments that are not the default."""

    id: str = Id
    layer_class: str = Field(alias="class", min_length=1)
    name: str
    parameters: dict[str, Any] = {}
    block: str | None = None


class NodeRecord(Record):
    """One call on the canvas, a model input, or an output mark."""

    id: str = Id
    kind: Literal["input", "layer", "output"]
    definition: str | None = None
    position: list[FiniteFloat] = Field([0.0, 0.0], min_length=2, max_length=2)
    call: dict[str, Any] = {}
    place: list[int | str] = []
    muted: bool = False


class EdgeRecord(Record):
    """A tensor from an output of `source` to an input port of `target`."""

    source: str = Id
    output: str = "0"
    target: str = Id
    port: str = Field(min_length=1)
    via: list[PointRecord] = []
    pinned: bool = False


class CommentRecord(Record):
    """A note on the canvas, plain text."""

    id: str = Id
    text: str
    position: list[FiniteFloat] = Field([0.0, 0.0], min_length=2, max_length=2)
    width: FiniteFloat = 220.0
    height: FiniteFloat = 80.0
    frame: bool = False


class BlockParameterRecord(Record):
    """What the instances of a block may differ in."""

    name: str = Field(min_length=1)
    default: Any = None


class BlockRecord(Record):
    """A nested model, or a group of nodes that is expanded in place."""

    id: str = Id
    name: str
    kind: Literal["model", "sequential", "group"]
    parameters: list[BlockParameterRecord] = []
    definitions: list[DefinitionRecord] = []
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    comments: list[CommentRecord] = []


class DataRecord(Record):
    """Where the samples come from and how they are split."""

    kind: str = "none"
    path: str = ""
    options: dict[str, Any] = {}
    validation_split: FiniteFloat = 0.2
    test_split: FiniteFloat = 0.2
    arrays: dict[str, str] = {}


class OutputRecord(Record):
    """What one of several outputs is trained for, where it is not as for all."""

    loss: Any = None
    weight: FiniteFloat = 1.0
    metrics: list[Any] | None = None


class CompileRecord(Record):
    """Arguments of `Model.compile`, as names or in Keras' serialised form."""

    optimizer: Any = None
    loss: Any = None
    metrics: list[Any] = []
    outputs: dict[str, OutputRecord] = {}


class FitRecord(Record):
    """Arguments of `Model.fit`, the seed and the device."""

    epochs: int = 10
    batch_size: int = 32
    seed: int = 0
    device: str = "auto"
    callbacks: list[Any] = []


class WeightsRecord(Record):
    """Trained weights beside the file."""

    path: str
    sha256: str
    numbers: int = 0
    partial: bool = False
    layers: dict[str, str] = {}


class ModelRecord(Record):
    """The model as a whole."""

    name: str = ""
    trainable: bool = True
    weights: WeightsRecord | None = None


class CodeRecord(Record):
    """How the script is written, and the user's own code in it."""

    style: Literal["functional", "sequential", "subclass"] = "functional"
    header: Literal["tensorflow", "keras"] = "tensorflow"
    custom: str = ""
    modules: list[str] = []


class SilencedRecord(Record):
    """A warning that is not wanted at a node; blank for the whole document."""

    code: str
    node: str = ""


class RulesRecord(Record):
    """Which warnings are not wanted."""

    silenced: list[SilencedRecord] = []


class CanvasRecord(Record):
    """How the graph is drawn."""

    flow: Literal["top_to_bottom", "left_to_right"] = "top_to_bottom"


class SetupRecord(Record):
    """All that a document holds besides its graph."""

    data: DataRecord = Field(default_factory=DataRecord)
    compile: CompileRecord | None = None
    fit: FitRecord = Field(default_factory=FitRecord)
    model: ModelRecord = Field(default_factory=ModelRecord)
    code: CodeRecord = Field(default_factory=CodeRecord)
    rules: RulesRecord = Field(default_factory=RulesRecord)
    canvas: CanvasRecord = Field(default_factory=CanvasRecord)


class ProjectRecord(Record):
    """A Layer Studio project: one model with its data and training setup."""

    format: Literal["layer-studio"]
    version: Literal[1]
    title: str = ""
    description: str = ""
    last_ids: dict[str, int] = {}
    definitions: list[DefinitionRecord] = []
    nodes: list[NodeRecord] = []
    edges: list[EdgeRecord] = []
    comments: list[CommentRecord] = []
    blocks: list[BlockRecord] = []
    setup: SetupRecord = Field(default_factory=SetupRecord)


def json_schema() -> dict[str, Any]:
    """JSON Schema of the file, as published in docs/file-format.schema.json."""
    return ProjectRecord.model_json_schema(by_alias=True)
