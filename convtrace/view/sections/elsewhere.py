"""Section 6: the library call and the array index that give the same value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import TYPE_CHECKING

from convtrace.document.blocks import Block, Code, Paragraph
from convtrace.document.indices import linear
from convtrace.document.plain import plain
from convtrace.library.equivalents import Counterpart, counterparts
from convtrace.trace.derivation import Derivation
from convtrace.values.complex_number import is_real
from convtrace.values.formula import Entry, Formula
from convtrace.values.frozen import Frozen
from convtrace.view import phrases
from convtrace.view.index_role import IndexRole
from convtrace.view.roles import Roles
from convtrace.view.sections.remarks import forward_output

if TYPE_CHECKING:
    from convtrace.library.call import Call
    from convtrace.trace.problem import Problem


class SameCall(Frozen):
    """A call and the array index at which it gives the same value, and what to know of both."""

    call: str
    index: tuple[Formula, ...]
    note: str | None
    takes: str
    axes: tuple[int, ...] = ()
    lags: tuple[int, ...] = ()


def elsewhere(derivation: Derivation, asked: Call | None = None, *, alone: bool = False) -> Iterator[Block]:
    """The calls, the one that was asked about first, or it `alone`; what their arrays and indices are, and notes."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    found = [*same_calls(derivation, asked)][: 1 if alone else None]
    if not found:
        yield Paragraph(("convtrace knows no call that gives ", roles.asked, f": {_why(derivation)}."))
        return
    if asked is not None and asked.row.template.language != "Python" and not roles.is_gradient:
        own, *found = found
        yield from _in_another_language(own, asked)
        if not found:
            return
    yield Paragraph(("The same value in Python:",))
    for same in found:
        yield Code(f"{same.call}[{', '.join(map(_typed, same.index))}]{_lag(same)}")
    has_bias = isinstance(problem.offset, Entry)
    if has_bias and problem.arrangement is None:
        yield Paragraph(("b is the array of the bias.",))
    if asked is not None and problem.arrangement is not None:
        yield Paragraph((_whole_arrays(roles, asked),))
        return
    names = phrases.axis_names(problem)
    every = problem.space if roles.is_gradient else tuple(range(len(names)))
    axes, index = (problem.order.array(tuple(names[axis] for axis in each)) for each in (every, found[0].axes or every))
    arrays = phrases.listed([_array(roles, role) for role in (roles.summed, roles.met)])
    first = f", {phrases.plural(axes[0])} first" if len(axes) > 1 else ""
    types = _types(roles, asked)
    fewer = (
        f" Other channels of such an output sum over fewer channels of {problem.naming.image}."
        if _has_other_channels(problem, found[0].axes)
        else ""
    )
    yield Paragraph((f"{arrays} are {len(axes)}-D arrays{types}{first}; [{', '.join(index)}] counts from 0.{fewer}",))
    if asked is not None and asked.row.window:
        shape = ", ".join(map(str, asked.kernel.shape)) + "," * (len(axes) == 1)
        yield Paragraph((f"h is the window, whose weights are all 1: numpy.ones(({shape})).",))
    takes = {} if types else dict.fromkeys(same.takes for same in found if same.takes)
    if takes:
        yield Paragraph((f"{phrases.listed(list(takes))}.",))
    yield from (Paragraph((f"Note: {note}",)) for note in dict.fromkeys(same.note for same in found) if note)


def _typed(index: Formula) -> str:
    """An index as it stands in a call."""
    if isinstance(index, int):
        return str(index)
    from convtrace.document.python import index_code  # only here: in general position an index is no number

    return index_code(index)


def _has_other_channels(problem: Problem, axes: Sequence[int]) -> bool:
    """True where an output has these axes, one of which is that of several channels."""
    return any(problem.lookup(axis) is not None and len(problem.image[axis]) > 1 for axis in axes)


def _lag(same: SameCall) -> str:
    """The comment on the lag of the value, behind a call that is a correlation."""
    return f"  # lag {','.join(map(str, same.lags))}" if same.lags else ""


def _types(roles: Roles, asked: Call | None) -> str:
    """The types of both arrays where the call has any."""
    dtypes = asked and asked.dtypes
    if not dtypes:
        return ""
    one, other = (dtype.name for dtype in dtypes)
    return f" of {one}" if one == other else f" ({roles.summed.name} of {one}, {roles.met.name} of {other})"


def _in_another_language(same: SameCall, asked: Call) -> Iterator[Block]:
    """The call in a language that is not Python, and from where its indices count."""
    template = asked.row.template
    yield Paragraph((f"The same value in {template.language}, where indices count from {asked.row.base}:",))
    index = ", ".join(map(_typed, same.index))
    element = template.element if asked.channels is None else template.whole_element
    yield Code(element.format(call=same.call, index=index), "text")


def _whole_arrays(roles: Roles, asked: Call | None) -> str:
    """The axes of the output as its library lays them."""
    names = roles.problem.shown("m", phrases.axis_names(roles.problem))
    if not roles.problem.has_channels:
        return f"x and h are arrays; [{', '.join(names)}] counts from 0."
    arrays = "x, h and b" if isinstance(roles.problem.offset, Entry) else "x and h"
    are = "x is the whole array" if asked is not None and asked.row.window else f"{arrays} are whole arrays"
    return f"{are}; [{', '.join(names)}] counts from 0."


