"""SymPy: https://docs.sympy.org/latest/modules/discrete.html#sympy.discrete.convolutions.convolution"""

from __future__ import annotations

from convtrace.library.functions.formulas import convolution
from convtrace.library.functions.shared_options import keeps, only, unchanged
from convtrace.library.requirements import CallSizes
from convtrace.library.row import CallTemplate, LibraryFunction


def _trims(sizes: CallSizes) -> tuple[str, ...]:
    """The note on numbers whose last product is 0."""
    ends = all(sizes.numbers) and any(rows[-1][-1] == 0 for rows in sizes.numbers)
    return ("The result ends with 0: SymPy leaves zeros at the end out.",) if ends else ()


FUNCTIONS = (
    LibraryFunction(
        name="sympy.convolution",
        library="sympy",
        version="1.14.0",
        page="https://docs.sympy.org/latest/modules/discrete.html#sympy.discrete.convolutions.convolution",
        # k = m−i, all N+K−1 outputs
        laws={1: lambda n, k: convolution(n + k - 1, 0)},
        other_options=(only("cycle", 0, [0]), *unchanged(dps=None, prime=None, dyadic=None, subset=None)),
        conjugates=keeps,
        notes=(_trims,),
        trims_zeros=True,
        template=CallTemplate(text="{name}(list({x}), list({h}))", as_array="np.array({})", common=False),
    ),
)
