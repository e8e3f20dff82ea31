"""What is still to come before all is said of a model, in words."""

from __future__ import annotations

STARTING = "Keras is still starting. It checks layers and shapes then."
_CHECKING = "Keras is checking layers and shapes."
_OFF = "Keras is not running, so layers and shapes are not checked."


def waiting_for(state: str, is_known: bool) -> str:
    """What a live check waits for; blank if Keras has answered about the model.

    `state` is that of the check, `is_known` tells whether there is an answer, if
    only about the model before the last edit.
    """
    match state:
        case "starting":
            return STARTING
        case "off":
            return _OFF
        case "checking" if not is_known:
            return _CHECKING
    return ""
