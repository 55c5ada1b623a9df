"""The outputs that an explanation gives, as the library of sums would work them out, and the call that gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from convtrace.law.boundary import CONSTANT, RULES, ZERO, Boundary
from convtrace.law.index_order import ORDERS
from convtrace.law.kernel import Kernel
from convtrace.law.operations import row_like
from convtrace.library.catalogue import rows_of
from convtrace.library.channels import Channels
from convtrace.library.equivalents import Counterpart, counterparts
from convtrace.library.option_kinds import OptionValues
from convtrace.library.row import LibraryFunction
from convtrace.search.channel_calls import LaidRow, laid_rows
from convtrace.search.channel_probe import SPACE, Mixed
from convtrace.search.explanation import Explanation, indices, pixel_at, turned_shapes
from convtrace.search.family import Turn
from convtrace.search.question import Question, place_of
from convtrace.trace.problem import Problem
from convtrace.values.exact import simplified
from convtrace.values.named_tuple import NamedTuple

ROWS_FIRST = ORDERS["rc"]
# libraries whose arrays have .T and slices with -1
ARRAYS_OF_NUMPY = ("numpy.", "scipy.", "cv2.")
# arrays of more axes have no .T that people read
MOST_TURNED = 2
KERNEL_NAME = re.compile(r"\bh\b")


def predicted(question: Question, found: Explanation) -> tuple[Fraction, ...]:
    """The outputs of a convention, without its slip, in reading order: those that are not known, too."""
    shape = turned_shapes(question.output_shape, found.output)
    kernel = found.kernel.shape(question.kernel_shape)
    stand_in = RULES[found.outside or ZERO.name].stand_in
    weights = {
        k: question.weights[place_of(found.kernel.source(k, question.kernel_shape), question.kernel_shape)]
        for k in indices(kernel)
    }

    def value(index: Sequence[int]) -> Fraction:
        total = Fraction(0)
        axes = list(zip(index, found.first_window, found.stride, found.dilation, found.input_stride, strict=True))
        for k, weight in weights.items():
            pixel = tuple(
                pixel_at(f + s * m + d * lying, n, u, stand_in)
                for lying, n, (m, f, s, d, u) in zip(k, question.image_shape, axes, strict=True)
            )
            inside = None not in pixel
            total += weight * (question.pixels[place_of(pixel, question.image_shape)] if inside else found.fill)  # type: ignore[arg-type]
        return found.scale * total + found.offset

    return tuple(value(found.output.source(index, shape)) for index in indices(question.output_shape))


def problem_at(question: Question, found: Explanation, at: tuple[int, ...]) -> Problem | None:
    """The problem of one output in indices from 0; None where the kernel or the output is transposed."""
    axes = len(question.image_shape)
    if found.kernel.order != tuple(range(axes)) or found.output.order != tuple(range(axes)):
        return None
    law = tuple(found.relation(axis, question.kernel_shape[axis]) for axis in range(axes))
    law = tuple(
        relation.output_reflected().rebased(0, 0, output=1 - side) if flips else relation
        for relation, flips, side in zip(law, found.output.flips, question.output_shape, strict=True)
    )
    rule = CONSTANT if found.fill else RULES[found.outside or ZERO.name]
    ranges = tuple(
        tuple(map(range, shape)) for shape in (question.image_shape, question.kernel_shape, question.output_shape)
    )
    return Problem(
        operation=row_like(law[0]),
        order=ROWS_FIRST,
        fixed="m",
        at=at,
        image=ranges[0],
        kernel=Kernel(ranges[1], ROWS_FIRST, tuple(map(simplified, question.weights))),
        mode="",
        outputs=ranges[2],
        window=None,
        stride=tuple(abs(relation.alpha) for relation in law),
        dilation=tuple(relation.d for relation in law),
        pixels=tuple(map(simplified, question.pixels)),
        law=law,
        boundary=Boundary((rule,) * axes, simplified(found.fill)),
        scale=simplified(found.scale),
        offset=simplified(found.offset),
    )


class MadeCall(NamedTuple):
    """A library call that gives outputs: its text, its row, the options that it is given, and its channels."""

    text: str
    row: LibraryFunction
    options: Mapping[str, OptionValues]
    channels: Channels | None = None


def call_of(question: Question, found: Explanation, mixed: Mixed | None = None) -> MadeCall | None:
    """The library call that gives all outputs of an explanation; None where convtrace knows none.

    That of a `mixed` result takes arrays with batch and channels. Where the kernel or the output lies otherwise, it has
    .T or slices with −1 of Python.
    """
    straight = tuple(range(len(found.stride)))
    if mixed is None and ((found.kernel.order, found.output.order) != (straight, straight) or any(found.output.flips)):
        return _turned_call(question, found, straight)
    plain = found.replace(scale=Fraction(1), offset=Fraction(0), slip=None)
    problem = problem_at(question, plain, (0,) * len(question.image_shape))
    if problem is None or any(found.output.flips):
        return None
    laid = {} if mixed is None else laid_rows(mixed)
    # of each function with channels, as one of its group may need a flipped kernel
    rows: list[Sequence[LibraryFunction] | None] = [[each.row] for each in laid.values()]
    if mixed is None:
        own = rows_of(question.printed_by) if question.printed_by else ()
        rows = [[row for row in own if row.template.common] or own, None]
    for whole in (True, False):
        for each in chain.from_iterable(counterparts(problem, known, whole=whole) for known in rows):
            # a kernel with channels has other axes beside those to be flipped
            cuts = None if laid and any(each.flips) else _cuts(question, problem, each)
            if cuts is not None:
                return _made(found, each, cuts, laid.get(each.row.name), mixed)
    return None


def _turned_call(question: Question, found: Explanation, straight: tuple[int, ...]) -> MadeCall | None:
    """The call of an explanation whose kernel or output lies otherwise; None where its arrays are not NumPy's."""
    order, output = found.kernel.order, found.output
    if len(straight) > MOST_TURNED:
        return None
    turned = question.replace(
        kernel_shape=found.kernel.shape(question.kernel_shape),
        output_shape=turned_shapes(question.output_shape, output),
    )
    lying = found.replace(
        kernel=Turn(straight, found.kernel.flips),
        output=Turn(straight, (False,) * len(straight)),
        scale=Fraction(1),
        offset=Fraction(0),
    )
    made = call_of(turned, lying)
    if made is None or not made.row.name.startswith(ARRAYS_OF_NUMPY):
        return None
    text = made.text
    if order != straight:
        text = KERNEL_NAME.sub("h.T", text)
    text += ".T" * (output.order != straight)
    if any(output.flips):
        text += f"[{', '.join('::-1' if flips else ':' for flips in output.flips)}]"
    return made._replace(text=_scaled(text, found))


