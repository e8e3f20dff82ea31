"""Numbers as short text, with a decimal point whatever the locale."""

from __future__ import annotations

import math

_MINUTE = 60
_HOUR = 3600


def number_text(value: float) -> str:
    """Metric value in a few characters: ``0.0521``, ``1.2e-05``, ``nan``."""
    if not math.isfinite(value):
        return str(value)
    if value == round(value) and abs(value) < 1e6:
        return f"{value:.0f}"
    if value and not 1e-4 <= abs(value) < 1e6:
        return f"{value:.2e}"
    return f"{value:.4g}" if abs(value) >= 1 else f"{value:.4f}"


def value_text(value: float) -> str:
    """Value of a sample, as a person would write it: ``0.6``, ``12``, ``1e-07``."""
    return f"{value:.6g}"


def duration_text(seconds: float) -> str:
    """Duration: ``0.4 s``, ``12 s``, ``3 min 05 s``, ``2 h 10 min``."""
    if seconds < 1:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE:02d} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE:02d} min"


def size_text(size: int) -> str:
    """Bytes: ``640 B``, ``12.4 kB``, ``3.1 MB``."""
    if size < 1000:
        return f"{size} B"
    value = float(size)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 1000 or unit == "GB":
            break
    return f"{value:.3g} {unit}"
