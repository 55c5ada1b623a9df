"""The values of all outputs as one grid, where image and kernel have values."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

from convtrace.document.blocks import Block, Cell, Code, Grids, Line, Paragraph
from convtrace.library.problem_sums import sum_values
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.pose import pose
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.array_like import unpacked
from convtrace.values.complex_number import is_number
from convtrace.values.formula import Formula
from convtrace.view.amounts import value_formula
from convtrace.view.grids import drawable, not_drawn
from convtrace.view.roles import Roles
from convtrace.view.sections.remarks import forward_output
from convtrace.view.sections.result import known_value

NO_VALUES = "The outputs have values where the image and the kernel have: --image '1 2; 3 4' --kernel '1 0; 0 1'."
PLANE = 2
# letters of an argument that stands on one line of a terminal, and what stands for a longer one
MAX_WORD = 72
LEFT_OUT = "…"
ARRAYS = ("image", "kernel")
# words of a question that the next command has for itself, or that change nothing there
OWN_WORDS = ("operation", "at", "m", "n", "window")


def values(derivation: Derivation) -> Iterator[Block]:
    """The values of all outputs, whichever of them is derived."""
    yield from all_values(derivation.problem)


def all_values(problem: Problem, asked: Mapping[str, Any] | None = None) -> Iterator[Block]:
    """The value of each output, and the command that shows where one of them comes from, as it was `asked`."""
    if not problem.has_values:
        yield Paragraph((NO_VALUES,))
        return
    if drawable(problem.outputs):
        yield Paragraph(("The value of each output:",))
        yield value_grids(problem)
    else:
        yield not_drawn("the values", problem.outputs)
        yield Paragraph(("--format csv has all of them.",))
    yield from _reversed(problem)
    yield from _next(problem, asked)


def value_grids(problem: Problem, caption: Line = (), *, ruled: bool = False) -> Grids:
    """The value of each output in its place."""
    found = dict(zip(problem.order.reading(problem.outputs), output_values(problem), strict=True))
    fixed = Roles(in_the_middle(problem)).fixed
    return Grids(tuple(fixed.grids(problem.outputs, lambda output: Cell(((found[output],),)), caption, ruled=ruled)))


def output_values(problem: Problem) -> Iterator[Formula]:
    """The values of all outputs in reading order: what has no simpler value is a sum."""
    places = problem.order.reading(problem.outputs)
    for output, value in zip(places, sum_values(problem) or (), strict=True):
        if is_number(value):
            yield value_formula(value)
        else:
            (formula,) = known_value(derive(problem.replace(fixed="m", at=output)))
            yield formula


def in_the_middle(problem: Problem) -> Problem:
    """The question of the output in the middle."""
    return problem.replace(fixed="m", at=_middle(problem))


def _middle(problem: Problem) -> Index:
    return tuple(side[len(side) // 2] for side in problem.outputs)


def _reversed(problem: Problem) -> Iterator[Block]:
    """Note on an output that runs backwards over the image."""
    found = forward_output(Roles(in_the_middle(problem)))
    if found is not None and prod(map(len, problem.outputs)) > 1:
        way = "rotated by 180°" if len(problem.space) == PLANE else "in reverse order on each axis"
        yield Paragraph((f"Note: this form reverses the output. The {found[0]} gives the same numbers {way}.",))


def _next(problem: Problem, asked: Mapping[str, Any] | None) -> Iterator[Block]:
    """The command that derives one value."""
    middle = problem.shown("m", _middle(problem))
    arrays = {"image": LEFT_OUT, "kernel": LEFT_OUT}
    words = [LEFT_OUT if len(word) > MAX_WORD or "\n" in word else word for word in typed_words(asked or arrays)]
    filled = f" with your arrays for {LEFT_OUT}" if LEFT_OUT in words else ""
    how = filled if asked else f"{filled} and your options"
    yield Paragraph(("Where ", problem.named("y", middle), f" comes from, step by step{',' * bool(how)}{how}:"))
    command = ["convtrace", problem.operation.name, "--at", ",".join(map(str, middle)), *words]
    yield Code(" ".join(word if word == LEFT_OUT else shlex.quote(word) for word in command), "sh")


def typed_words(asked: Mapping[str, Any]) -> Iterator[str]:
    """The words of a question as they are typed, without those that are as they are unless typed.

    >>> list(typed_words({"operation": "conv", "at": None, "image": "1 2", "pad": "zero", "sum_over": "kernel"}))
    ['--image', '1 2', '--sum-over', 'kernel']
    """
    usual = pose.__kwdefaults__ or {}
    for name, given in asked.items():
        if name not in OWN_WORDS and given is not None and str(given) != str(usual.get(name)):
            yield from (f"--{name.replace('_', '-')}", typed_word(name, given))


def typed_word(name: str, given: object) -> str:
    """What is given for an option, as it is typed.

    >>> typed_word("image", (7, 5)), typed_word("stride", (2, 1)), typed_word("pad", "edge")
    ('7x5', '2,1', 'edge')
    """
    if name in ARRAYS:
        return typed_array(given)
    return ",".join(map(str, given)) if isinstance(given, list | tuple) else str(given)


def typed_array(given: object) -> str:
    """An array, or the size of one, as it is typed."""
    given = unpacked(given)
    if isinstance(given, tuple) and all(isinstance(side, int) for side in given):
        return "x".join(map(str, given))
    return _in_brackets(given)


def _in_brackets(given: object) -> str:
    return f"[{', '.join(map(_in_brackets, given))}]" if isinstance(given, list | tuple) else str(given)
