"""SymPy: https://docs.sympy.org/latest/modules/discrete.html#sympy.discrete.convolutions.convolution"""

from __future__ import annotations

from convtrace.library.arrays import Array
from convtrace.library.functions.formulas import convolution, only
from convtrace.library.row import AxisCall, LibraryFunction, Options


def convolve(n: int, k: int) -> AxisCall:
    """The law k = m−i, all N+K−1 outputs."""
    return convolution(n + k - 1, 0)


def trimmed(output: Array, options: Options) -> Array:
    """Without the zeros at the end, but never empty.

    >>> trimmed(Array((3,), [[1, 0, 0]]), {}), trimmed(Array((2,), [[0, 0]]), {})
    (Array(shape=(1,), rows=[[1]]), Array(shape=(1,), rows=[[0]]))
    """
    row = list(output.rows[0])
    while row[1:] and not row[-1]:
        row.pop()
    return Array((len(row),), [row])


CONVOLUTION = LibraryFunction(
    name="sympy.convolution",
    library="sympy",
    version="1.14.0",
    source="https://docs.sympy.org/latest/modules/discrete.html#sympy.discrete.convolutions.convolution",
    laws={1: convolve},
    asides=(only("cycle", 0, [0]),),
    surprises=("Zeros at the end of the result are left out.",),
    finish=trimmed,
    alters="leaves out the zeros at the end of its output",
)
FUNCTIONS = (CONVOLUTION,)
