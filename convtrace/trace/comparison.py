"""Two operations at the same output, and at the outputs that use the same pixels."""

from __future__ import annotations

from collections.abc import Sequence

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Bounds, Relation, Solutions, Unknown, solve
from convtrace.law.operations import forms
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.given_arrays import PLANE
from convtrace.trace.problem import Problem
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.typed_text import typed

COMPARED = ("conv", "xcorr")


class Comparison(NamedTuple):
    """Two operations at the same output, and the second one at the output that uses the first one's pixels."""

    first: Derivation
    second: Derivation
    same_patch: Derivation | None


def compare(first: Problem, second: Problem) -> Comparison:
    """Both derivations; raises ConvtraceError where no output is chosen."""
    if None in first.at:
        example = "--m 1 --n 1" if len(first.space) == PLANE else f"--at {','.join('1' * len(first.space))}"
        raise ConvtraceError("which output?", hint=f"Add an index for each axis, for example: {example}")
    derivation = derive(first)
    return Comparison(derivation, derive(second), same_patch(derivation, second))


def with_form(operations: Sequence[str], form: str | None) -> tuple[str, str]:
    """Two operations as they are typed, each with the form that --form names where it has that form.

    >>> with_form(("conv", "xcorr"), "sliding"), with_form(("conv", "xcorr:sliding"), None)
    (('conv', 'xcorr:sliding'), ('conv', 'xcorr:sliding'))
    >>> with_form(("xcorr ", "conv"), "sliding")
    ('xcorr:sliding', 'conv')
    """
    if len(operations) != 2:
        message = f"two operations are compared, not {len(operations)}"
        raise ConvtraceError(message, hint=f"Type, for example: convtrace compare {' '.join(COMPARED)} --m 1 --n 1")
    operations = [name.strip() for name in operations]
    if form is not None:
        known = [form for name in operations for form in forms(name)]
        if not known:
            hint = "Leave --form out."
            raise typed("--form", form).refuse(f"--form: {' and '.join(operations)} have no form to choose", hint)
        chosen = typed("--form", form).one_of(dict.fromkeys(known))
        operations = [f"{name}:{chosen}" if chosen in forms(name) else name for name in operations]
    first, second = operations
    return first, second


def same_patch(derivation: Derivation, other: Problem) -> Derivation | None:
    """The derivation of the other operation that uses exactly these pixels; None where no output does.

    >>> from convtrace.trace.pose import pose
    >>> same_patch(derive(pose("conv", m=1, n=1)), pose("xcorr", m=1, n=1)).problem.at
    (-1, -1)
    """
    axes = zip(derivation.unclipped, other.relations, other.kernel.ranges, strict=True)
    found = tuple(_output(*axis) for axis in axes)
    output = tuple(number for number in found if number is not None)
    return derive(other.replace(at=output)) if len(output) == len(found) else None


def _output(wanted: Solutions, relation: Relation, kernel: range) -> int | None:
    """The output that uses the same pixels; None where none does, or where there are none."""
    for element in kernel if wanted else ():
        known: dict[Unknown, int] = {"i": wanted[0].i, "k": element}
        output = relation.third("m", known)
        if isinstance(output, int):
            used = solve(relation, "m", output, "i", Bounds(k=kernel))
            if used.along("i") == wanted.along("i"):
                return output
    return None
