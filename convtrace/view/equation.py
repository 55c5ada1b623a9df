"""Section 1: the sum, the chosen output, and the range of pixels that follows."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.axis import Solutions
from convtrace.blocks import Block, Equation, Line, Paragraph
from convtrace.derivation import Derivation
from convtrace.notation import Chain, Entry, Formula, Number, Product, SumOver, argument, symbols
from convtrace.problem import Problem
from convtrace.view import words


def equation(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    axes = len(problem.image)
    yield Equation(definition(problem, symbols("m", axes)))
    yield Equation(definition(problem, tuple(map(Number, problem.output))))
    exists = words.spans(symbols("p", axes), problem.kernel.ranges)
    kernel = Entry("h", symbols("p", axes))
    yield Paragraph((kernel, " exists for ", *exists, ", so these pixels count:"))
    for axis, (reach, patch) in enumerate(zip(derivation.reach, derivation.patch, strict=True)):
        yield Equation(_range(problem, axis, reach))
        if len(patch) < len(reach):
            yield Paragraph(_clipped(problem, axis, patch))


def definition(problem: Problem, output: tuple[Formula, ...]) -> Formula:
    """y[m,n] = Σ Σ x[i,j]·h[…] for symbols or numbers m, n."""
    image = words.image_symbols(problem)
    product = Product((Entry("x", image), Entry("h", arguments(problem, output, image))))
    return Chain(Entry("y", output), (("=", SumOver(image[::-1], product)),))


def arguments(problem: Problem, output: tuple[Formula, ...], image: tuple[Formula, ...]) -> tuple[Formula, ...]:
    """The kernel's index on each axis, not worked out."""
    return tuple(map(argument, problem.relations, output, image))


def _range(problem: Problem, axis: int, reach: Solutions) -> Formula:
    """−1 ≤ 1−i ≤ 1 ⇒ 0 ≤ i ≤ 2."""
    taps, symbol = problem.kernel.ranges[axis], words.image_symbols(problem)[axis]
    solved = argument(problem.relations[axis], Number(problem.output[axis]), symbol)
    inside = words.span(reach[0].i, symbol, reach[-1].i)
    return Chain(Number(taps[0]), (("≤", solved), ("≤", Number(taps[-1])), ("⇒", inside)))


def _clipped(problem: Problem, axis: int, patch: Solutions) -> Line:
    symbol, pixels = words.image_symbols(problem)[axis], problem.image[axis]
    limit = words.span(pixels[0], symbol, pixels[-1])
    if not patch:
        return ("The image has only ", limit, ": no pixel is left.")
    return ("The image has only ", limit, ", which leaves ", words.span(patch[0].i, symbol, patch[-1].i), ".")
