"""Sentences on a matrix: in which order its rows and columns are, and which of its cells are the same."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from convtrace.document.blocks import Block, Paragraph
from convtrace.trace.diagonals import Diagonals, diagonals
from convtrace.trace.matrix import Matrix
from convtrace.view import phrases
from convtrace.view.matrices import ARRAYS

NAMES = {Diagonals.TOEPLITZ: "Toeplitz", Diagonals.HANKEL: "Hankel", Diagonals.CIRCULANT: "circulant"}
PLANE = 2


def reading_order(matrix: Matrix) -> Iterator[Block]:
    """How arrays of several axes become the vectors that a matrix is multiplied by and gives."""
    problem = matrix.problem
    y, x, axes = problem.naming.output, problem.naming.image, len(problem.slowest_first("i"))
    if axes < PLANE:
        return
    planes = "plane by plane, and each " * (axes > PLANE)
    yield Paragraph(
        (
            f"In this, {y} and {x} are read {planes}row by row, as {y}.ravel() and {x}.ravel() in NumPy.",
            f" MATLAB's {x}(:) goes down the columns instead." * (axes == PLANE and "matlab" in matrix.said),
        )
    )


def structure(matrix: Matrix) -> Iterator[Block]:
    """What all cells of a diagonal have in common, where they do on every axis of space, and what groups have not."""
    problem = matrix.problem
    kinds = {diagonals(problem, axis) for axis in problem.space}
    kind, axes, beside = kinds.pop(), len(problem.space), [*_beside(matrix)]
    sums = sum(prod(map(len, part.outputs)) for part in matrix.parts)
    if not kinds and kind is not Diagonals.NONE and sums == matrix.count("m"):
        start, end = ("upper right", "lower left") if kind is Diagonals.HANKEL else ("upper left", "lower right")
        levels = {1: "", 2: "doubly block "}.get(axes, "block ")
        parts = "the cells" if axes == 1 else "the blocks, and the cells in each of them,"
        around = ", and a diagonal goes on at the other side" if kind is Diagonals.CIRCULANT else ""
        name = phrases.article(f"{levels}{NAMES[kind]} matrix")
        within = f"In the part of {phrases.listed(beside)}, from" if beside else "From"
        yield Paragraph((f"{within} the {start} to the {end} {parts} are the same{around}: {name}.",))
    if len(matrix.parts) > 1:
        yield Paragraph((f"The {len(matrix.parts)} groups share no cell: an output uses the pixels of its own group.",))


def _beside(matrix: Matrix) -> Iterator[str]:
    """The axes of batch and channels of which there are several: each image, each output channel."""
    problem = matrix.problem
    names = phrases.axis_names(problem)
    for axis in range(len(names)):
        if problem.lookup(axis) is not None and max(len(matrix.ranges(unknown)[axis]) for unknown in ARRAYS) > 1:
            yield f"one {names[axis]}"
