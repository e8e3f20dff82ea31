"""Entry of an engine process: ``--role infer|train --device auto|cpu|gpu:0|all``."""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import os
import re
import sys
from functools import partial
from typing import NoReturn

from studio.protocol.messages import PROTOCOL_VERSION, Starting
from studio.runtime.engine import backend, devices, pipes
from studio.runtime.engine.context import Context
from studio.runtime.engine.handlers import HANDLERS
from studio.runtime.engine.loop import RECURSION_LIMIT, Loop

NICENESS = 10
"""How far a training steps back behind the window."""


def main() -> NoReturn:
    """Run an engine; never returns."""
    arguments = _parse(sys.argv[1:])
    output = pipes.claim_output()
    faulthandler.enable()
    pipes.live_with_parent()
    sys.setrecursionlimit(RECURSION_LIMIT)
    role, device, environment = arguments.role, arguments.device, dict(os.environ)
    if role == "train":
        _give_way()
    visible = devices.visible_gpus(role, device, environment)
    if visible is not None:
        os.environ["CUDA_VISIBLE_DEVICES"] = visible
    context = Context(partial(pipes.write_all, output))
    context.send(Starting(PROTOCOL_VERSION, os.getpid()))
    prepare = partial(backend.load_backend, role, device, environment)
    _leave(Loop(pipes.read_input, context, prepare, HANDLERS, _leave).run())


def _parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="studio.runtime.engine")
    parser.add_argument("--role", choices=("infer", "train"), required=True)
    parser.add_argument("--device", type=_device, default="auto")
    return parser.parse_args(words)


def _device(text: str) -> str:
    if not re.fullmatch(r"auto|cpu|all|gpu:\d{1,3}", text):
        raise argparse.ArgumentTypeError("auto, cpu, gpu:0, gpu:1... or all")
    return text


def _give_way() -> None:
    """Let the window go first where both want the processor; idle time is ours."""
    if sys.platform != "win32":
        os.nice(NICENESS)


def _leave(code: int) -> NoReturn:
    """End at once: TensorFlow's own threads are not waited for."""
    with contextlib.suppress(OSError):  # not empty, or in use: the parent removes it
        os.rmdir(os.getcwd())
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
