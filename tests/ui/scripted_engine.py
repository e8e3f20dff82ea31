"""Engines for tests: small real child processes that follow a script."""

from __future__ import annotations

import os
import sys
import tempfile
import textwrap
from pathlib import Path

import studio
from studio.runtime.launch import Launch

HOME = Path(studio.__file__).parent.parent

PREFACE = """
import os, sys, time
sys.path.insert(0, HOME)
from studio.protocol.codec import Decoder, encode
from studio.protocol.messages import *
from studio.protocol.run_messages import *
from studio.graph.setup import *
def say(message):
    sys.stdout.buffer.write(encode(message)); sys.stdout.buffer.flush()
def requests():
    decoder = Decoder()
    while data := sys.stdin.buffer.read1(65536):
        yield from decoder.feed(data)
READY = Ready("3.11", "2.21.0", "3.15.1", "2.0", (Device("cpu", "CPU"),))
"""
READY = "say(Starting(1, os.getpid())); say(READY)\n"


def launcher(*scripts):
    """Launches that run one script after another; the last one for ever."""
    left = list(scripts)

    def launch(role, device):
        script = left.pop(0) if len(left) > 1 else left[0]
        text = PREFACE.replace("HOME", repr(str(HOME))) + textwrap.dedent(script)
        return Launch(
            sys.executable,
            ("-I", "-c", text),
            dict(os.environ),
            Path(tempfile.mkdtemp()),
        )

    return launch
