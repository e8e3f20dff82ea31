"""Models of a trusted script, read by an engine that is thrown away afterwards."""

from __future__ import annotations

from studio.protocol.model_messages import ModelsRead, ReadScript
from studio.runtime.session import EngineSession

SECONDS = 60.0
"""How long a script may run before it is ended."""


def read_models(text: str, seconds: float = SECONDS) -> ModelsRead:
    """Execute `text`, which the user trusts, and return the models it makes.

    Raises:
        StudioError: the engine cannot work, or died of the script.
    """
    with EngineSession("infer") as session:
        session.wait_ready()
        question = ReadScript(session.next_request(), text, seconds)
        return session.ask(question, ModelsRead)
