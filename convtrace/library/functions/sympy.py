"""SymPy: https://docs.sympy.org/latest/modules/discrete.html#sympy.discrete.convolutions.convolution"""

from __future__ import annotations

from convtrace.law.boundary import wrap_every
from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions.formulas import convolution
from convtrace.library.functions.shared_options import keeps, unchanged, unused
from convtrace.library.option import Option
from convtrace.library.option_kinds import Options, choice, whole_numbers
from convtrace.library.requirements import CallSizes, each_axis, whole_call
from convtrace.library.row import LibraryFunction


def _trims(sizes: CallSizes) -> tuple[str, ...]:
    """The note on numbers whose last product is 0."""
    ends = all(sizes.numbers) and any(rows[-1][-1] == 0 for rows in sizes.numbers)
    return ("The result ends with 0: SymPy leaves zeros at the end out.",) if ends else ()


def _convolution(n: int, k: int, cycle: int) -> AxisCall:
    """The law k = m−i, all N+K−1 outputs; in a cycle the image comes again after so many pixels, zeros among them.

    >>> [(axis.outputs, axis.boundary.name) for axis in (_convolution(3, 2, 0), _convolution(3, 2, 5))]
    [(4, 'zero'), (5, 'wrap:5')]
    """
    return convolution(cycle, 0, boundary=wrap_every(cycle)) if cycle else convolution(n + k - 1, 0)


_LONG_CYCLE = each_axis(
    "cycle={cycle} is shorter than the image of {n}: one kernel element then meets several pixels",
    "Give the longer array as the kernel, or a cycle of at least {n}.",
)(lambda n, cycle, **_: not cycle or n <= cycle)
_SLIDES = whole_call(
    "with dyadic or subset no kernel slides over the image: these pair bits of the indices", "Leave both out."
)(lambda sizes: not any(sizes.options[name][0] for name in ("dyadic", "subset")))
_CYCLE = Option(name="cycle", default=0, kind=whole_numbers(0))
_BITS = Option(name="dyadic", default=None, kind=choice(None, False, True))


def _is_line(options: Options) -> bool:
    """True for an output with both ends, whose last zeros SymPy leaves out."""
    return options["cycle"][0] == 0


FUNCTIONS = (
    LibraryFunction(
        name="sympy.convolution",
        library="sympy",
        version="1.14.0",
        page="https://docs.sympy.org/latest/modules/discrete.html#sympy.discrete.convolutions.convolution",
        laws={1: _convolution},
        options=(_CYCLE,),
        other_options=(*unused(dps=None), *unchanged(prime=None), _BITS, _BITS.replace(name="subset")),
        requirements=(_LONG_CYCLE, _SLIDES),
        conjugates=keeps,
        notes=(_trims,),
        trims_zeros=_is_line,
        template=CallTemplate(text="{name}(list({x}), list({h}){options})", as_array="np.array({})", common=False),
    ),
)