def _made(
    found: Explanation, each: Counterpart, cuts: list[str], laid: LaidRow | None, mixed: Mixed | None
) -> MadeCall:
    """The call of a counterpart, and the slices that keep the outputs."""
    options = {**each.options, **(laid.options if laid else {})}
    channels = laid.channels if laid else None
    text = each.row.call(options, "x", "h", each.flips, channels=channels)
    if any(part != ":" for part in cuts):
        parts = iter(cuts)
        slices = cuts if mixed is None else [next(parts) if axis == SPACE else ":" for axis in mixed.axes]
        text = f"{text}[{', '.join(slices)}]"
    return MadeCall(_scaled(text, found), each.row, options, channels)


def option_words(made: MadeCall, axes: int) -> Iterator[str]:
    """The options of a call as they are typed, NAME=VALUE, without those that have their defaults."""
    laying = (option for option in made.row.other_options if made.channels and not option.scales)
    for option in (*made.row.options, *laying):
        values = made.options.get(option.name)
        if values is not None and values != option.read(option.default, axes):
            same = len({*map(repr, values)}) == 1
            yield f"{option.name}={values[0] if same else ','.join(map(str, values))}"


def _cuts(question: Question, problem: Problem, each: Counterpart) -> list[str] | None:
    """The slice of each axis that keeps the outputs of a call; None where it has not all of them."""
    law = each.row.laws[len(problem.at)]
    axes = zip(
        question.image_shape, question.kernel_shape, question.output_shape, problem.relations, each.flips, strict=True
    )
    cuts = []
    for axis, (n, k, m, relation, flips) in enumerate(axes):
        names = {option.name for option in each.row.options}
        call = law(n=n, k=k, **{name: values[axis] for name, values in each.options.items() if name in names})
        wanted = relation.kernel_flipped(k) if flips else relation
        start, rest = divmod(wanted.gamma - call.relation.gamma, call.relation.alpha)
        step, odd = divmod(wanted.alpha, call.relation.alpha)
        same = (wanted.d, wanted.beta) == (call.relation.d, call.relation.beta)
        cut = _cut(start, step, m, call.outputs) if same and not rest and not odd else None
        if cut is None:
            return None
        cuts.append(cut)
    return cuts


def _cut(start: int, step: int, wanted: int, made: int) -> str | None:
    """The slice that keeps the outputs of one axis; None where the call has not all of them."""
    last = start + step * (wanted - 1)
    if step < 1 or start < 0 or last >= made:
        return None
    if start == 0 and step == 1 and wanted == made:
        return ":"
    return f"{start or ''}:{'' if last == made - 1 else last + 1}{'' if step == 1 else f':{step}'}"


def _scaled(text: str, found: Explanation) -> str:
    """The call with the factor before it and the constant behind it."""
    before = "" if found.scale == 1 else "-" if found.scale == -1 else f"{_factor(found.scale)} * "
    offset = found.offset
    behind = "" if not offset else f" {'-' if offset < 0 else '+'} {abs(offset)}"
    return f"{before}{text}{behind}"


def _factor(scale: Fraction) -> str:
    return str(scale) if scale.denominator == 1 else f"({scale})"
