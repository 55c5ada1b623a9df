"""The notations that have names: what books and programs call arrays and indices, and from where they count."""

from __future__ import annotations

from collections.abc import Mapping

from convtrace.law.axis import Unknown
from convtrace.values.formula import ARTICLE, Naming
from convtrace.values.frozen import Frozen

ROUND = ("(", ")")


class Notation(Frozen):
    """One way to write an operation.

    `source` says whose it is. `count` is the first index of image, kernel and output, None where the centre is 0, which
    a `centred_kernel` keeps; `summed` what the sum runs over. `form`, `mode` and `axes` are what is meant unless the
    question says something else.
    """

    source: str
    naming: Naming = ARTICLE
    count: int | None = None
    centred_kernel: bool = False
    summed: Unknown = "i"
    form: str | None = None
    mode: str = "valid"
    axes: str = "xy"


def _both(conv: Notation, **sliding: object) -> Mapping[str, Notation]:
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
_MATLAB = Naming(
    image="A",
    kernel="B",
    output="C",
    output_index=("j", "k", "l"),
    image_index=("p", "q", "r"),
    kernel_index=("s", "t", "u"),
    brackets=ROUND,
)
_PYTORCH = Notation(
    source="PyTorch, and numpy.einsum over windows",
    naming=Naming(kernel="w"),
    count=0,
    summed="k",
    mode="full",
    axes="rc",
)

NOTATIONS: Mapping[str, Mapping[str, Notation]] = {
    "article": {"conv": Notation(source="the article"), "xcorr": Notation(source="the article")},
    "goodfellow": _both(
        Notation(
            source="Goodfellow, Bengio and Courville, Deep Learning (2016), chapter 9",
            naming=_GOODFELLOW,
            count=0,
            mode="full",
            axes="rc",
        ),
        naming=_KERNEL_FIRST,
        summed="k",
        mode="valid",
    ),
    "gonzalez-woods": _both(
        Notation(
            source="Gonzalez and Woods, Digital Image Processing, section on spatial filtering",
            naming=_GONZALEZ,
            count=0,
            centred_kernel=True,
            summed="k",
            mode="same",
            axes="rc",
        )
    ),
    "oppenheim-schafer": _both(
        Notation(
            source="Oppenheim and Schafer, Discrete-Time Signal Processing, section 2.3",
            naming=Naming(output_index=("n",), image_index=("k",), kernel_index=("m",)),
            count=0,
            mode="full",
        ),
        mode="valid",
    ),
    "song-ho-ahn": _both(
        Notation(source="Song Ho Ahn, Example of 2D Convolution (songho.ca)", count=0, centred_kernel=True, mode="same")
    ),
    "d2l": _both(
        Notation(
            source="Zhang and others, Dive into Deep Learning (d2l.ai), section 7.2",
            naming=_D2L,
            count=0,
            summed="k",
            mode="full",
            axes="rc",
        ),
        mode="valid",
    ),
    "cs231n": _both(
        Notation(
            source="CS231n (Stanford), notes on convolutional networks",
            naming=Naming(image="X", kernel="W", output="V"),
            count=0,
            summed="k",
            mode="full",
            axes="rc",
        ),
        mode="valid",
    ),
    "matlab": _both(
        Notation(source="MATLAB, conv and conv2", naming=_MATLAB, count=1, mode="full", axes="rc"), mode="valid"
    ),
    "pytorch": _both(_PYTORCH, mode="valid"),
    "einsum": _both(_PYTORCH, mode="valid"),
}


def notation_named(name: str, operation: str) -> Notation:
    """The notation of a name, for an operation.

    >>> notation_named("goodfellow", "xcorr").form, notation_named("matlab", "conv-transpose").count
    ('sliding', 1)
    """
    return NOTATIONS[name]["xcorr" if operation == "xcorr" else "conv"]