def same_calls(derivation: Derivation, asked: Call | None = None) -> tuple[SameCall, ...]:
    """The calls that give the same value, first the one whose output was asked for.

    None of a gradient with what stands in outside.
    """
    roles = Roles(derivation.problem)
    problem = derivation.problem
    with_channels = asked is not None and problem.arrangement is not None
    other = derivation.value != derivation.sum_value or (roles.is_gradient and _stands_in(derivation))
    found = () if with_channels or other else counterparts(derivation.problem)
    is_known = (
        asked is not None and not roles.is_gradient and bool(asked.row.template.whole or not problem.has_channels)
    )
    first = (_own(roles, asked),) if asked is not None and is_known else ()
    others = [SameCall(call=call(roles, each), index=_array_index(roles, each), note=_note(roles, each),
                       takes=each.row.template.takes, axes=each.axes, lags=_lags(problem, each))
              for each in found if not _is_same(each, roles, asked)]  # fmt: skip
    return *first, *others


def _is_same(found: Counterpart, roles: Roles, asked: Call | None) -> bool:
    """True where a call is the one that was asked about, its options perhaps under other names."""
    index = tuple(number for number in roles.chosen if is_real(number))
    return asked is not None and not roles.is_gradient and (found.row, found.index) == (asked.row, index)


def _lags(problem: Problem, found: Counterpart) -> tuple[int, ...]:
    """The lags of a correlation at the index of the array; none for a gradient or in general position."""
    return found.lags if problem.fixed == "m" and None not in problem.at else ()


def _own(roles: Roles, asked: Call) -> SameCall:
    """The call itself, and the output that was asked for."""
    outputs = [axis.outputs for axis in asked.axes]
    return SameCall(
        call=asked.row.call(
            asked.options,
            roles.summed.name,
            roles.met.name,
            outputs=outputs,
            channels=asked.channels,
        ),
        index=roles.problem.shown(roles.fixed.unknown, roles.chosen),
        note=None,
        takes="" if asked.cast else asked.row.template.takes,
        lags=asked.row.lags(asked.own_relations, roles.problem.in_space(roles.problem.numbers)),
    )


def _why(derivation: Derivation) -> str:
    """The reason why no call gives the value."""
    problem = derivation.problem
    if problem.arrangement is not None and problem.law is not None:
        what = "sums over channels" if problem.has_channels else "a call along some axes"
        return f"of {what}, only outputs of the call itself are known"
    if _stands_in(derivation):
        return phrases.outside_clause(problem)
    if not derivation.terms:
        return 'even mode "full" ends where the kernel leaves the image'
    return "no function has both this relation and this output"


def _stands_in(derivation: Derivation) -> bool:
    """True where something outside the image is part of the sum."""
    inside = prod(map(len, derivation.receptive_field))
    return derivation.problem.boundary.counts and len(derivation.terms) > inside


def call(roles: Roles, counterpart: Counterpart) -> str:
    """The call, with the arrays that the sum multiplies."""
    row, options = counterpart.row, counterpart.options
    arrays = _array(roles, roles.summed), _scaled(roles)
    flips = (False,) * counterpart.planes + counterpart.flips
    return row.call(options, *arrays, flips, planes=counterpart.planes)


def _array(roles: Roles, role: IndexRole) -> str:
    """An array; where the sum needs but one of its channels, that one."""
    problem = roles.problem
    if problem.arrangement is None or not roles.is_gradient or role.unknown == "m":
        return role.name
    return f"{role.name}[{', '.join(str(problem.numbers[axis]) for axis in role.axes if axis not in problem.space)}]"


def _scaled(roles: Roles) -> str:
    """The array that the sum multiplies, with the factor of the sum."""
    scale, array = roles.problem.scale, _array(roles, roles.met)
    if scale == 1:
        return array
    if not is_real(scale):
        return f"({array}/{array}.sum())"
    if isinstance(scale, int):
        return f"({array}*{scale})"
    return f"({array}/{scale.denominator})" if scale.numerator == 1 else f"({array}*({scale}))"


def _array_index(roles: Roles, counterpart: Counterpart) -> tuple[Formula, ...]:
    """Numbers, or what moves with m and n in general position."""
    own = (tuple(each[axis] for axis in counterpart.axes) for each in (roles.chosen, roles.fixed.letters))
    axes = zip(*map(roles.problem.order.array, own), counterpart.index, counterpart.slope, strict=True)
    return tuple(
        linear([(slope, symbol)], index) if chosen == symbol else index for chosen, symbol, index, slope in axes
    )


def _note(roles: Roles, counterpart: Counterpart) -> str | None:
    """The warning where the library's outputs run the other way; None where they run alike."""
    problem = roles.problem
    runs = zip(counterpart.axes, counterpart.mirrored, strict=True)
    mirrored = tuple(runs_back for axis, runs_back in runs if axis in problem.space)
    if not any(mirrored):
        return None
    if roles.is_gradient:
        return f"this form reverses the output, so these arrays run through the {roles.fixed.noun}s backwards."
    said = "this form reverses the output"
    both = map(problem.in_space, (problem.image, problem.kernel.ranges))
    if all(side[0] == -side[-1] for sides in both for side in sides):
        return f"{said}. A library's array is {phrases.orientation(problem, mirrored)}."
    found = forward_output(roles)
    return f"{said}." if found is None else f"{said}: its {plain(roles.asked)} is {plain(found[1])} of the {found[0]}."
