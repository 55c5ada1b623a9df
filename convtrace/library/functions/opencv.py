"""OpenCV: https://docs.opencv.org/5.x/d4/d86/group__imgproc__filter.html"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convtrace.law.boundary import EDGE, REFLECT, SYMMETRIC, ZERO
from convtrace.law.channels import Layout
from convtrace.library.axis_call import AxisCall, TargetAxis
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions import candidates
from convtrace.library.functions.formulas import correlation
from convtrace.library.functions.layouts import laid
from convtrace.library.functions.shared_options import LAYOUT, unchanged
from convtrace.library.notes import always, without
from convtrace.library.number_types import DTYPE, Dtypes
from convtrace.library.option import Option
from convtrace.library.option_kinds import (
    OptionKind,
    Options,
    OptionValues,
    choice,
    either,
    exact_number,
    exact_numbers,
    whole_numbers,
)
from convtrace.library.requirements import CallSizes, each_axis, whole_call
from convtrace.library.row import LibraryFunction
from convtrace.values.dtypes import DTYPES
from convtrace.values.limits import MAX_ELEMENTS

if TYPE_CHECKING:
    from convtrace.law.casting import Cast

BORDERS = {
    "BORDER_REFLECT_101": REFLECT,
    "BORDER_DEFAULT": REFLECT,
    "BORDER_REFLECT101": REFLECT,
    "BORDER_REFLECT": SYMMETRIC,
    "BORDER_REPLICATE": EDGE,
    "BORDER_CONSTANT": ZERO,
    "BORDER_ISOLATED": ZERO,
}


def _filter2d(n: int, k: int, anchor: int, borderType: str) -> AxisCall:  # noqa: N803 - OpenCV's spelling
    """The law k = i−m+a; the anchor −1 is K//2.

    >>> _filter2d(5, 4, -1, "BORDER_DEFAULT").relation.gamma
    2
    """
    return correlation(n, k // 2 if anchor == -1 else anchor, boundary=BORDERS[borderType])


@whole_call(
    "the kernel is not the product of kernelY (down) and kernelX (across)",
    "Give outer(kernelY, kernelX) as the kernel, or leave kernelX and kernelY out.",
)
def _separates(sizes: CallSizes) -> bool:
    down, across = (sizes.options[name][0] for name in ("kernelY", "kernelX"))
    _, kernel = sizes.numbers
    return None in (down, across) or not kernel or [[p * q for q in across] for p in down] == kernel  # type: ignore[attr-defined]


def _anchors(target: TargetAxis) -> range:
    """All legal anchors of a kernel, the centre first."""
    return range(-1, min(target.kernel_size, MAX_ELEMENTS))


def _backwards(values: OptionValues) -> str:
    """The values in OpenCV's own order, (x, y)."""
    return str(values[::-1])


def _anchor_order(sizes: CallSizes) -> tuple[str, ...]:
    """The note on the order of an anchor whose numbers differ."""
    anchor = sizes.options["anchor"]
    typed = ", ".join(map(str, anchor[::-1]))
    return (
        (f"The anchor is given as row, column here; OpenCV's call has anchor=({typed}).",)
        if len(set(anchor)) > 1
        else ()
    )


def _clips(sizes: CallSizes) -> tuple[str, ...]:
    """The note on images of whole numbers, which may be bytes."""
    image, _ = sizes.numbers
    untold = all(sizes.options.get(name, (None,))[0] in {None, -1} for name in ("dtype", "ddepth"))
    whole = untold and image and all(isinstance(value, int) for line in image for value in line)
    return ("OpenCV clips the outputs to the image's dtype: an image of bytes gives 0 to 255.",) if whole else ()


_INSIDE = each_axis(
    "anchor={anchor} is outside the kernel{where}",
    lambda k, **_: f"Give a number from 0 to {k - 1}, or -1 for the centre.",
)(lambda k, anchor, **_: anchor < k)
# in the order of the axes
_ANCHOR = Option(
    name="anchor", default=-1, kind=whole_numbers(-1), candidates=_anchors, per_axis=True, in_python=_backwards
)
_BORDER = Option(
    name="borderType",
    default="BORDER_DEFAULT",
    kind=choice(*BORDERS),
    candidates=candidates.rules(BORDERS, fill=False),
    in_python=lambda values: f"cv2.{values[0]}",
    names_boundary=True,
)
_DELTA = Option(name="delta", default=0, kind=exact_number(), scales=True, candidates=candidates.offsets)
# by their numbers in OpenCV
_DEPTHS = {0: "uint8", 1: "int8", 2: "uint16", 3: "int16", 4: "int32", 5: "float32", 6: "float64"}
_DEPTH_NAMES = dict(zip(("8U", "8S", "16U", "16S", "32S", "32F", "64F"), _DEPTHS.values(), strict=True))
# what the output may be for each type of an image
_FROM = {
    "uint8": ("uint8", "uint16", "int16", "float32", "float64"),
    "uint16": ("uint16", "float32", "float64"),
    "int16": ("int16", "float32", "float64"),
    "float32": ("float32",),
    "float64": ("float64",),
}


