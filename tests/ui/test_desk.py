"""The desk: whatever is done to a large document, it says what is said here."""

import random

import pytest

from studio.catalog.store import load_catalog
from studio.errors import StudioError
from studio.graph import commands, edits
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.graph.graph import Graph
from studio.graph.layout.jobs import LayoutJob, layout_edit
from studio.graph.model import (
    INPUT_CLASS,
    Edge,
    Flow,
    LayerDefinition,
    Node,
    NodeKind,
    Point,
)
from studio.graph.problems import Problem, Severity
from studio.graph.review import Said, review
from studio.protocol.desk_messages import CodeKind
from studio.protocol.messages import NodeFacts, OutputFacts
from studio.ui.desk import LARGE, Desk, Told
from studio.ui.workspace import Workspace
from tests.ui.scripted_engine import launcher

NOTHING = Told({}, (), None, None)


def chain(count):
    layers = [LayerDefinition("l0", INPUT_CLASS, "input", {"shape": (8,)})]
    nodes, wires = [Node("n0", NodeKind.INPUT, "l0")], []
    for i in range(1, count):
        path = "keras.layers.Dense" if i % 3 else "keras.layers.Dropout"
        values = {"units": 8} if i % 3 else {"rate": 0.2}
        layers.append(LayerDefinition(f"l{i}", path, f"layer_{i}", values))
        nodes.append(Node(f"n{i}", NodeKind.LAYER, f"l{i}"))
        wires.append(Edge(f"n{i - 1}", f"n{i}", "inputs"))
    return Document(Graph(nodes, layers, wires))


@pytest.fixture
def workspace(qapp):
    workspace = Workspace(load_catalog())
    yield workspace
    workspace.deleteLater()


@pytest.fixture
def make_desk(workspace):
    made = []

    def make(*scripts):
        given = {"launcher": launcher(*scripts)} if scripts else {}
        made.append(Desk(workspace, **given))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


def reviewed(qtbot, desk, told=NOTHING):
    with qtbot.waitSignal(desk.reviewed, timeout=20_000) as heard:
        desk.review(told)
    return heard.args[0]


def written(qtbot, desk, kind=CodeKind.MODEL):
    with qtbot.waitSignal(desk.written, timeout=20_000) as heard:
        desk.write(kind)
    assert heard.args[0] is kind
    return heard.args[1]


def said_here(workspace, told=NOTHING):
    said = Said(told.facts, told.problems, told.data, told.device)
    return review(workspace.document, workspace.catalog, said)


def some_edit(document, rng):
    """Any of the edits that people make, in a document of one chain."""
    nodes = list(document.graph.nodes)
    node = rng.choice(nodes)
    layer = document.graph.nodes[node].definition
    match rng.randrange(6):
        case 0:
            return commands.delete_nodes(document, [node])
        case 1:
            return commands.rename(document, node, f"other_{rng.randrange(9)}")
        case 2:
            values = {"units": rng.randrange(1, 9)}
            return commands.set_parameters(document, layer, values)
        case 3:
            path = "keras.layers.Dense"
            at = Point(0, 0)
            return commands.place_layer(document, path, at, {"units": 3})[0]
        case 4:
            edge = rng.choice(list(document.graph.edges.values()))
            return commands.disconnect([edge.key])
        case _:
            source, target = rng.sample(nodes, 2)
            return commands.connect(document, Edge(source, target, "inputs"))


def test_a_small_document_is_looked_at_here_and_at_once(workspace, make_desk):
    workspace.replace_document(chain(20), None)
    desk, heard = make_desk(), []
    desk.reviewed.connect(heard.append)
    desk.written.connect(lambda *made: heard.append(made))
    desk.review(NOTHING)
    desk.write(CodeKind.MODEL)
    assert heard == [
        said_here(workspace),
        (CodeKind.MODEL, desk.code(CodeKind.MODEL)),
    ]


def test_after_any_edits_it_says_what_is_said_here(qtbot, workspace, make_desk):
    desk, rng = make_desk(), random.Random(4)
    workspace.replace_document(chain(LARGE + 20), None)
    for turn in range(12):
        for _ in range(rng.randrange(1, 5)):
            try:
                workspace.edit(some_edit(workspace.document, rng))
            except EditRefused:
                continue
        if turn % 4 == 3:
            workspace.undo_stack.undo()
        assert reviewed(qtbot, desk) == said_here(workspace)
    while workspace.undo_stack.canUndo():
        workspace.undo_stack.undo()
    assert reviewed(qtbot, desk) == said_here(workspace)
    assert written(qtbot, desk) == desk.code(CodeKind.MODEL)


