"""The sums of all outputs as one matrix, its transpose, and the kernel times a matrix of patches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from convtrace.document.blocks import Block, Document, Equation, Heading, Paragraph
from convtrace.document.plain import cell_text
from convtrace.library.posed_matrix import posed_matrix
from convtrace.trace.derivation import Term, derive
from convtrace.trace.matrix import Diagonals, Matrix, diagonals
from convtrace.trace.problem import Problem
from convtrace.view import phrases
from convtrace.view.amounts import value_formula
from convtrace.view.matrices import added, drawn, entry, letters_line
from convtrace.view.page import PageResult, Question, Read, Section, chosen, page_of
from convtrace.view.pages.record import ends, plain_value, question_record
from convtrace.view.sections.equation import definition
from convtrace.view.sections.result import answer, has_numbers, sum_of_numbers

NAMES = {Diagonals.TOEPLITZ: "Toeplitz", Diagonals.HANKEL: "Hankel", Diagonals.CIRCULANT: "circulant"}


def page_result(question: Question, only: str | None, read: Read) -> PageResult:
    """The page of the matrix; ConvtraceError where there is no output, or where padding adds a constant."""
    asked = {**question}
    wanted = [name for name in FURTHER if asked.pop(name)]
    sections = chosen(only, SECTIONS)
    operation, options = asked.pop("operation"), asked.pop("options")
    return PageResult(document(posed_matrix(operation, asked, options=options, read=read), sections, wanted))


def document(matrix: Matrix, only: Collection[str] = (), wanted: Collection[str] = ()) -> Document:
    """The page of the usual sections and those that are `wanted`, or the sections named in `only`."""
    shown = only or [*USUAL, *["row"] * (matrix.output is not None), *wanted]
    sections = {name: section for name, section in SECTIONS.items() if name in shown}
    return page_of(matrix, sections, only, _title, _figure, _record, cells=_cells)


def _title(matrix: Matrix) -> Iterator[Block]:
    size = f"{len(matrix.rows)}×{len(matrix.columns)}"
    yield Heading((f"{matrix.problem.operation.title} as a matrix of {size}",), level=1)
    outputs = phrases.counted_outputs(matrix.problem)
    yield Paragraph((f"{phrases.image_and_kernel(matrix.problem).capitalize()}, {outputs}.",))


def _equation(matrix: Matrix) -> Iterator[Block]:
    y, x = matrix.problem.naming.output, matrix.problem.naming.image
    yield Equation(definition(matrix.problem))
    yield Paragraph((f"All outputs at once: {y} = C·{x}. C has a row for each output and a column for each pixel.",))
    yield Paragraph(
        (
            "Each row is one output's sum. Each column shows where one pixel goes, and so has its gradient.",
            " Equal letters are the same kernel element." * (matrix.problem.kernel.given is None),
        )
    )
    if matrix.problem.scale != 1 or matrix.problem.offset != 0:
        yield Paragraph(("The factor and the constant of the equation come after that: they are not in C.",))
    if matrix.problem.kernel.given is None:
        yield Paragraph(("The letters are the values of the kernel, line by line: ", *letters_line(matrix.problem)))


def _whole(matrix: Matrix) -> Iterator[Block]:
    yield from drawn(matrix, "C")
    yield from _structure(matrix.problem)


def _structure(problem: Problem) -> Iterator[Block]:
    """What all cells of a diagonal have in common, where they do on every axis and all axes are of space."""
    if problem.arrangement is not None:
        return
    kinds = {diagonals(problem, axis) for axis in problem.space}
    kind = kinds.pop()
    if kinds or kind is Diagonals.NONE:
        return
    start, end = ("upper right", "lower left") if kind is Diagonals.HANKEL else ("upper left", "lower right")
    axes = len(problem.space)
    levels = {1: "", 2: "doubly block "}.get(axes, "block ")
    parts = "the cells" if axes == 1 else "the blocks, and the cells in each of them,"
    around = ", and a diagonal goes on at the other side" if kind is Diagonals.CIRCULANT else ""
    name = phrases.article(f"{levels}{NAMES[kind]} matrix")
    yield Paragraph((f"From the {start} to the {end} {parts} are the same{around}: {name}.",))


def _row(matrix: Matrix) -> Iterator[Block]:
    """The sum of the output that is asked for: its row times x."""
    if matrix.output is None:
        yield Paragraph(("Name an output to see its row: --at, or at= in Python.",))
        return
    derivation = derive(matrix.problem.replace(at=matrix.output))
    yield Paragraph(
        ("The row of ", entry(matrix.problem, "m", matrix.output), f", times {matrix.problem.naming.image}:")
    )
    yield Equation(answer(derivation), strong=True)
    if has_numbers(derivation):
        yield sum_of_numbers(derivation)


def _transpose(matrix: Matrix) -> Iterator[Block]:
    yield Paragraph(("The transpose of C goes back from the outputs to the pixels:",))
    yield from drawn(matrix.laid("i", "m"), "the transpose of C")
    yield Paragraph(
        (
            f"Times {matrix.problem.naming.gradient} it gives the gradients of all pixels. ",
            "As an operation of its own, from the outputs' size to the image's, it is the transposed one "
            "of this: as PyTorch's conv_transpose is that of its conv, which does not flip the kernel.",
        )
    )


def _patches(matrix: Matrix) -> Iterator[Block]:
    y, h = matrix.problem.naming.output, matrix.problem.naming.kernel
    yield Paragraph(
        (f"The same products with the kernel as a row: {y} = {h}·P. A column of P is the patch of one output:",)
    )
    yield from drawn(matrix.laid("k", "m"), "P")


SECTIONS: dict[str, Section[Matrix]] = {
    "equation": _equation,
    "matrix": _whole,
    "row": _row,
    "transpose": _transpose,
    "patches": _patches,
}
USUAL = ("equation", "matrix")
FURTHER = ("transpose", "patches")


def _figure(matrix: Matrix) -> Iterator[Block]:
    yield from drawn(matrix, "C")


def _record(matrix: Matrix) -> Mapping[str, object]:
    problem = matrix.problem
    return {
        **question_record(problem),
        "mode": problem.mode,
        "outputs": ends(problem.outputs),
        "rows": [list(problem.shown(matrix.down, row)) for row in matrix.rows],
        "columns": [list(problem.shown(matrix.across, column)) for column in matrix.columns],
        "matrix": [[_plain(matrix.cells.get((row, column), ())) for column in matrix.columns] for row in matrix.rows],
    }


def _cells(matrix: Matrix) -> Iterator[list[str]]:
    """The lines of the matrix for shells: weights, sums of weights, and 0."""
    for row in matrix.rows:
        found = (matrix.cells.get((row, column), ()) for column in matrix.columns)
        yield [cell_text(added(value_formula(term.weight) for term in terms)) if terms else "0" for terms in found]


def _plain(terms: Iterable[Term]) -> object:
    """A cell for programs: its weight, a sum of weights as text, or 0."""
    weights = [value_formula(term.weight) for term in terms]
    return plain_value(added(weights)) if weights else 0