def _depth(given: object, axes: int) -> OptionValues | None:
    """−1 for the image's type, or the name of a type, for its number or its name in OpenCV."""
    if type(given) is int and given == -1:
        return (-1,) * axes
    by_name = _DEPTH_NAMES.get(given.rpartition("CV_")[2]) if isinstance(given, str) else None
    found = _DEPTHS.get(given) if type(given) is int else by_name
    return None if found is None else (found,) * axes


def _typed_depth(options: Options) -> dict[str, str]:
    """The second argument.

    >>> _typed_depth({"ddepth": ("int16",)}), _typed_depth({})
    ({'ddepth': 'cv2.CV_16S'}, {'ddepth': '-1'})
    """
    depth = options.get("ddepth", (-1,))[0]
    return {"ddepth": next((f"cv2.CV_{name}" for name, dtype in _DEPTH_NAMES.items() if dtype == depth), "-1")}


def _saturates(options: Options, dtypes: Dtypes | None) -> Cast | None:
    """Sums rounded into the type of ddepth or of the image."""
    depth = options["ddepth"][0]
    dtype = DTYPES[str(depth)] if depth != -1 else dtypes and dtypes[0]
    if not dtype or not dtype.is_whole:
        return None
    from convtrace.law.casting import Cast, Overflow  # only here: most arrays have no type

    return Cast(dtype=dtype, how=Overflow.SATURATES)


def _source(sizes: CallSizes) -> str | None:
    """The type of the image, None where it is not given."""
    given = sizes.options["dtype"][0]
    return given[0] if isinstance(given, tuple) else given  # type: ignore[return-value]


@whole_call("images of this type are not accepted", f"Give an image of {', '.join(_FROM)}.")
def _takes_type(sizes: CallSizes) -> bool:
    return _source(sizes) in {None, *_FROM}


@whole_call("OpenCV can't make this ddepth of the image's type", "Give ddepth=-1, or a type that is wider.")
def _takes_depth(sizes: CallSizes) -> bool:
    source, depth = _source(sizes), sizes.options["ddepth"][0]
    known = _FROM["uint8"] if source is None else _FROM[source]
    return depth == -1 or depth in known


_DDEPTH = Option(
    name="ddepth",
    default=-1,
    kind=OptionKind("-1 for the image's type, or a name such as CV_16S or CV_64F, or its number", _depth),
    in_python=lambda values: _typed_depth({"ddepth": values})["ddepth"],
    casts=True,
)
_ALWAYS = (_DELTA, _DDEPTH, *unchanged(dst=None), DTYPE)
_KERNEL_X = Option(name="kernelX", default=None, kind=either(choice(None), exact_numbers()))
_FILTER2D = LibraryFunction(
    name="cv2.filter2D",
    library="opencv-python-headless",
    version="5.0.0",
    page="https://docs.opencv.org/5.x/d4/d86/group__imgproc__filter.html",
    laws={2: _filter2d},
    options=(_ANCHOR, _BORDER),
    other_options=(*_ALWAYS, LAYOUT),
    layouts=laid(Layout(image="* C", kernel="*", output="* C")),
    requirements=(_INSIDE, _takes_type, _takes_depth),
    cast=_saturates,
    offset=lambda options: options["delta"][0],  # type: ignore[arg-type,return-value]
    notes=(
        without("borderType", "The default border mirrors without the edge pixel: NumPy calls that 'reflect'."),
        _anchor_order,
        _clips,
    ),
    # its sums have the image's depth, and whole numbers of 32 bits are refused
    template=CallTemplate(
        text="{name}({x}, {ddepth}, {h}{options})", more=_typed_depth, takes="cv2 takes arrays of floats"
    ),
)
FUNCTIONS = (
    _FILTER2D,
    _FILTER2D.replace(
        name="cv2.sepFilter2D",
        other_options=(*_ALWAYS, _KERNEL_X, _KERNEL_X.replace(name="kernelY")),
        requirements=(*_FILTER2D.requirements, _separates),
        notes=(*_FILTER2D.notes, always("The kernel here is outer(kernelY, kernelX).")),
        template=CallTemplate(
            text="u, s, v = np.linalg.svd({h})\n{name}({x}, {ddepth}, v[0], u[:, 0]*s[0]{options})",
            more=lambda options: {**_typed_depth(options), "kernelX": "", "kernelY": ""},
            common=False,
        ),
    ),
)
