"""Which function does which request; its module is imported at first use."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from studio.protocol.infer_messages import InferEdits
from studio.protocol.messages import (
    DescribeData,
    Export,
    Infer,
    Introspect,
    ReadModules,
)
from studio.protocol.model_messages import BuildKnown, ReadScript, Roundtrip
from studio.protocol.repair_messages import TryFixes, TryFixesHeld
from studio.protocol.run_messages import (
    Evaluate,
    Predict,
    PredictSample,
    StartTraining,
)
from studio.runtime.engine.context import Context

Handler = Callable[[Any, Context], None]


def _in_module(module: str, function: str) -> Handler:
    def handle(request: Any, context: Context) -> None:
        full_name = f"studio.runtime.engine.{module}"
        getattr(import_module(full_name), function)(request, context)

    return handle


HANDLERS: dict[type, Handler] = {
    Introspect: _in_module("introspect", "introspect"),
    ReadModules: _in_module("introspect_foreign", "read_modules"),
    Infer: _in_module("infer", "infer"),
    InferEdits: _in_module("infer", "infer_edits"),
    TryFixes: _in_module("repair", "try_fixes"),
    TryFixesHeld: _in_module("repair", "try_fixes_held"),
    DescribeData: _in_module("data", "describe"),
    StartTraining: _in_module("train", "train"),
    Evaluate: _in_module("evaluate", "evaluate"),
    Predict: _in_module("predict", "predict"),
    PredictSample: _in_module("predict", "predict_sample"),
    Export: _in_module("export", "export"),
    BuildKnown: _in_module("known_models", "build_known"),
    ReadScript: _in_module("script_models", "read_script"),
    Roundtrip: _in_module("roundtrip", "roundtrip"),
}
