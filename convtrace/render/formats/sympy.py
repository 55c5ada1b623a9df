"""sympy: Python code that makes SymPy objects of the equations, each under the heading where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import TextWrapper

from convtrace.document.blocks import Document, Equation, Heading, Target
from convtrace.document.python import CONSTANTS, PREFIX, PYTHON, SYMPY_NAMES, array_name, code, definitions, equations
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.document.streamed_sums import Spelling
from convtrace.render.lines.layout import spans, text_of
from convtrace.values.formula import Chain, Formula, Naming, Value
from convtrace.values.limits import MAX_CELLS_DRAWN

SUFFIXES = (".py",)
# what follows is one expression, however long, so that it may go over lines
FOLDED = TextWrapper(100, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def render(document: Document, _: Target) -> Iterator[str]:
    """The names first, then one list of equations."""
    written: list[str] = []
    meant: list[Formula] = []
    heading: list[str] = []
    for block in document.blocks:
        match block:
            case Heading(line):
                heading = [f"\n# {text_of(spans(line, unicode=False))}\n"]
            case Equation(formula):
                found = [*_equation(formula, meant)]
                written += [*heading, *found] if found else []
                heading = [] if found else heading
            case _:
                pass
    matrices = [line for matrix in document.matrices for line in _matrix(matrix)]
    meant += [value for matrix in document.matrices for value in matrix.values]
    none = [] if meant else ["# this page has no equations\n"]
    lines = [*none, *(f"{line}\n" for line in definitions(meant)), "\nequations = []\n", *written, *matrices]
    yield f"from sympy import {', '.join(_used(lines))}\n\n" if meant else ""
    yield from lines


def _used(lines: list[str]) -> Iterator[str]:
    """Names that the code needs of SymPy."""
    words = {
        word for line in lines if not line.startswith("\n#") for word in re.findall(r"\b\w+\b(?=\()|\bpi\b|\bI\b", line)
    }
    return (name for name in (*SYMPY_NAMES, *CONSTANTS) if name in words)


def _equation(formula: Formula, meant: list[Formula]) -> Iterator[str]:
    if not isinstance(formula, Chain):
        return
    try:
        found = equations(formula)
    except ValueError:  # the middle of the sum is left out: it stands in full elsewhere
        return
    if not found or formula in meant:
        return
    meant.append(formula)
    for text in found:
        yield f"{FOLDED.fill(f'equations.append({text})')}\n"


def _matrix(matrix: SparseMatrix) -> Iterator[str]:
    """All cells of a small matrix; of a large one those that are not 0, by their rows and columns."""
    small = matrix.height * matrix.width <= MAX_CELLS_DRAWN
    spelled = [*map(code, matrix.values)]
    size = f"{matrix.height}, {matrix.width}"
    yield f"\n{matrix.name} = Matrix([\n" if small else f"\n{matrix.name} = SparseMatrix({size}, {{\n"
    for row, line in enumerate(matrix.lines()):
        cells = {column: " + ".join(spelled[place] for place in places) for column, places in line.items()}
        if small:
            yield f"    [{', '.join(cells.get(column, '0') for column in range(matrix.width))}],\n"
        else:
            yield f"    {', '.join(f'({row}, {column}): {cell}' for column, cell in cells.items())},\n"
    yield "])\n" if small else "})\n"


def _letters(values: Iterable[Formula]) -> Iterator[str]:
    return (f'{PREFIX}{value.name} = Symbol("{value.name}")' for value in values if isinstance(value, Value))


def _start(values: Iterable[Formula], letters: bool, naming: Naming) -> str:
    """The names that the sums need, up to the first line of their dictionary."""
    arrays = (naming.image, naming.output)
    bases = (f'IndexedBase("{name}")' for name in arrays)
    needed = "S, Symbol" if letters else "I, Rational, S, Symbol, pi, sqrt"
    lines = (
        f"from sympy import Add, IndexedBase, {needed}\n",
        f"{', '.join(map(array_name, arrays))} = {', '.join(bases)}",
        *(_letters(values) if letters else definitions(values)),
        "outputs = {\n",
    )
    return "\n".join(lines)


SUMS = Spelling(
    notation=PYTHON,
    # the letter pi is not the number
    letters=PYTHON.replace(value=lambda name: PREFIX + name),
    line="{output}: {terms},\n",
    nothing="S.Zero",
    start=_start,
    end="}\n",
)
