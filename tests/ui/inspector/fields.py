"""Fields of the inspector, found and typed into."""

from PySide6.QtWidgets import QLabel, QLineEdit


def line(panel, name):
    return panel.page.forms.editor(name).findChild(QLineEdit)


def type_over(qtbot, field, text):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def parameters(workspace, layer):
    return workspace.document.graph.definitions[layer].parameters


def text_of(panel, name):
    return panel.page.findChild(QLabel, name).text()
