"""Which class of the catalog a config means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from studio.catalog.spec import Catalog, ClassSpec, Role

TENSORFLOW = "tf."
"""How the names of TensorFlow's functions begin."""
_KERAS = ("keras.", "tf_keras.", "tensorflow.python.keras.", "tensorflow.keras.")


class Classes:
    """Finds specs by all the ways in which configs name a class."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def find(self, data: Mapping[str, Any], *roles: Role) -> ClassSpec | None:
        """Spec of a serialised object; `roles` decide where its module is missing."""
        module, name = data.get("module"), data.get("class_name")
        if not isinstance(name, str):
            return None
        if not isinstance(module, str):
            custom = data.get("registered_name")
            return None if custom else self._by_name(name, roles)
        exact = self._catalog.find(f"{module}.{name}") or self._operations.get(
            f"{module}.{name}"
        )
        if exact is not None or not f"{module}.".startswith(_KERAS):
            return exact
        return self._private(module, name, roles)

    def _private(
        self, module: str, name: str, roles: tuple[Role, ...]
    ) -> ClassSpec | None:
        """Public class that lives in a private module, ``keras.src.layers...``."""
        places = {
            "layers": Role.LAYER,
            "optimizers": Role.OPTIMIZER,
            "losses": Role.LOSS,
            "metrics": Role.METRIC,
            "initializers": Role.INITIALIZER,
            "regularizers": Role.REGULARIZER,
            "constraints": Role.CONSTRAINT,
        }
        parts = module.split(".")
        role = next((places[part] for part in parts if part in places), None)
        if role is not None:
            return self._named.get((role, name))
        return self._by_name(name, roles) if len(parts) == 1 else None

    def _by_name(self, name: str, roles: tuple[Role, ...]) -> ClassSpec | None:
        found = (self._named.get((role, name)) for role in roles)
        return next((spec for spec in found if spec is not None), None)

    @cached_property
    def _named(self) -> dict[tuple[Role, str], ClassSpec]:
        table: dict[tuple[Role, str], ClassSpec] = {}
        for spec in self._catalog.classes:
            paths = (*spec.aliases, spec.path)
            for path in [spec.operation] if spec.operation else paths:
                table[spec.role, path.rpartition(".")[2]] = spec
        return table

    @cached_property
    def _operations(self) -> dict[str, ClassSpec]:
        return {s.operation: s for s in self._catalog.classes if s.operation}


def placeholder_path(data: Mapping[str, Any]) -> str:
    """Class path of what the catalog does not have, as the config names it."""
    module, name = data.get("module"), str(data.get("class_name") or "Unknown")
    registered = data.get("registered_name")
    if isinstance(registered, str) and registered.startswith(TENSORFLOW):
        return registered
    if isinstance(module, str) and module and module != "builtins":
        return f"{module}.{name}"
    return registered if isinstance(registered, str) and registered else name
