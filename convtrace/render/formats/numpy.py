"""numpy: Python code that makes the matrix as an array of NumPy."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.render.matrix_code import code, rows
from convtrace.values.complex_number import Complex
from convtrace.values.formula import nodes
from convtrace.values.limits import MAX_CELLS_DRAWN

SUFFIXES = (".numpy.py",)


def cells(document: Document, _: Target) -> Iterator[str]:
    return code(document, "numpy", (), _made)


def _made(matrix: SparseMatrix) -> Iterator[str]:
    """All cells of a small matrix; of a large one those that are not 0."""
    if matrix.height * matrix.width <= MAX_CELLS_DRAWN:
        yield f"{matrix.name} = np.array([\n"
        for columns, values in rows(matrix):
            found = dict(zip(columns, values, strict=True))
            yield f"    [{', '.join(found.get(column, '0') for column in range(matrix.width))}],\n"
        yield "])\n"
        return
    dtype = ", dtype=complex" if any(isinstance(part, Complex) for part in nodes(matrix.values)) else ""
    yield f"{matrix.name} = np.zeros(({matrix.height}, {matrix.width}){dtype})\n"
    yield "for row, columns, values in (\n"
    for row, (columns, values) in enumerate(rows(matrix)):
        yield f"    ({row}, [{', '.join(map(str, columns))}], [{', '.join(values)}]),\n"
    yield f"):\n    {matrix.name}[row, columns] = values\n"
