"""transposed(matrix) → the operation, or PyTorch's call, whose matrix is the transpose: found by comparing matrices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

from convtrace.errors import ConvtraceError
from convtrace.law.axis import Relation, Unknown
from convtrace.law.boundary import ZERO
from convtrace.law.extents import MODES
from convtrace.law.index_order import ORDERS
from convtrace.law.operations import OPERATIONS
from convtrace.library.posed_matrix import posed_matrix
from convtrace.trace.matrix import Matrix
from convtrace.trace.problem import Problem
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_DOTS


class Transposed(Frozen, kw_only=False):
    """What is typed for the matrix of the transposed operation, the operation's title, and the flips of its kernel."""

    words: tuple[str, ...]
    title: str
    flips: tuple[bool, ...]


def transposed(whole: Matrix) -> Transposed | None:
    """The operation that goes back from the outputs' size to the image's; None where none is known.

    >>> from convtrace.trace.matrix import matrix
    >>> from convtrace.trace.pose import pose
    >>> found = transposed(matrix(pose("conv", image="4x4", kernel="3x3")))
    >>> " ".join(found.words)
    'xcorr --form sliding --image 2x2 --kernel 3x3 --mode full'
    >>> found = transposed(matrix(pose("conv", image="7", kernel="3", stride=2)))
    >>> " ".join(found.words), found.flips
    ('torch.nn.functional.conv_transpose1d --image 3 --kernel 3 --option stride=2', (True,))
    """
    if whole.size > MAX_DOTS:
        return None
    problem, back = whole.problem, whole.laid("i", "m")
    candidates = () if problem.has_channels or problem.law is not None else _operations(whole)
    return next((found for found in (*candidates, *_calls(whole)) if _is_matrix_of(back, found)), None)


def _is_matrix_of(back: Matrix, found: Transposed) -> bool:
    """True where the words give a matrix that has the same kernel element in each cell."""
    name, *options = found.words
    given, own = _read(options)
    try:
        made = posed_matrix(name, given, options=own)
    except ConvtraceError:
        return False
    if (made.count("m"), made.count("i")) != (back.count("i"), back.count("m")):
        return False
    elements = _flipped(back.problem, found.flips)
    pairs = zip(back.places(), made.places(), strict=True)
    return all(
        {column: sorted(elements[place] for place in places) for column, places in row.items()}
        == {column: sorted(places) for column, places in other.items()}
        for row, other in pairs
    )


def _read(options: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """Options as they are typed, and those of a function."""
    pairs = [*zip(options[::2], options[1::2], strict=True)]
    given = {name.removeprefix("--").replace("-", "_"): text for name, text in pairs if name != "--option"}
    return given, [text for name, text in pairs if name == "--option"]


def _flipped(problem: Problem, flips: Sequence[bool]) -> list[int]:
    """The place of each kernel element in the kernel that is flipped along some axes of space, in array order."""
    sides, axes = problem.kernel.ranges, problem.slowest_first("k")
    along = dict(zip(problem.order.array(problem.space), flips, strict=True))
    places = [0]
    for axis in axes:
        numbers = range(len(sides[axis]))[:: -1 if along.get(axis) else 1]
        places = [place * len(numbers) + number for place in places for number in numbers]
    return places


def _operations(whole: Matrix) -> Iterator[Transposed]:
    problem = whole.problem
    rule = problem.boundary.rules[0] if problem.boundary.rules else ZERO
    steps = {"--stride": problem.stride, "--dilation": problem.dilation}
    further = [
        word for option, numbers in steps.items() if {*numbers} != {1} for word in (option, _text(_same(numbers), ","))
    ]
    further += ["--axes", problem.order.name] if whole.said or problem.order is not ORDERS["xy"] else []
    further += ["--pad", rule.name] if rule is not ZERO else []
    image, kernel = (_text([*map(len, side)], "x") for side in (problem.outputs, problem.kernel.ranges))
    for row in OPERATIONS:
        form = () if row.form is None else ("--form", row.form)
        for mode in MODES:
            words = (row.name, *form, "--image", image, "--kernel", kernel, "--mode", mode, *further, *whole.said)
            yield Transposed(words, row.title, (False,) * len(problem.space))


def _calls(whole: Matrix) -> Iterator[Transposed]:
    """PyTorch's calls for the transposed sum, with the kernel as it is or flipped."""
    part = whole.parts[0]
    sides = (part.in_space(each) for each in (part.outputs, part.image, part.kernel.ranges))
    axes: Sequence[tuple[Any, ...]] = part.order.array((*zip(part.in_space(part.relations), *sides, strict=True),))
    sizes = [
        _text([len(whole.ranges(unknown)[axis]) for axis in part.slowest_first(unknown)], "x") for unknown in OF_CALL
    ]
    groups = [f"groups={len(whole.parts)}"] if len(whole.parts) > 1 else []
    for flip, (name, options) in product((False, True), CALLS.items()):
        found = [options(_from_0(*axis, flip=flip), *map(len, axis[1:])) for axis in axes]
        names = dict.fromkeys(option for each in found for option in each)
        typed = [_typed(option, [each[option] for each in found]) for option in names]
        call = f"torch.nn.functional.{name}{len(axes)}d"
        words = (word for text in (*filter(None, typed), *groups) for word in ("--option", text))
        yield Transposed((call, "--image", sizes[0], "--kernel", sizes[1], *words), call, (flip,) * len(axes))


def _from_0(relation: Relation, outputs: range, image: range, elements: range, *, flip: bool) -> Relation:
    """The law of the transposed sum, in which outputs and pixels have each other's places, with indices from 0."""
    swapped = relation.replace(alpha=relation.beta, beta=relation.alpha)
    counted = swapped.rebased(outputs[0], elements[0], image[0])
    return counted.kernel_flipped(len(elements)) if flip else counted


def _conv(law: Relation, *_: int) -> dict[str, int]:
    return {"stride": -law.alpha, "padding": law.gamma, "dilation": law.d}


def _conv_transpose(law: Relation, given: int, wanted: int, elements: int) -> dict[str, int]:
    """The same the other way round, and as many outputs more as there are pixels."""
    made = (given - 1) * -law.beta - 2 * law.gamma + law.d * (elements - 1) + 1
    return {"stride": -law.beta, "padding": law.gamma, "dilation": law.d, "output_padding": wanted - made}


# the transposed call has the outputs as its image
OF_CALL: tuple[Unknown, Unknown] = ("m", "k")
CALLS: dict[str, Callable[[Relation, int, int, int], dict[str, int]]] = {
    "conv": _conv,
    "conv_transpose": _conv_transpose,
}


def _typed(option: str, numbers: Sequence[int]) -> str:
    """An option as it is typed; nothing for its default."""
    return "" if {*numbers} == {int(option in ("stride", "dilation"))} else f"{option}={_text(_same(numbers), ',')}"


def _same(numbers: Sequence[int]) -> Sequence[int]:
    """One number where all are the same."""
    return numbers[:1] if len({*numbers}) == 1 else numbers


def _text(numbers: Sequence[object], separator: str) -> str:
    return separator.join(map(str, numbers))
