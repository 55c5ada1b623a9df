"""The sums of all outputs as one matrix, its transpose, and the kernel times a matrix of patches."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

from convtrace.document.blocks import Block, Code, Document, Drawable, Equation, Heading, Line, Paragraph
from convtrace.document.plain import cell_text
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.errors import ConvtraceError
from convtrace.library.posed_matrix import posed_matrix
from convtrace.library.transposed import transposed
from convtrace.trace.derivation import derive
from convtrace.trace.matrix import Matrix
from convtrace.values.formula import Formula, Symbol
from convtrace.values.limits import MAX_CELLS_ASKED, MAX_DOTS
from convtrace.values.named_tuple import NamedTuple
from convtrace.view import phrases
from convtrace.view.matrices import MATRIX, PATCHES, added, drawn, entry, is_large, letters_line, matrix_name, sparse
from convtrace.view.matrix_order import reading_order, structure
from convtrace.view.page import PageResult, Question, Read, Section, chosen, page_of
from convtrace.view.pages.record import ends, plain_value, question_record
from convtrace.view.sections.equation import definition
from convtrace.view.sections.result import answer, has_numbers, sum_of_numbers

Text = TypeVar("Text")


class Shown(NamedTuple):
    """A matrix, whether all of it is shown, however large it is, and the sections that are asked for by name."""

    matrix: Matrix
    every: bool
    asked: Collection[str]

    def laid(self) -> Iterator[tuple[Matrix, Line]]:
        """The matrices that are asked for with their names: the transpose, the patches of each group, or C."""
        problem = self.matrix.problem
        name, patches = (Symbol(matrix_name(problem, names)) for names in (MATRIX, PATCHES))
        if "matrix" in self.asked or not {"transpose", "patches"} & {*self.asked}:
            yield self.matrix, (name,)
        if "transpose" in self.asked:
            yield self.matrix.laid("i", "m"), (name, "ᵀ")
        if "patches" in self.asked:
            yield from ((group, (patches,)) for group in self.matrix.patches())


def page_result(question: Question, only: str | None, read: Read) -> PageResult:
    """The page of the matrix; ConvtraceError where there is no output, or where padding adds a constant."""
    asked = {**question}
    wanted = [name for name in FURTHER if asked.pop(name)]
    every, sections = asked.pop("whole"), chosen(only, SECTIONS)
    operation, options = asked.pop("operation"), asked.pop("options")
    found = posed_matrix(operation, asked, options=options, read=read)
    return PageResult(document(found, sections, wanted, every=every))


def document(
    matrix: Matrix, only: Collection[str] = (), wanted: Collection[str] = (), *, every: bool = False
) -> Document:
    """The page of the usual sections and those that are `wanted`, or the sections named in `only`.

    Of a large matrix a part is shown, unless `every` cell is asked for.
    """
    cells = matrix.count("m") * matrix.count("i")
    if every and cells > MAX_CELLS_ASKED:
        message = f"--whole: a page of {cells} cells is too long to be read (at most {MAX_CELLS_ASKED})"
        raise ConvtraceError(message, hint="Leave it out; all cells are in: -f csv, -f scipy, -f json")
    shown = only or [*USUAL, *["row"] * (matrix.output is not None), *wanted]
    sections = {name: section for name, section in SECTIONS.items() if name in shown}
    page = page_of(Shown(matrix, every, [*only, *wanted]), sections, only, _title, _figure, _record, cells=_texts)
    return page.replace(matrices=tuple(_matrices(matrix, sections)))


def _matrices(matrix: Matrix, sections: Collection[str]) -> Iterator[SparseMatrix]:
    """The matrices whose sections are shown."""
    problem = matrix.problem
    y, x, h = problem.naming.output, problem.naming.image, problem.naming.kernel
    if "patches" not in sections or "matrix" in sections:
        name = matrix_name(problem)
        yield sparse(matrix, name, f"{y}.ravel() == {name} @ {x}.ravel()")
    if "transpose" in sections:
        name = matrix_name(problem)
        yield sparse(matrix.laid("i", "m"), f"{name}T", f"{name}T == {name}.T")
    if "patches" in sections:
        groups = matrix.patches()
        for number, patches in enumerate(groups):
            name = matrix_name(problem, PATCHES) + ("" if len(groups) == 1 else str(number))
            # with channels the kernel's rows depend on the order of its axes
            yield sparse(patches, name, "" if problem.has_channels else f"{y}.ravel() == {h}.ravel() @ {name}")


def _title(shown: Shown) -> Iterator[Block]:
    problem = shown.matrix.problem
    size = f"{shown.matrix.count('m')}×{shown.matrix.count('i')}"
    yield Heading((f"{problem.operation.title} as a matrix of {size}",), level=1)
    yield Paragraph((f"{phrases.image_and_kernel(problem).capitalize()}, {phrases.counted_outputs(problem)}.",))


def _equation(shown: Shown) -> Iterator[Block]:
    problem = shown.matrix.problem
    y, x, name = problem.naming.output, problem.naming.image, matrix_name(problem)
    yield Equation(definition(problem))
    at_once = f"All outputs at once: {y} = {name}·{x}."
    yield Paragraph((f"{at_once} {name} has a row for each output and a column for each pixel.",))
    yield from reading_order(shown.matrix)
    yield Paragraph(
        (
            "Each row is one output's sum. Each column shows where one pixel goes, and so has its gradient.",
            " Equal letters are the same kernel element." * (problem.kernel.given is None),
        )
    )
    if problem.scale != 1 or problem.offset != 0:
        yield Paragraph((f"The factor and the constant of the equation come after that: they are not in {name}.",))
    if problem.kernel.given is None:
        yield Paragraph(("The letters are the values of the kernel, line by line: ", *letters_line(shown.matrix)))


def _whole(shown: Shown) -> Iterator[Block]:
    yield from drawn(shown.matrix, (Symbol(matrix_name(shown.matrix.problem)),), every=shown.every, times=True)
    yield from structure(shown.matrix)


def _row(shown: Shown) -> Iterator[Block]:
    """The sum of the output that is asked for: its row times x."""
    matrix, asked = shown.matrix, shown.matrix.asked
    if asked is None:
        yield Paragraph(("Name an output to see its row: --at, or at= in Python.",))
        return
    derivation = derive(asked.replace(kernel=asked.kernel.replace(numbered=matrix.problem.kernel.numbered)))
    output = entry(matrix, "m", asked.numbers)
    if derivation.terms and not matrix.row(asked.numbers):
        yield Paragraph(("The library makes ", output, " 0 instead of a sum."))
        return
    yield Paragraph(("The row of ", output, f", times {matrix.problem.naming.image}:"))
    yield Equation(answer(derivation), strong=True)
    if has_numbers(derivation):
        yield sum_of_numbers(derivation)


def _transpose(shown: Shown) -> Iterator[Block]:
    naming, name = shown.matrix.problem.naming, matrix_name(shown.matrix.problem)
    yield Paragraph((f"The transpose of {name} goes back from the outputs to the pixels:",))
    yield from drawn(shown.matrix.laid("i", "m"), (Symbol(name), "ᵀ"), every=shown.every)
    yield Paragraph((f"Times {naming.gradient} it gives the gradients of all pixels.",))
    found = transposed(shown.matrix)
    if found is not None:
        flipped = f", with the kernel {phrases.orientation(shown.matrix.problem, found.flips)}" * any(found.flips)
        yield Paragraph(
            (
                "As an operation of its own, from the outputs' size to the image's, it is the transposed convolution ",
                f"of this one: {found.title[:1].lower()}{found.title[1:]}{flipped}. Its own page:",
            )
        )
        yield Code(shlex.join(["convtrace", "matrix", *found.words]), "sh")


def _patches(shown: Shown) -> Iterator[Block]:
    naming, groups = shown.matrix.problem.naming, shown.matrix.patches()
    y, h, name = naming.output, naming.kernel, matrix_name(shown.matrix.problem, PATCHES)
    channels = ", one for each output channel" if groups[0].shared else ""
    factored = f"The same products with the kernel in rows{channels}: {y} = {h}·{name}."
    yield Paragraph((f"{factored} A column of {name} is one output's patch:",))
    for number, patches in enumerate(groups):
        if len(groups) > 1:
            yield Paragraph((f"Group {number}:",))
        yield from drawn(patches, (Symbol(name),), every=shown.every)


SECTIONS: dict[str, Section[Shown]] = {
    "equation": _equation,
    "matrix": _whole,
    "row": _row,
    "transpose": _transpose,
    "patches": _patches,
}
USUAL = ("equation", "matrix")
FURTHER = ("transpose", "patches")


def _figure(shown: Shown) -> Iterator[Drawable]:
    laid = [*shown.laid()]
    for matrix, name in laid:
        if len(laid) > 1:
            yield Paragraph((*name, ":"))
        if not is_large(matrix):
            yield from drawn(matrix, name)
        elif matrix.size <= MAX_DOTS:
            yield sparse(matrix, "")
        else:
            yield Paragraph((f"Its {matrix.size} cells are too many to be drawn (at most {MAX_DOTS}).",))


def _record(shown: Shown) -> Mapping[str, object]:
    matrix, problem = shown.matrix, shown.matrix.problem
    whole = sparse(matrix, "C")
    nothing: object = 0
    return {
        **question_record(problem),
        "mode": problem.mode,
        "outputs": ends(problem.outputs),
        "rows": [list(problem.shown("m", row)) for row in matrix.reading("m")],
        "columns": [list(problem.shown("i", column)) for column in matrix.reading("i")],
        "blocks": list(whole.block),
        "groups": len(matrix.parts),
        "matrix": _cells(whole, plain_value, nothing),
        **dict(_further(shown)),
    }


def _further(shown: Shown) -> Iterator[tuple[str, object]]:
    """The transpose, and the matrices of patches of all groups, where they are asked for."""
    nothing: object = 0
    if "transpose" in shown.asked:
        yield "transpose", _cells(sparse(shown.matrix.laid("i", "m"), ""), plain_value, nothing)
    if "patches" in shown.asked:
        groups = shown.matrix.patches()
        yield "patches", ([*_cells(sparse(group, ""), plain_value, nothing)] for group in groups)


def _texts(shown: Shown) -> Iterator[list[str]]:
    """The lines of the matrix that is asked for: weights, sums of weights, and 0; an empty one between several."""
    for number, (matrix, _) in enumerate(shown.laid()):
        yield from ([],) if number else ()
        yield from _cells(sparse(matrix, ""), cell_text, "0")


def _cells(whole: SparseMatrix, spell: Callable[[Formula], Text], nothing: Text) -> Iterator[list[Text]]:
    """The rows of a matrix, each cell as one spelling has it."""
    spelled = [*map(spell, whole.values)]
    for line in whole.lines():
        row = [nothing] * whole.width
        for column, (first, *others) in line.items():
            every = (whole.values[place] for place in (first, *others))
            row[column] = spell(added(every)) if others else spelled[first]
        yield row
