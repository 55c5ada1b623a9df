"""scipy: Python code that makes the matrix as a sparse array of SciPy."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.document.blocks import Document, Target
from convtrace.document.sparse_matrix import SparseMatrix
from convtrace.render.matrix_code import code, rows

SUFFIXES = (".scipy.py",)


def cells(document: Document, _: Target) -> Iterator[str]:
    return code(document, "scipy", ["from scipy.sparse import csr_array"], _made)


def _made(matrix: SparseMatrix) -> Iterator[str]:
    """What stands in the cells, their columns, and the number of cells above each row: a row a line."""
    yield f"{matrix.name} = csr_array(([\n"
    yield from (f"    {', '.join(values)},\n" for _, values in rows(matrix) if values)
    yield "], [\n"
    yield from (f"    {', '.join(map(str, columns))},\n" for columns, _ in rows(matrix) if columns)
    yield "], [\n    0,\n"
    total = 0
    for columns, _ in rows(matrix):
        total += len(columns)
        yield f"    {total},\n"
    yield f"]), shape=({matrix.height}, {matrix.width}))\n"
