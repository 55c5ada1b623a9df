"""Shows, index by index, how one value of a convolution or cross-correlation comes about.

    >>> from convtrace import derive
    >>> derivation = derive("conv", m=1, n=1)
    >>> derivation
    <Derivation: y[1,1]. Convolution: image 7×7, kernel 3×3>
    >>> [term.weight for term in derivation.terms]
    ['i', 'h', 'g', 'f', 'e', 'd', 'c', 'b', 'a']

Every answer shows itself in notebooks, prints its page as text, and is written in any format by `render`:

    derive("conv", at=(1, 1))                   one output value, step by step
    gradient("conv", pixel=(1, 1))              the gradient of one pixel or one kernel element
    check(derive("conv", at=(1, 1)))            the same sum by SymPy
    judge(derive(...), 35)                      is 35 right? if not, what gives it
    compare("conv", "xcorr", at=(1, 1))         two operations side by side
    map_outputs("conv", image=(5, 5))           which pixels make which output, for all of them
    explore("conv", image=(5, 5))               all outputs on a page for a browser, to point at
    slide("conv", path="snake")                 the kernel slides over all outputs; render(…, "gif")
    matrix("conv", image=(4, 4))                all outputs as a matrix times the image
    expand("conv", image=[1, 2, 3])             the sum of every output
    library("numpy.convolve")                   a library function in its own indices; library() lists all
    versus("numpy.convolve", "torch.conv1d")    two library functions side by side
    prove("flip")                               a law, proved by SymPy; prove() for all of them
    which(image, kernel, result)                the convention, or the slip, that made these numbers
    probe("octave")                             the line to run there; paste what it prints into which(probe=True)
    borders(), kernels()                        boundary rules and kernels that have names
    render(derivation, "markdown")              the page of any of these in any format

    evaluate("numpy.convolve", [1, 2], [3, 4])  the exact output array of a library function
    assert_convention(my_function, "numpy.convolve")   for tests of your own loops
    pose("conv", at=(1, 1)), to_sympy(...)      the problem alone; the sum as SymPy's objects

`only="result"` shows some sections; what can't be done raises ConvtraceError.
"""

import sys
from _signal import SIG_DFL, SIGINT, default_int_handler, getsignal, signal  # type: ignore[import-not-found]

TYPE_CHECKING = False


def end_by_interrupt() -> None:
    """Let Ctrl-C end the process at once, as it ends other programs, unless it is ignored or somebody waits for it."""
    if getsignal(SIGINT) is default_int_handler:
        signal(SIGINT, SIG_DFL)


# the first thing that runs where the program is started; what loads more stands below
if "".join(sys.orig_argv[-len(sys.argv) :][:1]).replace("\\", "/").rpartition("/")[2] in {"convtrace", "convtrace.exe"}:
    end_by_interrupt()

if TYPE_CHECKING:
    from convtrace.api.arrays import evaluate
    from convtrace.api.claims import judge
    from convtrace.api.explorer import explore
    from convtrace.api.libraries import library, versus
    from convtrace.api.lists import borders, kernels
    from convtrace.api.one_value import Derivation, check, derive, gradient, pose
    from convtrace.api.operations import compare, expand, map_outputs, matrix, slide
    from convtrace.api.page import Page, render
    from convtrace.api.proofs import prove
    from convtrace.api.search import assert_convention, probe, which
    from convtrace.errors import ConvtraceError
    from convtrace.proof.symbolic import to_sympy
    from convtrace.trace.problem import Problem

__all__ = [
    "ConvtraceError",
    "Derivation",
    "Page",
    "Problem",
    "assert_convention",
    "borders",
    "check",
    "compare",
    "derive",
    "evaluate",
    "expand",
    "explore",
    "gradient",
    "judge",
    "kernels",
    "library",
    "map_outputs",
    "matrix",
    "pose",
    "probe",
    "prove",
    "render",
    "slide",
    "to_sympy",
    "versus",
    "which",
]

# the public names of each module
_NAMES = {
    "api.arrays": "evaluate",
    "api.claims": "judge",
    "api.explorer": "explore",
    "api.libraries": "library versus",
    "api.lists": "borders kernels",
    "api.one_value": "Derivation check derive gradient pose",
    "api.operations": "compare expand map_outputs matrix slide",
    "api.page": "Page render",
    "api.proofs": "prove",
    "api.search": "assert_convention probe which",
    "errors": "ConvtraceError",
    "proof.symbolic": "to_sympy",
    "trace.problem": "Problem",
}
_HOMES = {name: f"{__name__}.{module}" for module, names in _NAMES.items() for name in names.split()}

# folders that are called as public names are loaded now and put aside, so that loading more leaves the names alone
for _name in ("library", "render"):
    __import__(f"{__name__}.{_name}")
    del globals()[_name]


def __getattr__(name: str) -> object:
    """Public names are imported when they are asked for, so that a command loads only what it needs."""
    if name not in _HOMES:
        near = "".join(f". Did you mean {known}?" for known in __all__ if known.startswith(name))
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}{near}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
