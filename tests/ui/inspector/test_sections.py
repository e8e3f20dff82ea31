"""Sections of the inspector stay as a person left them."""

from __future__ import annotations

from studio.graph.problems import Problem, Severity
from studio.ui.editors.section import Section
from studio.ui.inspector.panel import InspectorPanel


def section(panel, title):
    (found,) = (s for s in panel.page.findChildren(Section) if s.title == title)
    return found


def test_an_opened_section_is_open_at_the_next_node(qtbot, workspace, themes):
    panel = InspectorPanel(workspace, themes)
    qtbot.addWidget(panel)
    workspace.select(["n4"])
    section(panel, "Layer").head.click()
    workspace.select(["n2"])
    assert section(panel, "Layer").is_open
    section(panel, "Layer").head.click()
    workspace.select(["n4"])
    assert not section(panel, "Layer").is_open


def test_a_section_that_a_problem_opened_is_not_remembered(qtbot, workspace, themes):
    panel = InspectorPanel(workspace, themes)
    qtbot.addWidget(panel)
    workspace.select(["n2"])
    guilty = section(panel, "Layer")
    name = panel.page.forms.folded[-1].names[0]
    problem = Problem(Severity.ERROR, "K-PARAMETER", "It is wrong.", "n2", name)
    workspace.set_results({}, [problem])
    assert guilty.is_open
    workspace.select(["n4"])
    assert not section(panel, "Layer").is_open
