"""Where the field of a setting is that a problem names."""

from __future__ import annotations

import pytest

from studio.ui.problem_places import place_of_setting


@pytest.mark.parametrize(
    ("parameter", "place"),
    [
        ("loss", ("training", "compile.loss")),
        ("optimizer.momentum", ("training", "compile.optimizer")),
        ("metrics[1].k", ("training", "metrics.1")),
        ("callbacks[0]", ("training", "callbacks.0")),
        ("outputs/n3/loss.reduction", ("training", "compile.n3.loss")),
        ("outputs/n3[1]/metrics[2]", ("training", "metrics.n3[1].2")),
        ("path", ("data", "data.path")),
        ("units", None),
        (None, None),
    ],
)
def test_the_place_of_a_setting(parameter, place):
    assert place_of_setting(parameter) == place
