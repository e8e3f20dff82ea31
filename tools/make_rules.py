"""Writes docs/rules.md from the rule book. Run it after changing a rule."""

from __future__ import annotations

from pathlib import Path

from studio.graph.rulebook.book import CHAPTERS
from studio.graph.rulebook.rule import Rule

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"
_HEAD = """\
# Rules

Every problem that Studio tells has a code; this page says what each one means. It is
made from the code by `python tools/make_rules.py`.

An **error** stops training and export, a **warning** does not. A fix is offered only
after it was tried: the engine applies it to a copy of the model, asks Keras and all
rules about the result, and drops it if the problem is still there or a new one is. A
fix is one step to undo. A warning that does not concern you can be silenced, for one
node or the whole document; it stays listed, in grey.
"""


def make_page() -> str:
    """Make the page's text."""
    parts = [_HEAD, *_contents()]
    for title, line, rules in CHAPTERS:
        parts.append(f"## {title}\n\n{line}\n")
        parts += map(_section, rules)
    return "\n".join(parts)


def _contents() -> list[str]:
    lines = ["| rule | severity | what is wrong |", "|---|---|---|"]
    for _, _, rules in CHAPTERS:
        for rule in rules:
            link = f"[{rule.code}](#{rule.code.lower()})"
            lines.append(f"| {link} | {rule.severity.value} | {rule.title} |")
    return [*lines, ""]


def _section(rule: Rule) -> str:
    return (
        f"### {rule.code}\n\n"
        f"**{rule.title}** ({rule.severity.value})\n\n"
        f"{rule.explanation}\n\n"
        f"*Example:* {rule.example}\n\n"
        f"*Repair:* {rule.repair}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(make_page(), "utf-8")
