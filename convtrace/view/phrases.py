"""Phrases that several sections share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

from convtrace.document.blocks import Block, Line, Paragraph
from convtrace.document.plain import interval, plain
from convtrace.law.axis import Unknown
from convtrace.law.boundary import CONSTANT
from convtrace.law.channels import OUTPUT_CHANNEL
from convtrace.law.extents import MODES, centred, outputs
from convtrace.trace.problem import Problem
from convtrace.values.formula import Chain, Formula
from convtrace.view.amounts import value_formula

PICTURE = ("column", "row", "slice")
ARROWS = {"column": " →", "row": " ↓"}
LOOKUPS = {"s": "image", OUTPUT_CHANNEL: "output channel", "c": "input channel"}
CHANNEL = "channel"


def listed(parts: Sequence[str]) -> str:
    """Words as a sentence lists them.

    >>> listed(["rows", "columns", "slices"])
    'rows, columns and slices'
    """
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def counted(number: int, noun: str) -> str:
    """A number with its noun, both in the singular or in the plural.

    >>> counted(1, "pixel"), counted(9, "product")
    ('1 pixel', '9 products')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def conjugated(verb: str, number: int) -> str:
    """A verb, given in the plural, for so many things.

    >>> conjugated("meet", 1), conjugated("are", 1), conjugated("are", 2)
    ('meets', 'is', 'are')
    """
    if number != 1:
        return verb
    return "is" if verb == "are" else f"{verb}s"


def article(noun: str) -> str:
    """A noun with its article.

    >>> article("pixel"), article("output")
    ('a pixel', 'an output')
    """
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def plural(axis: str) -> str:
    """The plural of what an index counts.

    >>> plural("row"), plural("axis 4")
    ('rows', 'axis 4')
    """
    return axis if axis[-1].isdigit() else f"{axis}s"


def axis(name: str) -> str:
    """An axis by what its index counts.

    >>> axis("row"), axis("axis 4")
    ('the row axis', 'axis 4')
    """
    return name if name[-1].isdigit() else f"the {name} axis"


def typed_size(ranges: Sequence[range]) -> str:
    """The size of an image or kernel as it is typed, with true signs.

    >>> typed_size((range(7), range(5)))
    '7×5'
    """
    return "×".join(str(len(side)) for side in ranges)


def image_and_kernel(problem: Problem) -> str:
    """The sizes of a problem's image and kernel, for a heading."""
    return f"image {array_size(problem, 'i')}, kernel {array_size(problem, 'k')}"


def array_size(problem: Problem, unknown: Unknown) -> str:
    """The size of a whole array as it is typed, with true signs."""
    return "×".join(map(str, array_shape(problem, unknown)))


def array_shape(problem: Problem, unknown: Unknown) -> tuple[int, ...]:
    """The size of a whole array, with the channels of all groups."""
    if problem.arrangement is not None and problem.arrangement.shapes:
        return problem.arrangement.shapes[unknown]
    ranges = {"m": problem.outputs, "i": problem.image, "k": problem.kernel.ranges}[unknown]
    return problem.shown(unknown, tuple(map(len, ranges)))


def all_outputs_title(problem: Problem) -> str:
    """The heading of a page on all outputs."""
    mode = f" of mode {problem.mode}" if problem.mode else ""
    return f"{problem.operation.title}: {image_and_kernel(problem)}, {counted_outputs(problem)}{mode}"


def counted_outputs(problem: Problem) -> str:
    """The size of the output with its noun: 2×2 outputs."""
    return f"{array_size(problem, 'm')} {'outputs' if prod(map(len, problem.outputs)) > 1 else 'output'}"


def axis_names(problem: Problem) -> tuple[str, ...]:
    """Names of what each index counts, in index order."""
    if problem.arrangement is not None and problem.arrangement.in_place:
        placed = array_axes(len(problem.at))
        return tuple(placed[problem.arrangement.m.index(axis)] for axis in range(len(problem.at)))
    names = iter(problem.order.array(array_axes(len(problem.space))))
    lookups = [*map(problem.lookup, range(len(problem.at)))]
    has_outputs = any(kind is not None and kind.letter == OUTPUT_CHANNEL for kind in lookups)
    words = LOOKUPS if has_outputs else {**LOOKUPS, "c": CHANNEL}
    return tuple(words[kind.letter] if kind else next(names) for kind in lookups)


def array_axes(axes: int) -> tuple[str, ...]:
    """Names of what each index of an array counts, the slowest first.

    >>> array_axes(1), array_axes(3)
    (('column',), ('slice', 'row', 'column'))
    """
    names = PICTURE[:axes] + tuple(f"axis {number}" for number in range(len(PICTURE) + 1, axes + 1))
    return names[::-1]


def between(first: Formula, symbol: Formula, last: Formula) -> Formula:
    """First ≤ symbol ≤ last, or symbol = first where there is but one."""
    if first == last:
        return Chain(symbol, (("=", first),))
    return Chain(first, (("≤", symbol), ("≤", last)))


