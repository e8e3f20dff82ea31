"""What the catalog cannot know: order, titles, hints. Data from overlay.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studio import paths
from studio.catalog.spec import Catalog, ClassSpec, Role
from studio.graph.values import Value, freeze, keras_object


@dataclass(frozen=True)
class Overlay:
    """Curated data about the catalog.

    Attributes:
        titles: heading of each category, in palette order.
        order: names of the classes that come first, by category or role.
        essential: names of the most telling parameters, in order.
        suggestions: values to try for arguments without a default, by name.
    """

    titles: Mapping[str, str]
    order: Mapping[str, tuple[str, ...]]
    essential: tuple[str, ...]
    suggestions: Mapping[str, tuple[Value, ...]]

    def title(self, category: str) -> str:
        """Heading of a category: ``rnn`` as ``Recurrent``; its name if unknown."""
        return self.titles.get(category) or (
            category.replace("_", " ").capitalize() or "Other"
        )

    def essential_of(self, spec: ClassSpec) -> tuple[str, ...]:
        """Parameters to show first: required ones, then telling ones, in order."""
        known = [n for n in self.essential if spec.parameter(n) is not None]
        required = [p.name for p in spec.parameters if p.required]
        rest = [name for name in known if name not in required]
        return (*sorted(required, key=self._rank), *rest)

    def arrange(self, catalog: Catalog) -> Catalog:
        """Put the catalog's classes in palette order."""
        return replace(catalog, classes=tuple(self._sorted(catalog.classes)))

    def _sorted(self, classes: Iterable[ClassSpec]) -> list[ClassSpec]:
        roles, categories = list(Role), list(self.titles)

        def key(spec: ClassSpec) -> tuple[Any, ...]:
            group = spec.category or spec.role.value
            category = _index(categories, spec.category)
            first = _index(self.order.get(group, ()), spec.name)
            return roles.index(spec.role), category, spec.category, first, spec.name

        return sorted(classes, key=key)

    def _rank(self, name: str) -> int:
        return _index(self.essential, name)


def _index(names: Iterable[str], name: str) -> int:
    listed = list(names)
    return listed.index(name) if name in listed else len(listed)


def load_overlay() -> Overlay:
    """Read the shipped overlay."""
    data = tomllib.loads((paths.resources() / "overlay.toml").read_text("utf-8"))
    return Overlay(
        data["categories"],
        {group: tuple(names) for group, names in data["order"].items()},
        tuple(data["parameters"]["essential"]),
        {
            name: tuple(freeze(_with_objects(value)) for value in values)
            for name, values in data["suggestions"].items()
        },
    )


def _with_objects(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_objects(item) for item in value]
    if isinstance(value, dict):
        return keras_object(value["class"], value["config"])
    return value
