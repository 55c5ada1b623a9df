"""ONNX's AveragePool, as onnxruntime and as the reference implementation compute it."""

from __future__ import annotations

from typing import Any

from convtrace.law.scaling import Scale
from convtrace.library.axis_call import AxisCall
from convtrace.library.functions import candidates
from convtrace.library.functions.formulas import any_axes, dilated, same, same_total
from convtrace.library.functions.layouts import BY_CHANNEL, laid
from convtrace.library.functions.onnx_calls import (
    AUTO_PAD,
    BY_REFERENCE,
    DILATIONS,
    RUNTIME,
    STRIDES,
    listed,
    without_kernel,
)
from convtrace.library.functions.shared_options import LAYOUT
from convtrace.library.functions.windows import border, mean, pooled, size_option
from convtrace.library.option import Option
from convtrace.library.option_kinds import Options, choice, either, flat_pairs, pairs
from convtrace.library.requirements import each_axis
from convtrace.library.row import LibraryFunction

_Pads = tuple[int, int] | None


def _pooled(n: int, k: int, auto_pad: str, ceil_mode: int, dilations: int, pads: _Pads, strides: int) -> AxisCall:
    """d·k = −s·m + i + b, SAME as for a convolution."""
    if auto_pad.startswith("SAME"):
        return same(n, k, strides, dilations, lower=auto_pad == "SAME_LOWER")
    return pooled(n, k, strides, pads or (0, 0), dilations, ceil_mode)


def _mean(options: Options) -> Scale:
    """1 over the elements of the window that lie in the image or, if it counts, in the padding."""
    automatic = str(options["auto_pad"][0]).startswith("SAME")
    counted = bool(options["count_include_pad"][0])
    pads: Any = tuple((1, 1) if automatic else each or (0, 0) for each in options["pads"])
    return mean(pads, counted=counted, beyond=bool(options["ceil_mode"][0]))


_ONE_SOURCE = each_axis("pads and auto_pad={auto_pad!r} are not accepted together", "Leave one of the two out.")(
    lambda auto_pad, pads, **_: auto_pad == "NOTSET" or pads is None
)
_PLAIN = each_axis(
    "auto_pad={auto_pad!r} is worked out only with ceil_mode=0 and dilations=1", "Let pads add what is missing."
)(lambda auto_pad, ceil_mode, dilations, **_: not auto_pad.startswith("SAME") or ceil_mode + dilations == 1)
_INSIDE = each_axis("a pad of {pads} is too large{where}: it must be smaller than the window of {k}")(
    lambda k, pads, **_: pads is None or max(pads) < k
)
_FITS = each_axis("the window of {k} is larger than the padded image{where}", "Choose a smaller window, or more pads.")(
    lambda n, k, auto_pad, dilations, pads, **_: (
        auto_pad.startswith("SAME") or dilated(k, dilations) <= n + sum(pads or (0, 0))
    )
)
_REACHES = each_axis(
    "auto_pad={auto_pad!r} begins inside the image{where}, as the window is shorter than the stride",
    "Leave auto_pad out.",
)(lambda n, k, auto_pad, strides, **_: not auto_pad.startswith("SAME") or same_total(n, k, strides) > -2)
# the reference pads by a number below 0, which NumPy refuses
_NOT_SHORT = each_axis(
    "auto_pad={auto_pad!r} is not accepted where the windows leave out pixels at the end{where}", "Leave auto_pad out."
)(lambda n, k, auto_pad, strides, **_: not auto_pad.startswith("SAME") or same_total(n, k, strides) >= 0)


def _ends_near(n: int, k: int, auto_pad: str, ceil_mode: int, dilations: int, pads: _Pads, strides: int,
               **_: object) -> bool:  # fmt: skip
    """True where no window reaches more than a pixel beyond the padding: from there on the reference moves all of them.

    >>> [_ends_near(4, k, "NOTSET", 1, 1, None, 3) for k in (2, 3)]
    [True, False]
    """
    if not ceil_mode:
        return True
    last = (_pooled(n, k, auto_pad, ceil_mode, dilations, pads, strides).outputs - 1) * strides + dilated(k, dilations)
    return auto_pad == "NOTSET" and last - sum(pads or (0, 0)) <= n + 1


_FLOOR = each_axis(
    "ceil_mode=1 is worked out for the reference only without auto_pad, and where no window reaches 2 pixels beyond "
    "the padding{where}",
    "Leave it out.",
)(_ends_near)
_UNDILATED = each_axis(
    "auto_pad={auto_pad!r} is not worked out with dilations={dilations}, where the reference adds outputs of zeros",
    "Leave auto_pad out.",
)(lambda auto_pad, dilations, **_: auto_pad != "VALID" or dilations == 1)
_PADS = Option(
    name="pads",
    default=None,
    kind=either(choice(None), pairs(0), flat_pairs()),
    candidates=candidates.pad_pairs,
    per_axis=True,
    in_python=listed,
)
_FLAG = Option(name="ceil_mode", default=0, kind=choice(0, 1))
_AVERAGE = LibraryFunction(
    name="onnxruntime:AveragePool",
    library="onnxruntime",
    version="1.32.0",
    page="https://onnx.ai/onnx/operators/onnx__{last}.html",
    laws=any_axes(_pooled),
    options=(AUTO_PAD, _FLAG, DILATIONS, _PADS, STRIDES),
    other_options=(
        size_option("kernel_shape", in_python=listed),
        _FLAG.replace(name="count_include_pad", scales=True),
        LAYOUT,
    ),
    requirements=(_ONE_SOURCE, _PLAIN, _INSIDE, _FITS, _REACHES),
    notes=(border(_mean),),
    scale=_mean,
    layouts=laid(BY_CHANNEL),
    template=without_kernel(RUNTIME),
    window="kernel_shape",
)
_BY_REFERENCE: dict[str, Any] = {
    "library": "onnx",
    "version": "1.23.2",
    "requirements": (_ONE_SOURCE, _FLOOR, _UNDILATED, *_AVERAGE.requirements[1:], _NOT_SHORT),
    "template": without_kernel(BY_REFERENCE),
}
FUNCTIONS = (_AVERAGE, _AVERAGE.replace(name="onnx.reference:AveragePool", **_BY_REFERENCE))
PICKING = tuple(
    row.replace(
        name=row.name.replace("Average", "Max"),
        other_options=(row.other_options[0], _FLAG.replace(name="storage_order"), LAYOUT),
        notes=(),
        scale=lambda _: 1,
        picks="the largest value",
    )
    for row in FUNCTIONS
)
