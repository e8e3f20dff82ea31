"""The settings in a file as those of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.graph.model import Flow
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
from studio.project.repairs import Repairs, document_value, document_values

if TYPE_CHECKING:
    from studio.project import schema


def build_setup(record: schema.SetupRecord, repairs: Repairs) -> Setup:
    """Build the settings of a file.

    Raises:
        ValueError: a value is malformed.
    """
    data, fit = record.data, record.fit
    path = data.path.replace("\0", "")
    if path != data.path:
        repairs.note("A character that no file name can have was left out of the path.")
    return Setup(
        DataSource(
            data.kind,
            path,
            document_values("data", data.options),
            data.validation_split,
            data.test_split,
            data.arrays,
        ),
        _compile(record.compile),
        FitSettings(
            fit.epochs,
            fit.batch_size,
            fit.seed,
            fit.device,
            document_value("fit", "callbacks", fit.callbacks),
        ),
        _model(record.model),
        _code(record.code),
        tuple((item.code, item.node) for item in record.rules.silenced),
        CanvasSettings(Flow(record.canvas.flow)),
    )


def _model(record: schema.ModelRecord) -> ModelSettings:
    found = record.weights
    weights = None
    if found:
        weights = WeightsFile(
            found.path, found.sha256, found.numbers, found.partial, found.layers
        )
    return ModelSettings(record.name, record.trainable, weights)


def _code(record: schema.CodeRecord) -> CodeSettings:
    return CodeSettings(
        CodeStyle(record.style),
        CodeHeader(record.header),
        record.custom,
        tuple(record.modules),
    )


def _compile(record: schema.CompileRecord | None) -> CompileSettings:
    if record is None:
        return CompileSettings()
    given = {name: getattr(record, name) for name in ("optimizer", "loss", "metrics")}
    known = record.model_fields_set
    outputs = {node: _output(own) for node, own in record.outputs.items()}
    return CompileSettings(
        **{k: document_value("compile", k, v) for k, v in given.items() if k in known},
        outputs=outputs,
    )


def _output(record: schema.OutputRecord) -> OutputSettings:
    return OutputSettings(
        document_value("compile", "loss", record.loss),
        record.weight,
        document_value("compile", "metrics", record.metrics),
    )
