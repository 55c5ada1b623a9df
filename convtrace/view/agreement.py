"""Outputs that are the same in two calls, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convtrace.document.plain import interval
from convtrace.library.two_calls import AxisAgreement
from convtrace.values.exact import number_text
from convtrace.values.limits import MAX_RUNS_NAMED
from convtrace.view import phrases

ORDINALS = {2: "second", 3: "third"}


def agreed_outputs(axis: AxisAgreement, outputs: int) -> str:
    """One axis in words.

    >>> agreed_outputs(AxisAgreement((range(1, 3),), range(3, 3), range(3, 5)), 3)
    'outputs 1…2 are the same; outputs 3…4 exist only in B'
    >>> agreed_outputs(AxisAgreement((), range(3, 5), range(3, 3)), 3)
    'no output is the same; outputs 3…4 exist only in A'
    >>> agreed_outputs(AxisAgreement((range(3),), range(3, 3), range(3, 3)), 3)
    'all 3 outputs are the same'
    >>> agreed_outputs(AxisAgreement(tuple(range(m, m + 1) for m in range(0, 10, 2)), range(0), range(0)), 9)
    'every second output is the same, from 0 to 8'
    """
    count, step = sum(map(len, axis.same)), _step(axis.same)
    alone = (("A", axis.only_first), ("B", axis.only_second))
    more = [f"{_alone(side)} only in {letter}" for letter, side in alone if side]
    if not count:
        same = "no output is the same"
    elif count == outputs > 1 and not more:
        same = f"all {outputs} outputs are the same"
    elif step is not None:
        same = (
            f"every {ORDINALS.get(step, f'{step}th')} output is the same, from {axis.same[0][0]} to {axis.same[-1][0]}"
        )
    elif count == 1:
        same = f"output {_runs(axis.same)} is the same"
    else:
        same = f"outputs {_runs(axis.same)} are the same"
    return "; ".join((same, *more))


def _alone(side: range) -> str:
    return f"output{'s' * (len(side) > 1)} {_runs([side])} {phrases.conjugated('exist', len(side))}"


def _step(runs: Sequence[range]) -> int | None:
    """The distance of single outputs that are equally far apart; None where they are not.

    >>> _step([range(1), range(2, 3), range(4, 5)])
    2
    """
    firsts = [run[0] for run in runs]
    steps = {after - before for before, after in pairwise(firsts)}
    return steps.pop() if len(runs) > 2 and len(steps) == 1 and all(len(run) == 1 for run in runs) else None


def _runs(runs: Sequence[range]) -> str:
    """The runs of outputs, cut where there are many.

    >>> _runs([range(2), range(3, 4)]), _runs([range(m, m + 1) for m in range(0, 10, 2)])
    ('0…1 and 3', '0, 2, 4, 6, … 8')
    """
    shown = [interval(run[0], run[-1]) for run in runs[:MAX_RUNS_NAMED]]
    if len(runs) > MAX_RUNS_NAMED:
        return f"{', '.join(shown)}, … {number_text(runs[-1][-1])}"
    return phrases.listed(shown)
