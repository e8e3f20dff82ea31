"""A person's Python text, executed for the models it makes.

Only trusted text comes here, into an engine that is thrown away afterwards.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

import keras

from studio.protocol.model_messages import (
    FoundModel,
    ModelsRead,
    ReadScript,
    ScriptProblem,
)
from studio.runtime.engine.context import Context
from studio.runtime.engine.explain import first_line
from studio.runtime.engine.made_models import MadeModels, TrainingBegins
from studio.runtime.engine.script import (
    empty_module,
    line_in_script,
    script_module,
)
from studio.runtime.engine.script_text import model_functions
from studio.runtime.outcome import TOO_LONG

BUILDER = "build_model"


def read_script(request: ReadScript, context: Context) -> None:
    """Execute the text; answer with the models it made and what went wrong."""
    reading = _Reading(request, context)
    alarm = threading.Timer(request.seconds, reading.expire)
    alarm.daemon = True
    alarm.start()
    try:
        reading.execute()
    finally:
        alarm.cancel()
    reading.answer()


class _Reading:
    """One execution: what was found is known also if it never ends."""

    def __init__(self, request: ReadScript, context: Context) -> None:
        self._request = request
        self._context = context
        self._made = MadeModels()
        self._module = empty_module()
        self._built: list[tuple[str, Any]] = []
        self._problems: list[ScriptProblem] = []
        self._answering = threading.Lock()

    def execute(self) -> None:
        """Run the text, then the functions in it that return models."""
        sys.argv = ["script.py"]
        with self._made.recording():
            try:
                with script_module(self._request.text, self._module):
                    self._call_functions()
            except TrainingBegins as stop:
                self._note_training(stop)
            except (Exception, SystemExit) as error:
                self._blame(error)

    def expire(self) -> None:
        """Answer with what there is, and end the process."""
        text = (
            f"The script did not finish within {self._request.seconds:g} seconds and "
            "was ended. Put what builds the model into a function build_model()."
        )
        self._problems.append(ScriptProblem(0, text))
        self.answer()
        os._exit(TOO_LONG)  # a thread cannot be ended alone

    def answer(self) -> None:
        """Send the answer; the first of two wins."""
        if not self._answering.acquire(blocking=False):
            return
        found: list[FoundModel] = []
        configs: list[bytes] = []
        for title, model in self._found():
            text = self._config_of(title, model)
            if text:
                configs.append(text)
                found.append(
                    FoundModel(title, model.name, len(model.layers), len(text))
                )
        if not found and not self._problems:
            self._problems.append(ScriptProblem(0, _NOTHING))
        answer = ModelsRead(
            self._request.request,
            tuple(found),
            tuple(self._problems),
            b"".join(configs),
        )
        self._context.send(answer)

    def _call_functions(self) -> None:
        names = model_functions(self._request.text)
        for name in [BUILDER] if BUILDER in names else names:
            self._call(name, getattr(self._module, name, None))

    def _call(self, name: str, function: Any) -> None:
        if not callable(function):
            return
        try:
            result = function()
        except TrainingBegins as stop:
            self._note_training(stop)
        except (Exception, SystemExit) as error:
            self._blame(error, f"{name}() failed")
        else:
            if isinstance(result, keras.Model):
                self._built.append((f"{name}()", result))

    def _found(self) -> Iterator[tuple[str, Any]]:
        """Models with their titles: built, then bound to names, then the others."""
        seen: set[int] = set()
        bound = list(vars(self._module).items())
        named = [(k, v) for k, v in bound if isinstance(v, keras.Model)]
        known = [model for _, model in (*self._built, *named)]
        others = [(model.name, model) for model in self._made.whole(known)]
        for title, model in (*self._built, *named, *others):
            if id(model) not in seen:
                seen.add(id(model))
                yield title, model

    def _config_of(self, title: str, model: Any) -> bytes:
        """JSON of a model; empty, with a problem noted, where there is none."""
        if not isinstance(model, keras.Sequential) and not hasattr(model, "operations"):
            text = (
                f"“{title}” is a subclass of keras.Model: its layers are known to its "
                "Python code alone. Only functional and Sequential models can be drawn."
            )
        elif not model.built:
            text = (
                f"“{title}” does not know the shape of its input. Begin it with "
                "keras.Input(shape)."
            )
        else:
            try:
                return bytes(model.to_json().encode())
            except Exception as error:
                text = f"“{title}” cannot be written by Keras: {first_line(error)}"
        self._problems.append(ScriptProblem(0, text))
        return b""

    def _blame(self, error: BaseException, doing: str = "The script failed") -> None:
        line = line_in_script(error) or 0
        if isinstance(error, SyntaxError):
            line, doing = error.lineno or 0, "This is no Python"
            text = f"{doing}: {error.msg}."
        elif isinstance(error, SystemExit):
            text = "The script ended itself."
        else:
            text = f"{doing}: {first_line(error)}"
        self._problems.append(ScriptProblem(line, text))

    def _note_training(self, stop: TrainingBegins) -> None:
        text = (
            f"The script begins to {stop.what} here and was not executed further: "
            "only the models are read."
        )
        self._problems.append(ScriptProblem(line_in_script(stop) or 0, text))


_NOTHING = (
    "The script makes no Keras model. Give it a function build_model() that returns "
    "one, or a model at the top level."
)
