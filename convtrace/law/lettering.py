"""The names of a kernel's values: listed, numbered in reading order, or with the kernel's own indices."""

from __future__ import annotations

from collections.abc import Sequence

from convtrace.values.frozen import Frozen


class Lettering(Frozen):
    """Names in the place of the letters a, b, c, …

    They are `listed` in reading order; or a `base` with a number from `start` on, or, `indexed`, with the kernel's
    index, whose numbers stand `apart` also where each has one digit.

    >>> Lettering(base="w").name(2, (1, -1), (range(-1, 2),) * 2), Lettering(listed=("w", "x")).name(1, (), ())
    ('w_3', 'x')
    """

    listed: tuple[str, ...] = ()
    base: str = ""
    start: int = 1
    indexed: bool = False
    apart: bool = False

    def name(self, position: int, index: Sequence[int], ranges: Sequence[range]) -> str:
        """The name of the element at a position in reading order.

        >>> Lettering(base="w", indexed=True).name(2, (0, 2), (range(3), range(3)))
        'w_02'
        >>> Lettering(base="w", indexed=True).name(2, (1, -1), (range(-1, 2), range(-1, 2)))
        'w_1_-1'
        """
        if self.listed:
            return self.listed[position]
        if not self.indexed:
            return f"{self.base}_{self.start + position}"
        short = not self.apart and all(side[0] >= 0 and side[-1] < 10 for side in ranges)
        return f"{self.base}_{('' if short else '_').join(map(str, index))}"
