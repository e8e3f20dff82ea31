"""Entry of the desk's process."""

from __future__ import annotations

import faulthandler
import os
import platform
import sys
from functools import partial
from typing import NoReturn

from studio.protocol.messages import PROTOCOL_VERSION, Ready, Starting
from studio.runtime.desk.handlers import HANDLERS
from studio.runtime.engine import pipes
from studio.runtime.engine.context import Context
from studio.runtime.engine.loop import RECURSION_LIMIT, Loop


def main() -> NoReturn:
    """Run a desk; never returns."""
    output = pipes.claim_output()
    faulthandler.enable()
    pipes.live_with_parent()
    sys.setrecursionlimit(RECURSION_LIMIT)
    context = Context(partial(pipes.write_all, output))
    context.send(Starting(PROTOCOL_VERSION, os.getpid()))
    sys.exit(Loop(pipes.read_input, context, _prepare, HANDLERS, os._exit).run())


def _prepare() -> Ready:
    return Ready(platform.python_version(), "", "", "", ())


if __name__ == "__main__":
    main()
