"""Axes beside those of space: batch, channels, groups. On each of them one of the three arrays has no index.

Where the kernel has none, m = i (batch); where the image has none, k = m (output channel); where the output has none,
k = i (input channel), and the sum runs over it. What an array lacks counts as one element called 0, so that the law of
space, d·k = α·m + β·i + γ, and its solver serve these axes, too. Inside a group, an array may count its channels from
the group's first one. Where all three arrays have the index, m = i = k, and each element of the axis is a group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from convtrace.law.axis import Relation, Unknown
from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

T = TypeVar("T")

ARRAYS: tuple[Unknown, ...] = ("m", "i", "k")
_SPACE = "*"


class Lookup(NamedTuple):
    """One axis on which two arrays have the same index: the letter of the index, and the array that has none.

    No array lacks it where all three have it. Without a letter it is named as the output's axis is, such as row.

    >>> Lookup("c", "m").relation
    Relation(d=1, alpha=-1, beta=1, gamma=0)
    """

    letter: str
    lacking: Unknown | None

    @property
    def relation(self) -> Relation:
        """The law of the axis, k = i − m or k = m − i, with 0 for the index that an array lacks."""
        sign = 1 if self.lacking == "i" else -1
        return Relation(d=1, alpha=sign, beta=-sign)


class Arrangement(Frozen):
    """The axes of a problem that are not of space, and the order in which each array has its axes, by their numbers.

    `lookups` has None for an axis of space. `shapes` are the sizes of the whole arrays, where they have more channels
    than a sum can reach.

    >>> channels = Arrangement(lookups=(Lookup("o", "i"), Lookup("c", "m"), None), m=(0, 2), i=(1, 2), k=(0, 1, 2))
    >>> channels.shown("i", ("-", 2, 5)), channels.filled("i", (2, 5))
    ((2, 5), (0, 2, 5))
    """

    lookups: tuple[Lookup | None, ...]
    m: tuple[int, ...]
    i: tuple[int, ...]
    k: tuple[int, ...]
    shapes: Mapping[Unknown, tuple[int, ...]] = {}

    @property
    def in_place(self) -> bool:
        """True where all axes are those of the output, and named as these are: rows and columns, no channels."""
        return all(lookup is None or not lookup.letter for lookup in self.lookups)

    def axes(self, unknown: Unknown) -> tuple[int, ...]:
        """The axes that an array has, in its own order."""
        return {"m": self.m, "i": self.i, "k": self.k}[unknown]

    def shown(self, unknown: Unknown, index: Sequence[T]) -> tuple[T, ...]:
        """The parts of an index that an array has, in its own order."""
        return tuple(index[axis] for axis in self.axes(unknown))

    def filled(self, unknown: Unknown, shown: Sequence[int]) -> tuple[int, ...]:
        """The index on all axes, 0 on those that the array has not."""
        found = dict(zip(self.axes(unknown), shown, strict=True))
        return tuple(found.get(axis, 0) for axis in range(len(self.lookups)))


class Layout(Frozen):
    """The order in which a library's arrays have their axes: N the batch, C and O the channels, * all of space.

    A small letter counts inside a group; a digit stands for one axis of space where these lie in another order. Of
    several batch axes each has a number, as N0; and so has each axis of which every element is a group, as G0.
    `groups` tells of how many groups there are: the name of an option, EACH_CHANNEL, or nothing where the numbers of
    channels of image and kernel do.

    >>> layout = Layout(image="N C *", kernel="O c *", output="N O *")
    >>> layout.lookups(), layout.count("k")
    ((Lookup(letter='s', lacking='k'), Lookup(letter='o', lacking='i'), Lookup(letter='c', lacking='m')), 2)
    """

    image: str
    kernel: str
    output: str
    groups: str = ""

    def tokens(self, unknown: Unknown) -> list[str]:
        """The axes of an array in its order."""
        return {"m": self.output, "i": self.image, "k": self.kernel}[unknown].split()

    def count(self, unknown: Unknown) -> int:
        """The number of axes that an array has beside those of space."""
        return sum(not _is_space(token) for token in self.tokens(unknown))

    def fits(self, space: int) -> bool:
        """True unless another number of axes of space is named."""
        named = max((sum(map(str.isdecimal, self.tokens(unknown))) for unknown in ARRAYS), default=0)
        return named in {0, space}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The axes beside those of space that any array has: groups, batches, O and C."""
        found = {token for unknown in ARRAYS for token in self.tokens_of_whole(unknown) if not _is_space(token)}
        return tuple(sorted(found, key=lambda kind: ("GNOC".index(kind[0]), kind)))

    def lookups(self) -> tuple[Lookup, ...]:
        """The axes beside those of space, each with the array that lacks it."""
        return tuple(Lookup(_LETTERS.get(kind, ""), self._lacking(kind)) for kind in self.kinds)

    def _lacking(self, kind: str) -> Unknown | None:
        return next((unknown for unknown in ARRAYS if kind not in self.tokens_of_whole(unknown)), None)

    def tokens_of_whole(self, unknown: Unknown) -> list[str]:
        """The axes of an array, be they counted inside a group or not."""
        return [token.upper() for token in self.tokens(unknown)]

    def grouped(self, unknown: Unknown) -> list[str]:
        """The channels that an array counts inside a group."""
        return [token.upper() for token in self.tokens(unknown) if token.islower()]

    @property
    def divided(self) -> tuple[str, ...]:
        """The axes that groups divide: the channels, or the batch where an array counts it inside a group."""
        by_batch = any("N" in self.grouped(unknown) for unknown in ARRAYS)
        return tuple(kind for kind in self.kinds if kind in ("NO" if by_batch else "CO"))

    def without_batch(self) -> Layout:
        """The layout of arrays that have no batch."""
        image, kernel, output = (
            " ".join(axis for axis in text.split() if axis != "N") for text in (self.image, self.kernel, self.output)
        )
        return self.replace(image=image, kernel=kernel, output=output)

    def arrangement(self, space: int, *, space_first: bool = False) -> Arrangement:
        """The axes of a problem with so many axes of space behind the others, or before them.

        >>> Layout(image="N * C", kernel="* C O", output="N * O").arrangement(2).k
        (3, 4, 2, 1)
        >>> PLANES.arrangement(2, space_first=True).k
        (2, 0, 1)
        """
        kinds, lookups, gap = self.kinds, self.lookups(), (None,) * space
        m, i, k = (tuple(self._numbers(unknown, kinds, space)) for unknown in ARRAYS)
        if not space_first:
            return Arrangement(lookups=(*lookups, *gap), m=m, i=i, k=k)
        turned = (*range(space, space + len(kinds)), *range(space))
        m, i, k = (tuple(turned[axis] for axis in axes) for axes in (m, i, k))
        return Arrangement(lookups=(*gap, *lookups), m=m, i=i, k=k)

    def _numbers(self, unknown: Unknown, kinds: Sequence[str], space: int) -> Iterator[int]:
        for token in self.tokens_of_whole(unknown):
            if token == _SPACE:
                yield from range(len(kinds), len(kinds) + space)
            else:
                yield len(kinds) + int(token) if token.isdecimal() else kinds.index(token)

    @property
    def takes_planes(self) -> bool:
        """True where image and kernel have the input channels first, but for axes that one image and output add."""
        kept = ([token for token in self.tokens_of_whole(unknown) if token not in ("N", "O")] for unknown in ("i", "k"))
        return all(tokens == ["C", _SPACE] for tokens in kept)

    def lifted(self, image: str, kernel: str, *, planes: bool = False) -> tuple[str, str, str]:
        """Arrays of one channel with axes for batch and channels in Python, and the index that takes an output's away.

        Arrays of `planes` have input channels already.

        >>> Layout(image="N * C", kernel="* C O", output="N * O").lifted("x", "h")
        ('x[None, ..., None]', 'h[..., None, None]', '[0, ..., 0]')
        >>> Layout(image="N C *", kernel="C o *", output="N O *").lifted("x", "h", planes=True)
        ('x[None]', 'h[:, None]', '[0, 0]')
        """
        has = "C" if planes else ""
        return (
            f"{image}{self._added('i', 'None', has)}",
            f"{kernel}{self._added('k', 'None', has)}",
            self._added("m", "0"),
        )

    def _added(self, unknown: Unknown, each: str, has: str = "") -> str:
        named = self.tokens_of_whole(unknown)
        kept = {_SPACE: "...", has: ":"}
        parts = [kept.get(token, ":" if token.isdecimal() else each) for token in named]
        while parts and parts[-1] in ("...", ":"):
            parts.pop()
        return f"[{', '.join(parts)}]" if parts else ""

    def spelled(self, unknown: Unknown, space: int) -> str:
        """The axes of an array in its order, those of space as rows, columns and depth have their letters.

        >>> Layout(image="N * C", kernel="* c O", output="N * O").spelled("k", 2)
        'H W C O'
        """
        names = _SPACE_LETTERS[-space:] if space <= len(_SPACE_LETTERS) else [f"S{axis}" for axis in range(space)]
        kinds = self.kinds
        return " ".join((*kinds, *names)[axis] for axis in self._numbers(unknown, kinds, space))


def _is_space(token: str) -> bool:
    return token == _SPACE or token.isdecimal()


# of an axis of which each element is a group
GROUPS = "G"
# a value of Layout.groups: each input channel is a group by itself
EACH_CHANNEL = "each channel"
_SPACE_LETTERS = ("D", "H", "W")
# b is the bias
OUTPUT_CHANNEL = "o"
_LETTERS = {"N": "s", "O": OUTPUT_CHANNEL, "C": "c"}
# an image of several channels, of which one output is made
PLANES = Layout(image="C *", kernel="C *", output="*")
