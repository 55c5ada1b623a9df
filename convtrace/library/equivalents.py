"""Library calls that give the same value, found by comparing their relations with the problem's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from convtrace.law.axis import Relation
from convtrace.law.boundary import CONSTANT_RULES, ZERO
from convtrace.law.scaling import Bias, Offset
from convtrace.library.axis_call import AxisCall, TargetAxis
from convtrace.library.catalogue import rows_of
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionValues
from convtrace.library.requirements import CallSizes
from convtrace.library.row import LibraryFunction
from convtrace.trace.given import Ranges
from convtrace.trace.problem import Problem
from convtrace.values.complex_number import is_real
from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

# whose calls people have at hand; the first one that fits is named of each group of functions
LIBRARIES = ("numpy.", "scipy.", "torch.", "cv2.")


class Counterpart(Frozen):
    """A library call and the array index (slowest axis first) at which it gives the same value.

    `options` holds what each option is for the axes of the arrays, `flips` says along which axes the kernel is flipped
    first. `slope` tells how far the index moves while the problem's own grows by 1; `mirrored`, in index order, along
    which axes the library's outputs run the other way; `lags` are those of a correlation at the index, where the
    kernel stays as it is. `axes` are those of the problem that the output has; the arrays of `planes` have the
    channels, too, over which the function sums by itself.
    """

    row: LibraryFunction
    options: Mapping[str, OptionValues]
    flips: tuple[bool, ...]
    index: tuple[int, ...]
    slope: tuple[int, ...]
    mirrored: tuple[bool, ...]
    lags: tuple[int, ...]
    axes: tuple[int, ...]
    planes: bool = False


class _Fit(NamedTuple):
    """The values of the options by which one axis fits, and the output that gives the value."""

    options: Mapping[str, object]
    relation: Relation
    output: int


def counterparts(
    problem: Problem, rows: Iterable[LibraryFunction] | None = None, *, whole: bool = False
) -> tuple[Counterpart, ...]:
    """The calls whose sum at some index has the same terms, apart from scale: the plainest of each group of functions.

    With `whole` all outputs of the call are those of the problem.

    >>> from convtrace.trace.pose import pose
    >>> found = counterparts(pose("conv", m=1, n=1))
    >>> [(each.row.name, each.flips, each.index) for each in found][1:3]
    [('scipy.ndimage.convolve', (False, False), (4, 4)), ('torch.nn.functional.conv2d', (True, True), (4, 4))]
    """
    known = [*(_common() if rows is None else rows)]
    summed = [axis for axis in range(len(problem.at)) if axis not in problem.space]
    if not summed or problem.fixed != "m":
        return _on_axes(problem, known, problem.space, whole=whole)
    # channels are an axis like any other, unless a function has them
    laid = [(row, row.usual_layout({})) for row in known]
    own = [row for row, layout in laid if layout is not None and layout.takes_planes]
    others = [row for row, layout in laid if layout is None]
    found = (each.replace(planes=True) for each in _on_axes(problem, own, problem.space))
    return *_on_axes(problem, others, tuple(range(len(problem.at)))), *found


def _common() -> Iterator[LibraryFunction]:
    """The rows of calls that people have at hand."""
    return (row for start in LIBRARIES for row in rows_of(start) if row.template.common)


def _on_axes(
    problem: Problem, rows: Iterable[LibraryFunction], axes: tuple[int, ...], *, whole: bool = False
) -> tuple[Counterpart, ...]:
    """The calls for arrays with these axes."""
    own = whole or _has_own_array(problem)
    targets = _targets(problem, axes, whole=whole)
    wanted = [*dict.fromkeys((_targets(problem, axes, whole=own), targets))]
    groups: dict[str, list[LibraryFunction]] = {}
    for row in rows:
        if len(targets) in row.laws:
            groups.setdefault(row.name.rpartition(".")[0], []).append(row)
    found = (filter(None, (_first(problem, each, group) for each in wanted)) for group in groups.values())
    firsts = (next(each, None) for each in found)
    return tuple(each.replace(axes=axes) for each in firsts if each is not None)


def _has_own_array(problem: Problem) -> bool:
    """True where a question says which outputs there are, by its mode or its count: calls with the same come first."""
    counted = problem.numbering is not None and problem.numbering.count is not None
    return problem.fixed == "m" and problem.law is None and (counted or problem.mode == "full")


def _targets(problem: Problem, axes: Sequence[int], *, whole: bool) -> tuple[TargetAxis, ...]:
    """The sum on each axis of the arrays, in which all indices count from 0; of no channel is anything outside."""
    ranges: Mapping[str, Ranges] = {"m": problem.outputs, "i": problem.image, "k": problem.kernel.ranges}
    rules = problem.boundary.rules if problem.boundary.counts and problem.over == "i" else (ZERO,) * len(problem.at)
    # counted from 0, too, where all outputs are wanted
    firsts = [side[0] if whole and side else 0 for side in problem.outputs]
    fixed = zip(problem.at, firsts, strict=True)
    sides = zip(problem.relations, fixed, rules, ranges[problem.over], ranges[problem.partner], strict=True)
    return problem.order.array(
        tuple(
            TargetAxis(
                image_size=len(summed),
                kernel_size=len(met),
                relation=relation.recast(problem.fixed, problem.over).rebased(summed[0], met[0], first),
                boundary=rule if problem.lookup(axis) is None else rules[problem.space[0]],
                fill=problem.boundary.fill if problem.over == "i" else 0,
                output=None if output is None else output - first,
                offset=_wanted_offset(problem),
                outputs=len(problem.outputs[axis]) if whole else 0,
            )
            for axis, (relation, (output, first), rule, summed, met) in enumerate(sides)
            if axis in axes
        )
    )


def _wanted_offset(problem: Problem) -> Offset:
    """The offset as a row has it: a number, or the bias."""
    return problem.offset if is_real(problem.offset) else Bias()


def _first(problem: Problem, targets: tuple[TargetAxis, ...], group: Sequence[LibraryFunction]) -> Counterpart | None:
    """The first row that fits, those that leave the kernel as it is before others."""
    choices = [(_flips(row, targets), row) for row in group]
    for flips, row in sorted(choices, key=lambda choice: (choice[1].template.last_choice, any(choice[0]))):
        axes = tuple(axis.kernel_flipped() if flip else axis for axis, flip in zip(targets, flips, strict=True))
        found = _counterpart(problem, row, axes)
        if found is not None:
            return found.replace(flips=flips, lags=() if any(flips) else found.lags)
    return None


def _flips(row: LibraryFunction, targets: tuple[TargetAxis, ...]) -> tuple[bool, ...]:
    """True for each axis along which the kernel must be flipped, as the function flips it and the problem does not."""
    flips = row.kind == "conv"
    return tuple(axis.relation.flipped("i", "k") != flips for axis in targets)


def _counterpart(problem: Problem, row: LibraryFunction, targets: tuple[TargetAxis, ...]) -> Counterpart | None:
    for fixed in _choices([option for option in row.options if not option.per_axis], targets[0]):
        fits = [fit for axis in targets if (fit := _fit(row, axis, fixed, len(targets))) is not None]
        if len(fits) < len(targets):
            continue
        options = {option.name: tuple(fit.options[option.name] for fit in fits) for option in row.options}
        others = {option.name: _other(option, targets) for option in row.other_options}
        shapes = tuple(axis.image_size for axis in targets), tuple(axis.kernel_size for axis in targets)
        scaled = row.scale({**options, **others}), row.offset_at({**options, **others})
        sizes = CallSizes(*shapes, {**options, **others})
        if scaled == (1, targets[0].offset) and row.refusal(sizes) is None and _conjugates_alike(problem, row, sizes):
            alphas = [(axis.relation.alpha, fit.relation.alpha) for axis, fit in zip(targets, fits, strict=True)]
            return Counterpart(
                row=row,
                options={
                    **options,
                    **{option.name: others[option.name] for option in row.other_options if option.scales},
                },
                flips=(),
                index=tuple(fit.output for fit in fits),
                slope=tuple(wanted // found for wanted, found in alphas),
                mirrored=problem.order.array(tuple((wanted < 0) != (found < 0) for wanted, found in alphas)),
                lags=row.lags([fit.relation for fit in fits], [fit.output for fit in fits]),
                axes=(),
            )
    return None


def _conjugates_alike(problem: Problem, row: LibraryFunction, sizes: CallSizes) -> bool:
    """True where values are real, or the function conjugates what the problem does."""
    if not problem.has_complex:
        return True
    wanted = "image" if problem.conjugates_image else "kernel" if problem.kernel.conjugated else None
    return row.conjugates is not None and row.conjugates(sizes) == wanted


def _other(option: Option, targets: tuple[TargetAxis, ...]) -> OptionValues:
    """The value of an option beside the relation: the one that gives the target's offset, or the default."""
    given = option.candidates(targets[0]) if option.scales and option.candidates else ()
    read = (option.kind.read(value, len(targets)) for value in given)
    return next((values for values in read if values is not None), option.default_values(len(targets)))


