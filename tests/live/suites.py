"""Test suites of installed libraries: which tests are run, and what the functions call their two arrays."""

from __future__ import annotations

from typing import NamedTuple

from convtrace.library.catalogue import all_functions


class Suite(NamedTuple):
    """The modules of tests as pytest's --pyargs takes them, and `names`: the image's and the kernel's, by function."""

    tests: tuple[str, ...]
    names: dict[str, tuple[str, str]]

    @property
    def functions(self) -> dict[str, tuple[str, str]]:
        """The known functions whose name begins as that of the suite's, and their arrays' names."""
        return {
            row: max((name, arrays) for name, arrays in self.names.items() if row.startswith(name))[1]
            for row in all_functions()
            if any(row.startswith(name) for name in self.names)
        }


_IN = ("in1", "in2")
_WEIGHTS = ("input", "weights")
SUITES = {
    "numpy": Suite(
        ("numpy._core.tests.test_numeric", "numpy.ma.tests.test_core", "numpy.polynomial.tests", "numpy.lib.tests"),
        {"numpy.": ("a", "v")},
    ),
    "scipy.signal": Suite(
        (
            "scipy.signal.tests.test_signaltools",
            "scipy.signal.tests.test_upfirdn",
            "scipy.linalg.tests.test_special_matrices",
        ),
        {
            **dict.fromkeys(("scipy.signal.conv", "scipy.signal.corr", "scipy.signal.fft", "scipy.signal.oa"), _IN),
            "scipy.signal.upfirdn": ("x", "h"),
            "scipy.signal.lfilter": ("x", "b"),
        },
    ),
    "scipy.ndimage": Suite(
        ("scipy.ndimage.tests.test_filters",),
        {"scipy.ndimage.c": _WEIGHTS, "scipy.ndimage.uniform": ("input", "size")},
    ),
    "astropy": Suite(("astropy.convolution.tests",), {"astropy.convolution.": ("array", "kernel")}),
    "sympy": Suite(("sympy.discrete.tests",), {"sympy.": ("a", "b")}),
}
