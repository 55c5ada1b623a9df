"""Which library calls give the same value, found by comparing their relations with the problem's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from convtrace.law.axis import Relation
from convtrace.law.boundary import CONSTANTS, ZERO
from convtrace.library.catalogue import rows_of
from convtrace.library.option_kinds import Values
from convtrace.library.row import AxisCall, LibraryFunction, Option, Sizes, Wanted
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.values.frozen import Frozen

# whose calls people have at hand; the first one that fits is named of each group of functions
LIBRARIES = ("numpy", "scipy", "torch", "opencv")


class Counterpart(Frozen):
    """A library call and the array index (slowest axis first) at which it gives the same value.

    `options` holds what each option is for the axes of the arrays, `turned` the axes along which the kernel is turned
    round first. `slope` tells how far the index moves while the problem's own grows by 1; `mirrored`, in index order,
    along which axes the library's outputs run the other way.
    """

    row: LibraryFunction
    options: Mapping[str, Values]
    turned: tuple[bool, ...]
    place: tuple[int, ...]
    slope: tuple[int, ...]
    mirrored: tuple[bool, ...]


class _Asked(NamedTuple):
    """One axis of the problem: what is wanted of a call, and at which index; None where that stays a symbol."""

    wanted: Wanted
    number: int | None

    def turned(self) -> _Asked:
        """The same for a kernel that is turned round: k becomes K−1−k."""
        return self._replace(wanted=self.wanted.replace(relation=self.wanted.relation.kernel_flipped(self.wanted.taps)))


class _Fit(NamedTuple):
    """The values of the options by which one axis fits, and the output that does what is wanted."""

    options: Mapping[str, object]
    relation: Relation
    place: int


def counterparts(problem: Problem, rows: Iterable[LibraryFunction] | None = None) -> tuple[Counterpart, ...]:
    """The calls whose sum at some index has the same terms: the plainest of each group of functions.

    >>> from convtrace.trace.pose import pose
    >>> found = counterparts(pose("conv", m=1, n=1))
    >>> [(each.row.name, each.turned, each.place) for each in found][1:3]
    [('scipy.ndimage.convolve', (False, False), (4, 4)), ('torch.nn.functional.conv2d', (True, True), (4, 4))]
    """
    if problem.offset != 0:
        return ()
    asked = _asked(problem)
    groups: dict[str, list[LibraryFunction]] = {}
    for row in (row for file in LIBRARIES for row in rows_of(file)) if rows is None else rows:
        if row.written is not None and row.written.text and len(asked) in row.laws:
            groups.setdefault(row.name.rpartition(".")[0], []).append(row)
    found = (_first(problem, asked, group) for group in groups.values())
    return tuple(each for each in found if each is not None)


def _asked(problem: Problem) -> tuple[_Asked, ...]:
    """What is wanted on each axis of the arrays, in which all indices count from 0."""
    ranges: Mapping[str, Ranges] = {"m": problem.outputs, "i": problem.image, "k": problem.kernel.ranges}
    rules = problem.boundary.rules if problem.boundary.counts and problem.over == "i" else (ZERO,) * len(problem.at)
    axes = zip(problem.relations, problem.at, rules, ranges[problem.over], ranges[problem.partner], strict=True)
    return problem.order.array(
        tuple(
            _Asked(
                Wanted(
                    pixels=len(pixels),
                    taps=len(taps),
                    relation=relation.recast(problem.fixed, problem.over).rebased(pixels[0], taps[0]),
                    boundary=rule,
                    fill=problem.boundary.fill if problem.over == "i" else 0,
                ),
                number,
            )
            for relation, number, rule, pixels, taps in axes
        )
    )


def _first(problem: Problem, asked: tuple[_Asked, ...], group: Sequence[LibraryFunction]) -> Counterpart | None:
    """The first row that fits, those that leave the kernel as it is before others."""
    turns = [(_turns(row, asked), row) for row in group]
    for turned, row in sorted(turns, key=lambda each: (each[1].written.roundabout, any(each[0]))):  # type: ignore[union-attr]
        axes = tuple(axis.turned() if turn else axis for axis, turn in zip(asked, turned, strict=True))
        found = _counterpart(problem, row, axes)
        if found is not None:
            return found.replace(turned=turned)
    return None


def _turns(row: LibraryFunction, asked: tuple[_Asked, ...]) -> tuple[bool, ...]:
    """Along which axes the kernel must be turned round for a function that flips it where the problem does not."""
    flips = row.typical().relation.beta < 0
    return tuple((axis.wanted.relation.beta < 0) != flips for axis in asked)


def _counterpart(problem: Problem, row: LibraryFunction, asked: tuple[_Asked, ...]) -> Counterpart | None:
    wanted = tuple(axis.wanted for axis in asked)
    alike = [option for option in row.options if not option.each]
    for chosen in product(*(_tries(option, wanted[0]) for option in alike)):
        fixed = dict(zip((option.name for option in alike), chosen, strict=True))
        fits = [_fit(row, axis, fixed, len(asked)) for axis in asked]
        whole = [fit for fit in fits if fit is not None]
        if len(whole) < len(fits):
            continue
        options = {option.name: tuple(fit.options[option.name] for fit in whole) for option in row.options}
        asides = {aside.name: aside.values(aside.default, len(asked)) for aside in row.asides}
        shapes = tuple(axis.pixels for axis in wanted), tuple(axis.taps for axis in wanted)
        if row.refusal(Sizes(*shapes, {**options, **asides})) is None:
            alphas = [(axis.wanted.relation.alpha, fit.relation.alpha) for axis, fit in zip(asked, whole, strict=True)]
            return Counterpart(
                row=row,
                options=options,
                turned=(),
                place=tuple(fit.place for fit in whole),
                slope=tuple(ours // theirs for ours, theirs in alphas),
                mirrored=problem.order.array(tuple((ours < 0) != (theirs < 0) for ours, theirs in alphas)),
            )
    return None


def _tries(option: Option, wanted: Wanted) -> Iterable[object]:
    """The values of an option to be tried, as its law takes them."""
    given = (option.default,) if option.tries is None else option.tries(wanted)
    return (values[0] for value in given if (values := option.kind.read(value, 1)) is not None)


def _fit(row: LibraryFunction, asked: _Asked, fixed: Mapping[str, object], axes: int) -> _Fit | None:
    """The first values of the options of each axis by which the call has the relation that is wanted."""
    own = [option for option in row.options if option.each]
    for chosen in product(*(_tries(option, asked.wanted) for option in own)):
        options = {**fixed, **dict(zip((option.name for option in own), chosen, strict=True))}
        call = row.laws[axes](n=asked.wanted.pixels, k=asked.wanted.taps, **options)
        place = _place(asked, call)
        if place is not None:
            return _Fit(options, call.relation, place)
    return None


def _place(asked: _Asked, call: AxisCall) -> int | None:
    """The output of the call that pairs the same i with the same k, and has the same outside."""
    wanted, number = asked
    ours, theirs = wanted.relation, call.relation
    place = _same_line(ours, number or 0, theirs)
    if place is None or not _same_outside(wanted, call):
        return None
    if number is None:
        return place if ours.alpha % theirs.alpha == 0 else None
    return place if place in (call.live or range(call.outputs)) else None


def _same_outside(wanted: Wanted, call: AxisCall) -> bool:
    if wanted.boundary in CONSTANTS:
        return call.boundary in CONSTANTS and call.fill == wanted.fill
    return call.boundary is wanted.boundary


def _same_line(ours: Relation, output: int, theirs: Relation) -> int | None:
    """The m at which `theirs` pairs the same i with the same k as `ours` does at `output`."""
    if (ours.d, ours.beta) != (theirs.d, theirs.beta):
        return None
    shift = ours.alpha * output + ours.gamma - theirs.gamma
    return shift // theirs.alpha if shift % theirs.alpha == 0 else None