def _choices(options: Sequence[Option], target: TargetAxis) -> Iterator[dict[str, object]]:
    """All combinations of the values of options that are to be tried."""
    for chosen in product(*(_candidates(option, target) for option in options)):
        yield dict(zip((option.name for option in options), chosen, strict=True))


def _candidates(option: Option, target: TargetAxis) -> Iterable[object]:
    """The values of an option to be tried, as its law takes them."""
    names = option.kind.names if target.outputs and not option.fixed else ()
    given = (option.default, *names) if option.candidates is None else option.candidates(target)
    return (values[0] for value in given if (values := option.kind.read(value, 1)) is not None)


def _fit(row: LibraryFunction, target: TargetAxis, fixed: Mapping[str, object], axes: int) -> _Fit | None:
    """The first values of the options of each axis by which the call has the target's relation."""
    for own in _choices([option for option in row.options if option.per_axis], target):
        options = {**fixed, **own}
        call = row.laws[axes](n=target.image_size, k=target.kernel_size, **options)
        output = _output(target, call)
        if output is not None:
            return _Fit(options, call.relation, output)
    return None


def _output(target: TargetAxis, call: AxisCall) -> int | None:
    """The output of the call that pairs the same i with the same k, and has the same outside."""
    wanted, found = target.relation, call.relation
    if (wanted.d, wanted.beta) != (found.d, found.beta) or not _same_outside(target, call):
        return None
    output, rest = divmod(wanted.alpha * (target.output or 0) + wanted.gamma - found.gamma, found.alpha)
    made = call.live or range(call.outputs)
    fits = output in made if target.output is not None else wanted.alpha % found.alpha == 0
    whole = not target.outputs or (output, call.outputs) == (target.output, target.outputs)
    return output if fits and whole and not rest else None


def _same_outside(target: TargetAxis, call: AxisCall) -> bool:
    if target.boundary in CONSTANT_RULES:
        return call.boundary in CONSTANT_RULES and call.fill == target.fill
    return call.boundary is target.boundary
