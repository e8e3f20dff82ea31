"""Errors of Keras, TensorFlow and Python as sentences with a next step."""

from __future__ import annotations

import errno
import re

import tensorflow as tf

from studio.errors import StudioError
from studio.runtime.engine.script import is_raised_by_script, line_in_script

_LABEL = re.compile(r"label value of (-?\d+) .*?valid range of \[(\d+), (\d+)\)", re.S)
_WORD = re.compile(r"Could not interpret (optimizer|loss|metric) identifier: (.*)")
_RATE = re.compile(r"`learning_rate` should be float.*learning_rate=(.*)", re.S)
_SHAPE = re.compile(r"shape\s*\[([\d, ]+)\]")
_PICTURE = re.compile(r"Unknown image file format|Invalid (?:JPEG|PNG|GIF|BMP)")
_GONE = re.compile(r"(?m)^(?:.*?: )?(\S.*); No such file or directory")
_LONGEST = 300
_DECORATION = re.compile(
    r"\x1b\[\d+m|Exception encountered when calling .*?\.\n\n|"
    r"Arguments received by .*",
    re.S,
)
_NOISE = ("Graph execution error", "Detected at node", "File ", "<stack", "[[")
"""Beginnings of lines in which TensorFlow speaks of itself."""


def explain(error: BaseException, doing: str) -> str:
    """What went wrong while `doing` (``Loading the data``), for a person."""
    if isinstance(error, StudioError):
        return str(error)
    text = str(error)
    if isinstance(error, tf.errors.ResourceExhaustedError | MemoryError):
        return _out_of_memory(text, doing)
    if "URL fetch failure" in text:
        return (
            "The data could not be downloaded: there is no connection to its server. "
            "Connect to the internet and try again, or choose Digits, which needs "
            "no download."
        )
    if "TensorBoard is not installed" in text:
        return (
            "The callback TensorBoard needs the package tensorboard, which is not "
            "installed. Take the callback out, or run “python -m pip install "
            "tensorboard” in the environment of Layer Studio."
        )
    word = _WORD.search(text)
    if word:
        return (
            f"Keras knows no {word[1]} “{word[2]:.60}”. Choose another one in the "
            "Training panel."
        )
    rate = _RATE.search(text)
    if rate:
        return (
            f"The learning rate is {rate[1]:.60}, and it must be a number from 0. "
            "Change it in the Training panel."
        )
    label = _LABEL.search(text)
    if label:
        return label_out_of_range(int(label[1]), int(label[3]))
    if isinstance(error, tf.errors.OpError) and (trouble := _picture_trouble(text)):
        return trouble
    if isinstance(error, OSError):
        return _file_error(error, doing)
    if is_raised_by_script(error):
        return first_line(error)
    line = line_in_script(error)
    where = f" in line {line} of the script" if line else ""
    return f"{doing} failed{where}: {first_line(error)}"


def _picture_trouble(text: str) -> str:
    """What is wrong with a picture that TensorFlow read; empty if it was no picture."""
    again = (
        "Choose the folder again in the Data panel, where each picture is opened once."
    )
    gone = _GONE.search(text)
    if gone:
        return f"The file {gone[1]} was there before, and is not any more. {again}"
    if _PICTURE.search(text):
        return (
            "A picture of the data is damaged, or of another kind than its name says. "
            f"{again} The broken one is told by name there."
        )
    return ""


def label_out_of_range(label: int, units: int) -> str:
    """What to say of a label the model has no output for."""
    if label < 0:
        return (
            f"The data has the label {label}, and labels count from 0. "
            "Number the classes from 0 in the data."
        )
    return (
        f"The data has the label {label}, but the model has {units} outputs, for the "
        f"labels 0 to {units - 1}. Give the last layer {label + 1} units, or correct "
        "the data."
    )


def first_line(error: BaseException) -> str:
    """First line that says something, with the error's kind where it adds to it."""
    text = _DECORATION.sub("", str(error))
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith(_NOISE)]
    kind = type(error).__name__
    if not lines:
        return f"{kind}."
    line = lines[0] if len(lines[0]) <= _LONGEST else f"{lines[0][:_LONGEST]}…"
    end = "" if line.endswith((".", "!", "?", "…")) else "."
    is_plain = isinstance(error, ValueError | NotImplementedError | tf.errors.OpError)
    return f"{line}{end}" if is_plain else f"{kind}: {line}{end}"


def _out_of_memory(text: str, doing: str) -> str:
    shape = _SHAPE.search(text)
    asked = f" for a tensor of shape ({shape[1]})" if shape else ""
    return (
        f"{doing} needs more memory than there is{asked}. Reduce the batch size, "
        "or the units and filters of the largest layers."
    )


def _file_error(error: OSError, doing: str) -> str:
    name = error.filename or "a file"
    if isinstance(error, FileNotFoundError):
        return f"{doing} failed: {name} is not there. Choose the file again."
    if error.errno == errno.ENOSPC:
        return f"{doing} failed: the disk is full. Make room and try again."
    if isinstance(error, PermissionError):
        return f"{doing} failed: {name} may not be opened. Change its permissions."
    return f"{doing} failed: {first_line(error)}"
