"""Two operations at the same output, and at the outputs that use the same pixels."""

from __future__ import annotations

from typing import NamedTuple

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Bounds, Relation, Solutions, Unknown, solve
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.problem import Problem


class Comparison(NamedTuple):
    """Two operations at the same output, and the second one at the output that uses the first one's pixels."""

    first: Derivation
    second: Derivation
    same_patch: Derivation | None


def compare(first: Problem, second: Problem) -> Comparison:
    """Both derivations; raises ConvtraceError where no output is chosen."""
    if None in first.at:
        message = "which output? an index is missing" if any(first.numbers) else "which output? none is named"
        raise ConvtraceError(
            message, hint=f"Name one index for each axis, for example: --at {','.join('1' * len(first.at))}"
        )
    ours = derive(first)
    return Comparison(ours, derive(second), same_patch(ours, second))


def same_patch(derivation: Derivation, other: Problem) -> Derivation | None:
    """The derivation of the other operation that reaches exactly the same pixels; None where no output does.

    >>> from convtrace.trace.pose import pose
    >>> same_patch(derive(pose("conv", m=1, n=1)), pose("xcorr", m=1, n=1)).problem.at
    (-1, -1)
    """
    axes = zip(derivation.unclipped, other.relations, other.kernel.ranges, strict=True)
    found = tuple(_output(reach, relation, taps) for reach, relation, taps in axes)
    output = tuple(number for number in found if number is not None)
    return derive(other.replace(at=output)) if len(output) == len(found) else None


def _output(reach: Solutions, relation: Relation, taps: range) -> int | None:
    """The output whose first or last kernel element meets the first pixel, if it reaches the rest as well."""
    for element in (taps[0], taps[-1]):
        known: dict[Unknown, int] = {"i": reach[0].i, "k": element}
        output = relation.third("m", known)
        if isinstance(output, int):
            reached = solve(relation, "m", output, "i", Bounds(k=taps))
            if reached.along("i") == reach.along("i"):
                return output
    return None
