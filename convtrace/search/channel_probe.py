"""A probe of batch and channels: one plane times numbers that tell how a library mixes and lays them.

The image is a[n,c]·X and the kernel b[o,c]·H, X and H being a probe without channels. A result is that probe's output Y
on two of its axes, times the factors of a `Mixing`: Σ a[n,c]·b[o,c] where input channels are summed. No two mixings
have factors in one proportion, in whatever order images and channels come.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from convtrace.law.axis import Unknown
from convtrace.law.channels import EACH_CHANNEL, Layout
from convtrace.library.arrays import exact_array
from convtrace.library.channels import Channels
from convtrace.library.given_channels import read_channels
from convtrace.library.row import LibraryFunction
from convtrace.search.probes import Probe, nested
from convtrace.search.question import Index, Shape, place_of
from convtrace.values.frozen import Frozen

Matrix = tuple[tuple[int, ...], ...]
# a[n][c] of the image, b[o][c] of the kernel
IMAGE: Matrix = ((5, 2), (1, 1))
KERNEL: Matrix = ((2, 3), (1, 1), (3, 4), (4, 2))
SIZES = {"N": len(IMAGE), "C": len(IMAGE[0]), "O": len(KERNEL)}
SPACE = "*"
ARRAY_NAMES: tuple[tuple[str, Unknown], ...] = (("image", "i"), ("kernel", "k"))


def _matrix(rows: int, columns: int, factor: Callable[[int, int], int]) -> Matrix:
    return tuple(tuple(factor(row, column) for column in range(columns)) for row in range(rows))


class Mixing(Frozen, kw_only=False):
    """A way to mix channels: what its result has on two axes, N, O or C, and the factors there.

    One that is `usual` is also known from a single image.
    """

    name: str
    kinds: tuple[str, str]
    factors: Matrix
    usual: bool = False


_N, _C, _O = SIZES["N"], SIZES["C"], SIZES["O"]
_MEMORY = [number for row in KERNEL for number in row]
_a, _b = IMAGE, KERNEL
MIXINGS = (
    Mixing("summed", ("N", "O"), _matrix(_N, _O, lambda n, o: sum(map(int.__mul__, _a[n], _b[o]))), usual=True),
    Mixing("each", ("N", "O"), _matrix(_N, _C * _O, lambda n, at: _a[n][at // _O] * _b[at % _O][at // _O]), usual=True),
    Mixing("one_kernel", ("N", "C"), _a, usual=True),
    Mixing("grouped", ("N", "O"), _matrix(_N, _O, lambda n, o: _a[n][o * _C // _O] * _b[o][0])),
    Mixing("over_batch", ("C", "O"), _matrix(_C, _O, lambda c, o: sum(_a[n][c] * _b[o][n] for n in range(_N)))),
    Mixing("reversed", ("N", "O"), _matrix(_N, _O, lambda n, o: sum(map(int.__mul__, _a[n], _b[o][::-1]))), usual=True),
    Mixing("exchanged", ("N", "O"), _matrix(_N, _O, lambda n, o: sum(map(int.__mul__, _a[n], _MEMORY[o::_O])))),
    Mixing("crossed", ("N", "O"), _matrix(_N, _O, lambda n, o: sum(_a[n]) * sum(_b[o]))),
    Mixing("kernel_of_first", ("N", "O"), _matrix(_N, _O, lambda n, o: sum(_a[n]) * _b[o][0])),
    *(Mixing(f"only_{c}", ("N", "O"), _matrix(_N, _O, lambda n, o, c=c: _a[n][c] * _b[o][c])) for c in range(_C)),  # type: ignore[misc]
)


class Mixed(Frozen):
    """How a result has batch and channels: no `mixing` where none is found.

    `axes` are what the result has on each of its axes, * for space. `orders` tell of the two axes of the mixing which
    image or channel lies at each place; a result without the first of them is that of one image. The slice `at` is the
    output without channels, times `factor`; the numbers at `missed` are wrong.
    """

    shape: Shape
    mixing: Mixing | None = None
    axes: tuple[str, ...] = ()
    orders: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    at: tuple[int | None, ...] = ()
    factor: int = 1
    missed: tuple[Index, ...] = ()


def mixing_of(layout: Layout, groups: int = 1) -> str:
    """The name of the mixing of a library's arrays that lie so.

    >>> mixing_of(Layout(image="N C *", kernel="O c *", output="N O *"))
    'summed'
    >>> mixing_of(Layout(image="* C", kernel="*", output="* C"))
    'one_kernel'
    """
    if layout.groups == EACH_CHANNEL:
        return "each"
    held = layout.tokens_of_whole("m")
    return (
        "over_batch"
        if {"O", "C"} <= {*held}
        else "one_kernel"
        if "C" in held
        else "grouped"
        if groups > 1
        else "summed"
    )


def letters(layout: Layout, unknown: Unknown) -> str:
    """The letters of the channels of an array, in the order in which its factors have them.

    >>> letters(Layout(image="* C N", kernel="* C O", output="* O N"), "i")
    'nc'
    """
    held = layout.tokens_of_whole(unknown)
    return "".join(kind for kind in ("NC" if unknown == "i" else "OCN") if kind in held).lower()


def factors(layout: Layout, unknown: Unknown) -> Any:  # noqa: ANN401 -- nested lists, or 1
    """The factors of an array as nested lists, those of one image where it has no batch; 1 where it has no channels."""
    table, count = IMAGE if unknown == "i" else KERNEL, len(letters(layout, unknown))
    return [*map(list, table)] if count == 2 else list(table[0]) if count else 1


def laid_array(layout: Layout, unknown: Unknown, probe: Probe, groups: int = 1) -> Any:  # noqa: ANN401 -- nested lists
    """The image or the kernel with its channels as nested lists, as a library lays it."""
    image = unknown == "i"
    values, space = (probe.pixels, probe.image_shape) if image else (probe.weights, probe.kernel_shape)
    table, named = (IMAGE, "NC") if image else (KERNEL, "OCN")
    kinds, axes = layout.kinds, layout.arrangement(len(space)).axes(unknown)
    inside = layout.grouped(unknown)
    sizes = (*(SIZES[kind] // (groups if kind in inside else 1) for kind in kinds), *space)
    shape = tuple(sizes[axis] for axis in axes)
    found = []
    for index in product(*map(range, shape)):
        numbers = dict(zip(axes, index, strict=True))
        at = [numbers[axis] for kind in named if kind in kinds and (axis := kinds.index(kind)) in numbers]
        place = place_of([numbers[len(kinds) + axis] for axis in range(len(space))], space)
        row, column = [*[0] * (2 - len(at)), *at]
        found.append((table[row][column] if at else 1) * values[place])
    return nested(found, shape)


def laid_channels(row: LibraryFunction, layout: Layout, probe: Probe, groups: int = 1) -> Channels:
    """The channels of a call of a function on this probe."""
    image, kernel = (exact_array(name, laid_array(layout, unknown, probe, groups)) for name, unknown in ARRAY_NAMES)
    return read_channels(row, layout, groups if layout.groups in row.spellings else None, image, kernel)
