"""Which repairs are tried for which problem, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from studio.graph.problems import Fix
from studio.graph.repairs import heads, merges, ranks, sense, sizes, wires
from studio.graph.repairs.case import Case

Maker = Callable[[Case], Iterable[Fix]]


def _any_shape(case: Case) -> Iterator[Fix]:
    """All that changes what comes in: Keras' own words are not understood."""
    yield from sizes.repair_kind(case)
    yield from ranks.repair_ranks(case)
    if len(case.shapes()) > 1:
        yield from merges.repair_merges(case)


_MAKERS: Mapping[str, Maker] = {
    "G-CYCLE": wires.repair_cycle,
    "G-INPUT": wires.repair_missing_input,
    "G-ARITY": wires.repair_missing_input,
    "G-OUTPUT": wires.repair_output,
    "G-PORT": wires.repair_port,
    "G-NO-INPUT": wires.repair_no_input,
    "G-DEAD-END": wires.repair_dead_end,
    "G-UNREACHABLE": wires.repair_unreachable,
    "K-RANK": ranks.repair_ranks,
    "K-MERGE": merges.repair_merges,
    "K-ARITY": merges.repair_count,
    "K-BUILT": sizes.repair_shared,
    "K-WINDOW": sizes.repair_window,
    "K-RESHAPE": sizes.repair_reshape,
    "K-OPEN": sizes.repair_open_size,
    "K-DTYPE": sizes.repair_kind,
    "K-OUTPUT": sizes.repair_output,
    "K-SHAPE": _any_shape,
    "K-CHANNELS": sense.repair_channels,
    "K-INTEGERS": sense.repair_integers,
    "D-OUTPUTS": wires.repair_outputs,
    "D-NO-LOSS": heads.repair_no_loss,
    "D-CLASSES": heads.repair_classes,
    "D-RANK": heads.repair_output_rank,
    "D-ACTIVATION": heads.repair_activation,
    "D-DECIMALS": sense.repair_decimals,
    "D-SCALE": sense.repair_scale,
    "T-TINY-BATCH": sense.repair_tiny_batch,
    "T-NO-WEIGHTS": heads.repair_no_weights,
    "T-DEPTH": sense.repair_depth,
    "T-EXPLOSION": sense.repair_explosion,
}


def candidates(case: Case) -> list[Fix]:
    """Repairs to try for a problem, each title once; none of them is proved."""
    maker = _MAKERS.get(case.problem.code)
    made = case.problem.fixes if maker is None else maker(case)
    return list({fix.title: fix for fix in made}.values())
