"""Matrices as Python code for numbers: what the code names, and the cells of each row as it spells them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from textwrap import TextWrapper

from convtrace.document.blocks import Document, Heading
from convtrace.document.python import PYTHON, array_name, value_name
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.document.spelling import written
from convtrace.errors import ConvtraceError
from convtrace.render.lines.layout import spans, text_of
from convtrace.values.formula import Entry, Formula, Value, nodes

# what follows is one expression, however long, so that it may go over lines
FOLDED = TextWrapper(100, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
NUMBERS = PYTHON.replace(
    number=lambda value: f"({value.numerator}/{value.denominator})" if isinstance(value, Fraction) else str(value),
    unit="*1j",
    value=lambda name: "np.pi" if name == "pi" else value_name(name),
    over=None,
    root="np.sqrt",
    conjugate=("np.conj(", ")"),
)
ROOM_FOR_VALUES = "put in your own"


def code(
    document: Document, name: str, imports: Iterable[str], made: Callable[[SparseMatrix], Iterator[str]]
) -> Iterator[str]:
    """The code of the matrices of a page, as `made` writes each; ConvtraceError where the page has none."""
    if not document.matrices:
        hint = f"Type, for example: convtrace matrix conv -f {name}"
        raise ConvtraceError(f"the format {name} is for matrices, and this answer is none", hint=hint)
    return _lines(document, imports, made)


def _lines(document: Document, imports: Iterable[str], made: Callable[[SparseMatrix], Iterator[str]]) -> Iterator[str]:
    yield from (f"{line}\n" for line in ("import numpy as np", *imports))
    titles = (block.line for block in document.blocks if isinstance(block, Heading) and block.level == 1)
    yield from (f"\n# {text_of(spans(line, unicode=False))}\n" for line in titles)
    yield from _names(document.matrices)
    for matrix in document.matrices:
        yield "\n"
        yield from made(matrix)
        yield f"# {matrix.product}\n" if matrix.product else ""


def _names(matrices: Iterable[SparseMatrix]) -> Iterator[str]:
    """The names in the cells, each with a number to be replaced."""
    every = [matrix.values for matrix in matrices]
    parts = [part for values in every for part in nodes(values)]
    letters = [
        *dict.fromkeys(NUMBERS.value(part.name) for part in parts if isinstance(part, Value) and part.name != "pi")
    ]
    if letters:
        yield f"# values of the kernel: {ROOM_FOR_VALUES}\n"
        numbered = f"({', '.join(letters)}) = range(1, {len(letters) + 1})"
        yield f"{FOLDED.fill(numbered if len(letters) > 1 else f'{letters[0]} = 1')}\n"
    for values in every:
        named = [value for value in values if isinstance(value, Entry)]
        if named:
            yield f"# the image as one row: {ROOM_FOR_VALUES}\n{array_name(named[0].name)} = np.arange({len(values)})\n"


def rows(matrix: SparseMatrix) -> Iterator[tuple[list[int], list[str]]]:
    """The columns of each row that have a cell, and what stands in it."""
    spelled = [_spelled(value, place) for place, value in enumerate(matrix.values)]
    for line in matrix.lines():
        cells = sorted(line.items())
        yield [column for column, _ in cells], ["+".join(spelled[place] for place in places) for _, places in cells]


def _spelled(value: Formula, place: int) -> str:
    """A value as Python has it, that of a pixel without one by its place in the row of all."""
    return f"{array_name(value.name)}[{place}]" if isinstance(value, Entry) else written(value, NUMBERS)
