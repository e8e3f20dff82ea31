"""Names of dtypes and dtype policies that Keras knows."""

from __future__ import annotations

from typing import Any

import keras
from keras.src.backend.common.dtypes import ALLOWED_DTYPES, FLOAT_TYPES
from keras.src.dtype_policies.dtype_policy import QUANTIZATION_MODES

from studio.runtime.engine.kinds import Argument, candidates


def dtype_names(*, quantized: bool) -> tuple[str, ...]:
    """Names worth trying as a dtype or policy, the usual ones first."""
    usual = keras.config.floatx()
    docs = keras.DTypePolicy.__doc__ or ""
    documented = candidates(Argument("name", None, False, docs))
    modes = QUANTIZATION_MODES if quantized else ()
    policies = filter(_is_policy, (f"{mode}_from_{usual}" for mode in modes))
    names = (usual, *documented, *FLOAT_TYPES, *policies, *ALLOWED_DTYPES)
    return tuple(dict.fromkeys(names))


def can_be_quantized(kind: Any) -> bool:
    """Whether a layer's class says how its weights are quantized."""
    own = getattr(kind, "quantize", keras.layers.Layer.quantize)
    return own is not keras.layers.Layer.quantize


def _is_policy(name: str) -> bool:
    """Whether Keras makes a policy of a name alone; some modes need sizes."""
    try:
        return bool(keras.dtype_policies.get(name))
    except ValueError:
        return False