def test_it_goes_by_what_keras_says(qtbot, workspace, make_desk):
    workspace.replace_document(chain(LARGE), None)
    desk = make_desk()
    shape = (OutputFacts("0", (None, 8), "float32"),)
    nodes = workspace.document.graph.nodes
    facts = {node: NodeFacts(node, shape, 72, 0) for node in nodes}
    found = Problem(Severity.WARNING, "K-SHAPE", "Something of Keras'.", "n7")
    told = Told(facts, (found,), None, None)
    assert reviewed(qtbot, desk, told) == said_here(workspace, told)
    fewer = Told({"n1": facts["n1"]}, (), None, None)
    assert reviewed(qtbot, desk, fewer) == said_here(workspace, fewer)
    assert said_here(workspace, told) != said_here(workspace, fewer)


def test_both_scripts_are_those_that_are_made_here(qtbot, workspace, make_desk):
    workspace.replace_document(chain(LARGE), None)
    desk = make_desk()
    assert written(qtbot, desk) == desk.code(CodeKind.MODEL)
    training = written(qtbot, desk, CodeKind.TRAINING)
    assert training == desk.code(CodeKind.TRAINING)


def test_what_cannot_be_written_is_said_in_a_sentence(qtbot, workspace, make_desk):
    workspace.replace_document(chain(LARGE), None)
    workspace.edit(edits.Disconnect("n5", "inputs"))
    with pytest.raises(StudioError) as refused:
        make_desk().code(CodeKind.MODEL)
    assert written(qtbot, make_desk()) == str(refused.value)


def test_code_of_an_older_document_is_dropped(qtbot, workspace, make_desk):
    workspace.replace_document(chain(LARGE), None)
    desk, heard = make_desk(), []
    reviewed(qtbot, desk)
    desk.written.connect(lambda kind, made: heard.append(made))
    desk.write(CodeKind.MODEL)
    workspace.edit(commands.rename(workspace.document, "n5", "later"))
    desk.write(CodeKind.MODEL)
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert ["later" in source.text for source in heard] == [True]


def test_a_desk_that_dies_costs_nothing_but_time(qtbot, workspace, make_desk):
    workspace.replace_document(chain(LARGE), None)
    desk = make_desk("say(Starting(1, os.getpid())); say(READY); next(requests())")
    assert reviewed(qtbot, desk) == said_here(workspace)
    assert written(qtbot, desk) == desk.code(CodeKind.MODEL)


def test_one_that_never_starts_is_done_without(qtbot, workspace, make_desk):
    workspace.replace_document(chain(LARGE), None)
    desk = make_desk("sys.exit(2)")
    assert reviewed(qtbot, desk) == said_here(workspace)


def test_a_catalog_of_another_keras_is_not_mixed_up(qtbot, workspace, make_desk):
    catalog = load_catalog()
    workspace.set_catalog(type(catalog)("0.0", catalog.classes))
    workspace.replace_document(chain(LARGE), None)
    desk = make_desk()
    workspace.edit(edits.Disconnect("n5", "inputs"))
    assert reviewed(qtbot, desk) == said_here(workspace)


def test_a_layout_is_the_one_that_is_made_here(qtbot, workspace, make_desk):
    document = chain(LARGE)
    for n in (40, 90, 91):
        edit = Edge(f"n{n}", f"n{n + 9}", "mask")
        document.apply(edits.Connect(edit))
    workspace.replace_document(document, None)
    desk = make_desk()
    assert desk.arrange(LayoutJob()) is None  # nobody is there yet
    reviewed(qtbot, desk)
    for job in (
        LayoutJob(),
        LayoutJob(None, ("n3", "n4", "n5")),
        LayoutJob(flow=Flow.LEFT_TO_RIGHT),
    ):
        with qtbot.waitSignal(desk.arranged, timeout=20_000) as heard:
            number = desk.arrange(job)
        assert heard.args == [number, layout_edit(document, workspace, job)]
        workspace.edit(heard.args[1])


def test_a_layout_that_fails_is_told(qtbot, workspace, make_desk):
    workspace.replace_document(chain(LARGE), None)
    desk = make_desk()
    reviewed(qtbot, desk)
    with qtbot.waitSignal(desk.arranged, timeout=20_000) as heard:
        number = desk.arrange(LayoutJob("no such block"))
    assert heard.args == [number, None]