def range_of(side: range, symbol: Formula) -> Formula:
    """The range of an index: −1 ≤ p ≤ 1."""
    return between(side[0], symbol, side[-1])


def ranges_of(names: Sequence[Formula], ranges: Sequence[range]) -> Line:
    """The index ranges of all axes: −1 ≤ p ≤ 1 and −1 ≤ q ≤ 1."""
    return joined([(range_of(side, symbol),) for symbol, side in zip(names, ranges, strict=True)])


def joined(parts: Sequence[Line], link: str = ", ", last: str = " and ") -> Line:
    """Phrases with formulas in them, as a sentence lists them.

    >>> joined([("a",), ("b", "!"), ("c",)])
    ('a', ', ', 'b', '!', ' and ', 'c')
    """
    line: Line = ()
    for position, part in enumerate(parts):
        between = () if position == 0 else (last,) if position == len(parts) - 1 else (link,)
        line += (*between, *part)
    return line


def orientation(problem: Problem, flipped: Sequence[bool]) -> str:
    """Words for how something lies that is flipped along the given axes: as it is, mirrored or rotated."""
    if not any(flipped):
        return "as it is"
    if len(flipped) == 2 and all(flipped):
        return "rotated 180°"
    names = problem.in_space(axis_names(problem))
    along = tuple(name for name, flips in zip(names, flipped, strict=True) if flips)
    known: dict[tuple[str, ...], str] = {("column",): "mirrored left-right", ("row",): "mirrored top-bottom"}
    return known.get(along, f"mirrored along {listed(list(map(plural, along)))}")


def no_centre(what: str, ranges: Sequence[range]) -> Iterator[Block]:
    """A note for each even size, which has no centre: where its indices run."""
    for side in dict.fromkeys(ranges):
        if len(side) % 2 == 0 and side[0] == -(len(side) // 2):
            run = f"its indices run {interval(side[0], side[-1])}"
            choice = f"Choose another 0 with --{what}-origin."
            yield Paragraph((f"{article(what).capitalize()} axis of {len(side)} has no centre: {run}. {choice}",))


def outside_clause(problem: Problem) -> str:
    """Clause on what x outside the image is."""
    return f"outside the image {outside_value(problem)}"


def outside_value(problem: Problem) -> str:
    """Clause on what x is, behind "outside the image, where"."""
    if problem.boundary.constant:
        return f"{problem.naming.image} is {plain(value_formula(problem.boundary.fill))}"
    return f"{problem.naming.image} is padded ({rule(problem)})"


def output_notes(problem: Problem) -> Iterator[Block]:
    """The notes on all outputs: which of them a stride keeps, and that --pad changes nothing."""
    yield from stride_from_centre(problem)
    yield from idle_pad(problem)


def stride_from_centre(problem: Problem) -> Iterator[Block]:
    """The note that a stride counts from the centre, where it keeps other outputs than from the corner."""
    usual = problem.law is None and (problem.numbering is None or problem.numbering.count is None)
    if not usual or problem.operation.stride_on != "m" or {*problem.in_space(problem.stride)} == {1}:
        return
    found, others = list(problem.outputs), False
    for axis in problem.space:
        relation, stride = problem.relations[axis], problem.stride[axis]
        unit = relation.replace(alpha=problem.operation.alpha)
        places = outputs(unit, problem.image[axis], problem.kernel.ranges[axis], problem.mode)
        own = problem.outputs[axis]
        others = others or places[::stride] != range(own.start * stride, own.stop * stride, stride)
        found[axis] = range(len(places[::stride]))
    if others:
        size = array_size(problem.replace(outputs=tuple(found)), "m")
        arrays = (*problem.in_space(problem.image), *problem.in_space(problem.kernel.ranges))
        start = "the centre" if all(side == centred(len(side)) for side in arrays) else "0"
        said = f"Note: a stride counts from {start} here. Libraries begin at the corner and have {size}"
        yield Paragraph((f"{said} {'outputs' if prod(map(len, found)) > 1 else 'output'}: add --count 0.",))


def idle_pad(problem: Problem) -> Iterator[Block]:
    """The note that --pad changes nothing, where every output lies inside the image."""
    if problem.boundary.counts and problem.mode == MODES[0]:
        inside = f"Note: in mode {problem.mode} no output uses anything outside the image, so --pad changes nothing."
        said = f"{inside} Add --mode same or --mode full."
        yield Paragraph((said,))


def rule(problem: Problem) -> str:
    """The name of the boundary rule, or the names where the axes differ; a constant with its value."""
    names = dict.fromkeys(
        f"{each.name}:{plain(value_formula(problem.boundary.fill))}" if each is CONSTANT else each.name
        for each in problem.in_space(problem.boundary.rules)
    )
    return ", ".join(names)


def mode_name(problem: Problem) -> str:
    """Name of what decides which outputs exist: the mode, or the library function whose law it is."""
    return f"mode {problem.mode}" if problem.law is None else problem.operation.title
