"""OpenCV's filters whose window has a size: means, and those that pick a value."""

from __future__ import annotations

from convtrace.law.boundary import WRAP
from convtrace.law.scaling import KernelSum, Scale
from convtrace.library.axis_call import AxisCall
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions import opencv
from convtrace.library.functions.formulas import correlation
from convtrace.library.functions.shared_options import unchanged
from convtrace.library.functions.windows import size_option
from convtrace.library.notes import always
from convtrace.library.option import Option
from convtrace.library.option_kinds import Options, choice, whole_numbers
from convtrace.library.requirements import each_axis

_FILTER2D = opencv.FUNCTIONS[0]
_ANCHOR, _BORDER = _FILTER2D.options
_RULES = {**{name: rule for name, rule in opencv.BORDERS.items() if name != "BORDER_ISOLATED"}, "BORDER_WRAP": WRAP}


def _blurred(n: int, k: int, anchor: int, borderType: str) -> AxisCall:  # noqa: N803 - OpenCV's spelling
    """The law k = i−m+a; an anchor below 0 is K//2."""
    return correlation(n, k // 2 if anchor < 0 else anchor, boundary=_RULES[borderType])


# OpenCV does not look, and then writes over memory that is not its own
_INSIDE = each_axis(
    "anchor={anchor} is outside the window{where}",
    lambda k, **_: f"Give a number from 0 to {k - 1}, or -1 for the centre.",
)(lambda k, anchor, **_: anchor < k)


def _mean(options: Options) -> Scale:
    """1 over the window's elements, unless the sums are wanted as they are."""
    return KernelSum() if options.get("normalize", (True,))[0] else 1


_NORMALIZE = Option(name="normalize", default=True, kind=choice(True, False), scales=True)
_SIZE = size_option("ksize", in_python=lambda values: str(values[::-1]))
_BLUR = _FILTER2D.replace(
    name="cv2.blur",
    laws={2: _blurred},
    options=(_ANCHOR.replace(kind=whole_numbers()), _BORDER.replace(kind=choice(*_RULES))),
    other_options=(_SIZE, *unchanged(dst=None)),
    notes=(*_FILTER2D.notes, always("ksize is given as rows, columns here; OpenCV's call has (width, height).")),
    requirements=(_INSIDE,),
    offset=lambda _: 0,
    scale=_mean,
    # means of bytes are not rounded alike for all sizes
    cast=lambda *_: None,
    template=CallTemplate(text="{name}({x}, {ksize}{options})", takes=_FILTER2D.template.takes, common=False),
    window="ksize",
)
_FLOATS = ("CV_32F", "CV_64F", "cv2.CV_32F", "cv2.CV_64F")
_DDEPTH = next(option for option in _FILTER2D.other_options if option.name == "ddepth")
_BOX = _BLUR.replace(
    name="cv2.boxFilter",
    other_options=(
        _SIZE,
        _DDEPTH.replace(kind=choice(-1, 5, 6, *_FLOATS), casts=False),
        _NORMALIZE,
        *unchanged(dst=None),
    ),
    template=_BLUR.template.replace(text="{name}({x}, -1, {ksize}{options})", more=lambda _: {"ddepth": ""}),
)
_KERNEL = _BLUR.replace(other_options=(size_option("kernel"), *unchanged(dst=None)), window="kernel", notes=())
FUNCTIONS = (_BLUR, _BOX)
PICKING = (
    _BLUR.replace(name="cv2.medianBlur", notes=(), picks="the middle value"),
    _KERNEL.replace(name="cv2.dilate", picks="the largest value"),
    _KERNEL.replace(name="cv2.erode", picks="the smallest value"),
)
