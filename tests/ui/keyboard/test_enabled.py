"""A menu offers what there is something for."""

from __future__ import annotations

from studio.graph.problems import Problem, Severity


def enabled(keys, *actions):
    return [keys.studio.window.verbs[action].isEnabled() for action in actions]


BLOCKS = ("block.open", "block.save", "block.ungroup")
PROBLEMS = ("model.next_problem", "model.previous_problem", "model.fix_problem")


def test_blocks(keys):
    keys.go("conv2d")
    assert not any(enabled(keys, *BLOCKS, "block.leave", "block.expose"))
    keys.press("`Shift+Down`")
    keys.press("`Ctrl+G`")
    assert all(enabled(keys, *BLOCKS))
    keys.press("`Return`")
    assert enabled(keys, "block.leave") == [True]
    keys.go("conv2d")
    assert enabled(keys, *BLOCKS, "block.expose") == [False, False, False, True]
    keys.press("`Alt+Up`")
    assert enabled(keys, "block.leave", "block.open") == [False, True]
    keys.press("`Ctrl+Z`")
    assert not any(enabled(keys, *BLOCKS))


def test_shared_layers(keys):
    keys.go("dense")
    shared = ("select.sharing", "block.unique")
    assert not any(enabled(keys, *shared, "block.share"))
    keys.press("`Ctrl+D` `Ctrl+Shift+A`")
    assert enabled(keys, "block.share") == [True]
    keys.press("`Ctrl+Shift+U`")
    assert all(enabled(keys, *shared))


def test_problems(keys):
    workspace = keys.workspace
    workspace.set_results({}, ())
    assert not any(enabled(keys, *PROBLEMS, "model.fix_safe"))
    node = next(iter(keys.graph.nodes))
    told = Problem(Severity.ERROR, "K-RANK", "No.", node)
    workspace.set_results({}, (told,))
    assert all(enabled(keys, *PROBLEMS))
    assert enabled(keys, "model.fix_safe") == [False]
