"""The index ranges of one axis: an image's or a kernel's, the outputs that exist, the pixels that these could use."""

from __future__ import annotations

from math import ceil, floor

from convtrace.law.axis import Relation


def centred(size: int, origin: int | None = None) -> range:
    """The indices of `size` elements where place number `origin`, counted from 0, is called 0, an element or not.

    Without `origin` the centre is 0; an even size has none and starts at −size/2, as NumPy's fftshift.

    >>> centred(7), centred(4), centred(3, origin=0), centred(3, origin=-2)
    (range(-3, 4), range(-2, 2), range(0, 3), range(2, 5))
    """
    first = -(size // 2 if origin is None else origin)
    return range(first, first + size)


def pixel_extent(relation: Relation, outputs: range, elements: range) -> range:
    """From the first to the last position of a pixel that these outputs could use, in the image or not.

    >>> pixel_extent(Relation(d=1, alpha=1, beta=-1), range(-3, 4), range(-1, 2))
    range(-4, 5)
    """
    ends = [
        relation.third("i", {"m": m, "k": k}) for m in (outputs[0], outputs[-1]) for k in (elements[0], elements[-1])
    ]
    return range(ceil(min(ends)), floor(max(ends)) + 1)


MODES = ("valid", "same", "full")


def outputs(relation: Relation, image: range, kernel: range, mode: str) -> range:
    """The outputs that exist: `valid` where no kernel element lies outside the image, `full` where one lies inside,
    `same` where the element called 0 does. The names are those of NumPy.

    Where a stride puts the pixels apart (transposed convolution), elements between two of them lie inside, too: `full`
    is then what libraries give without padding, and padding p takes p outputs away at each end.

    >>> conv = Relation(d=1, alpha=1, beta=-1)
    >>> [outputs(conv, range(-3, 4), range(-1, 2), mode) for mode in MODES]
    [range(-2, 3), range(-3, 4), range(-4, 5)]
    """
    elements = range(1) if mode == "same" else kernel
    # α·m = d·k − β·i − γ: the outputs at which each element lies on the first and on the last pixel
    corners = [
        sorted(relation.d * k - relation.beta * i - relation.gamma for i in (image[0], image[-1]))
        for k in (elements[0], elements[-1])
    ]
    lows, highs = zip(*corners, strict=True)
    low, high = (max(lows), min(highs)) if mode == "valid" else (min(lows), max(highs))
    if relation.alpha < 0:
        low, high = -high, -low
    stride = abs(relation.alpha)
    return range(-(-low // stride), high // stride + 1)
