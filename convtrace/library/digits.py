"""Lines of whole numbers as the digits of one integer, so that one product of integers makes all sums of a line.

Multiply 1·B² + 2·B + 3 by 4·B + 5: each digit of the product, in base B, is a sum, 4·B³ + 13·B² + 22·B + 15.
That is a convolution (Kronecker's substitution), and Python multiplies long integers far faster than lists. Three
things make it exact: B is larger than twice any sum, so that no digit spills into the next. B is a power of 256, so
that digits are bytes, which go into lists and come out of them without arithmetic. And digits may be negative: −1
borrows from the digit before it, which adding B/2 to every digit gives back. Digits that are 0 part what a stride or
a dilation parts; and what boundary rules put outside the image is written down as digits like all others.

>>> digits = Digits.within(22)
>>> digits.numbers(digits.raw(digits.packed([3, 2, -1]) * digits.packed([5, 4]), 4), 0, range(4))
[15, 22, 3, -4]
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache
from itertools import repeat

from convtrace.values.named_tuple import NamedTuple

# the bytes that struct knows as a whole number, and its letter for them
SIZES = {1: "b", 2: "h", 4: "i", 8: "q"}
SIZE_OF = {width: next(size for size in SIZES if size >= width) for width in range(1, max(SIZES) + 1)}
# what fills the bytes before a byte that begins a number: ones where that is negative
SIGNS = bytes(255 * (byte > 127) for byte in range(256))


class Digits(NamedTuple):
    """Digits of so many bytes, the first the lowest."""

    width: int

    @classmethod
    def within(cls, most: int) -> Digits:
        """The narrowest digits that hold every number within ±most."""
        return cls(most.bit_length() // 8 + 1)

    @property
    def size(self) -> int:
        """The number of bytes of which struct makes a number; as many as there are, where it knows none so wide."""
        return SIZE_OF.get(self.width, self.width)

    def packed(self, line: Sequence[int]) -> int:
        """Σ number·B^place."""
        width, size = self.width, self.size
        if size in SIZES:
            raw = struct.pack(f"<{len(line)}{SIZES[size]}", *line)
        else:
            raw = b"".join([number.to_bytes(width, "little", signed=True) for number in line])
        if size > width:
            thin = bytearray(width * len(line))
            for byte in range(width):
                thin[byte::width] = raw[byte::size]
            raw = bytes(thin)
        whole = int.from_bytes(raw, "little")
        return whole - ((whole & self._halves(len(line))) << 1)

    def raw(self, packed: int, count: int) -> bytes:
        """The bytes of so many digits, as struct reads them; of digits that it does not know, each B/2 more."""
        halves = self._halves(count)
        more = packed + halves
        # the first bit of B/2 more is the other one in struct's
        return (more ^ halves if self.size in SIZES else more).to_bytes(self.width * count, "little")

    def numbers(self, raw: bytes, first: int, places: range) -> list[int]:
        """The digits at these places behind the first."""
        if places.step < 0:
            return self.numbers(raw, first, places[::-1])[::-1]
        width, size = self.width, self.size
        start, stop, step = ((first + places.start) * width, (first + places[-1] + 1) * width, places.step * width)
        if size not in SIZES:
            each = struct.unpack(f"{width}s" * ((stop - start) // width), raw[start:stop])[:: places.step]
            half = 1 << 8 * width - 1
            return [more - half for more in map(int.from_bytes, each, repeat("little"))]  # type: ignore[arg-type]
        thick = bytearray(size * len(places))
        for byte in range(width):
            thick[byte::size] = raw[start + byte : stop : step]
        signs = thick[width - 1 :: size].translate(SIGNS)
        for byte in range(width, size):
            thick[byte::size] = signs
        return [*struct.unpack(f"<{len(places)}{SIZES[size]}", thick)]

    def _halves(self, count: int) -> int:
        """B/2 in so many places."""
        return _halves(self.width, count)


@cache
def _halves(width: int, count: int) -> int:
    return int.from_bytes((bytes(width - 1) + b"\x80") * count, "little")
