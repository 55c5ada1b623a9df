"""SymPy: https://docs.sympy.org/latest/modules/discrete.html#sympy.discrete.convolutions.convolution"""

from __future__ import annotations

from convtrace.library.functions.formulas import convolution
from convtrace.library.functions.shared_options import only
from convtrace.library.row import LibraryFunction

FUNCTIONS = (
    LibraryFunction(
        name="sympy.convolution",
        library="sympy",
        version="1.14.0",
        page="https://docs.sympy.org/latest/modules/discrete.html#sympy.discrete.convolutions.convolution",
        # k = m−i, all N+K−1 outputs
        laws={1: lambda n, k: convolution(n + k - 1, 0)},
        other_options=(only("cycle", 0, [0]),),
        surprises=("Zeros at the end of the result are left out.",),
        trims_zeros=True,
    ),
)
