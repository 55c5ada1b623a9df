"""The notations that have names: what books and programs call arrays and indices, and from where they count."""

from __future__ import annotations

from collections.abc import Mapping

from convtrace.law.axis import Unknown
from convtrace.values.formula import ARTICLE, Naming
from convtrace.values.frozen import Frozen

ROUND = ("(", ")")


class BookNotation(Frozen):
    """One way to write an operation.

    `letters` begins the names of the kernel's values where a, b, c, … would be those of arrays, too.
    `count` is the first index of image, kernel and output, None where the centre is 0, which a `centred_kernel` keeps;
    `summed` what the sum runs over. `form`, `mode` and `axes` are meant unless the question says something else.
    """

    naming: Naming = ARTICLE
    letters: str = ""
    count: int | None = None
    centred_kernel: bool = False
    summed: Unknown = "i"
    form: str | None = None
    mode: str | None = None
    axes: str = "xy"


def _both(conv: BookNotation, **sliding: object) -> Mapping[str, BookNotation]:
    """A notation for each kind of operation: that of a convolution, and changes of it for a cross-correlation."""
    return {"conv": conv, "xcorr": conv.replace(form="sliding", **sliding)}


_GOODFELLOW = Naming(
    image="I",
    kernel="K",
    output="S",
    output_index=("i", "j", "l"),
    image_index=("m", "n", "o"),
    kernel_index=("p", "q", "r"),
    brackets=ROUND,
)
_KERNEL_FIRST = _GOODFELLOW.replace(image_index=("p", "q", "r"), kernel_index=("m", "n", "o"))
_D2L = Naming(
    image="X",
    kernel="K",
    output="Y",
    output_index=("i", "j", "k"),
    image_index=("m", "n", "o"),
    kernel_index=("a", "b", "c"),
)
_GONZALEZ = Naming(
    image="f",
    kernel="w",
    output="g",
    gradient="u",
    output_index=("x", "y", "z"),
    image_index=("i", "j", "k"),
    kernel_index=("s", "t", "r"),
    brackets=ROUND,
)
_OPPENHEIM = Naming(output_index=("n",), image_index=("k",), kernel_index=("m",))
_MATLAB = Naming(
    image="A",
    kernel="B",
    output="C",
    output_index=("j", "k", "l"),
    image_index=("p", "q", "r"),
    kernel_index=("s", "t", "u"),
    brackets=ROUND,
)
_FROM_0 = BookNotation(count=0, mode="full", axes="rc")
_CENTRED = BookNotation(count=0, centred_kernel=True, mode="same")
_PYTORCH = _FROM_0.replace(naming=Naming(kernel="w"), summed="k")

NOTATIONS: Mapping[str, Mapping[str, BookNotation]] = {
    "article": {"conv": BookNotation(), "xcorr": BookNotation()},
    # Goodfellow, Bengio and Courville, Deep Learning (2016), equations 9.4 and 9.6
    "goodfellow": _both(_FROM_0.replace(naming=_GOODFELLOW), naming=_KERNEL_FIRST, summed="k", mode="valid"),
    # Gonzalez and Woods, Digital Image Processing, section on spatial correlation and convolution
    "gonzalez-woods": _both(_CENTRED.replace(naming=_GONZALEZ, letters="w", summed="k", axes="rc")),
    # Oppenheim and Schafer, Discrete-Time Signal Processing, section 2.3
    "oppenheim-schafer": _both(_FROM_0.replace(naming=_OPPENHEIM, axes="xy"), mode="valid"),
    # Song Ho Ahn, Example of 2D Convolution (songho.ca)
    "song-ho-ahn": _both(_CENTRED),
    # Zhang and others, Dive into Deep Learning (d2l.ai), section 7.2
    "d2l": _both(_FROM_0.replace(naming=_D2L, summed="k"), mode="valid"),
    # CS231n (Stanford), notes on convolutional networks
    "cs231n": _both(_FROM_0.replace(naming=Naming(image="X", kernel="W", output="V"), summed="k"), mode="valid"),
    # MATLAB's conv and conv2
    "matlab": _both(_FROM_0.replace(naming=_MATLAB, count=1), mode="valid"),
    # torch.nn.functional.conv2d, and numpy.einsum over windows
    "pytorch": _both(_PYTORCH, mode="valid"),
    "einsum": _both(_PYTORCH, mode="valid"),
}


def notation_named(name: str, operation: str) -> BookNotation:
    """The notation of a name, for an operation.

    >>> notation_named("goodfellow", "xcorr").form, notation_named("matlab", "conv-transpose").count
    ('sliding', 1)
    """
    return NOTATIONS[name]["xcorr" if operation == "xcorr" else "conv"]
