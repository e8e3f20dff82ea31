"""The published JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

from studio.project.schema import json_schema

PUBLISHED = Path(__file__).parents[2] / "docs" / "file-format.schema.json"


def test_the_published_schema_is_current():
    wanted = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if PUBLISHED.read_text("utf-8") != wanted:
        PUBLISHED.write_text(wanted, "utf-8")
        raise AssertionError(f"{PUBLISHED.name} was out of date; it is rewritten now")
