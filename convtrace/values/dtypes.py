"""Types of numbers in arrays: their names in libraries, what they hold, and the type of two of them together."""

from __future__ import annotations

from typing import Literal, TypeAlias

from convtrace.values.array_like import unpacked
from convtrace.values.frozen import Frozen

# bool, unsigned and signed whole numbers, floats, complex ones
Kind: TypeAlias = Literal["b", "u", "i", "f", "c"]
_LONGEST = 64


class Dtype(Frozen, kw_only=False):
    """A type of numbers as NumPy calls it."""

    name: str
    kind: Kind
    bits: int

    @property
    def is_whole(self) -> bool:
        """True for bool and types of whole numbers, in which not every sum fits."""
        return self.kind in "bui"

    @property
    def range(self) -> range:
        """The whole numbers that fit.

        >>> DTYPES["int8"].range, DTYPES["bool"].range
        (range(-128, 128), range(0, 2))
        """
        half = 1 << (self.bits - 1)
        return range(-half, half) if self.kind == "i" else range(2 * half)

    def holds(self, value: object) -> bool:
        """Tell whether a number fits as it is."""
        return not self.is_whole or (isinstance(value, int) and value in self.range)

    def wrapped(self, value: int) -> int:
        """The number that is left of a whole one in these bits.

        >>> DTYPES["uint8"].wrapped(470), DTYPES["int8"].wrapped(200)
        (214, -56)
        """
        first = self.range.start
        return (value - first) % (1 << self.bits) + first


DTYPES = {
    dtype.name: dtype
    for dtype in (
        Dtype("bool", "b", 1),
        *(Dtype(f"uint{bits}", "u", bits) for bits in (8, 16, 32, 64)),
        *(Dtype(f"int{bits}", "i", bits) for bits in (8, 16, 32, 64)),
        *(Dtype(f"float{bits}", "f", bits) for bits in (16, 32, 64)),
        Dtype("bfloat16", "f", 16),
        *(Dtype(f"complex{bits}", "c", bits) for bits in (64, 128)),
    )
}
# what people type for them, in NumPy's short spelling, too
_ALIASES = {
    **{f"{dtype.kind}{dtype.bits // 8}": name for name, dtype in DTYPES.items() if name != "bfloat16"},
    **dict(zip("?BHILbhilfdFD", (
        "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64",
        "float32", "float64", "complex64", "complex128"), strict=True)),
    "int": "int64", "uint": "uint64", "long": "int64", "short": "int16", "byte": "int8", "bool_": "bool",
    "half": "float16", "single": "float32", "float": "float64", "double": "float64", "complex": "complex128",
}  # fmt: skip


def dtype_named(given: object) -> Dtype | None:
    """The type that a name, a class or a type of a library stands for, or that an array has.

    >>> [dtype_named(given).name for given in ("np.uint8", float, "i2")], dtype_named("uint7")
    (['uint8', 'float64', 'int16'], None)
    """
    if not isinstance(given, type):
        given = getattr(given, "dtype", given)
    name = getattr(given, "name", None) or getattr(given, "__name__", None) or str(given)
    last = str(name).rpartition(".")[2]
    return DTYPES.get(_ALIASES.get(last, last))


def dtype_of(array: object) -> Dtype | None:
    """The type of an array's numbers; bool for lists of True and False; None for other lists, whose numbers are exact.

    >>> dtype_of([[True], [False]]).name, dtype_of([1, 2])
    ('bool', None)
    """
    if hasattr(array, "dtype"):
        return dtype_named(array)
    first = array
    while isinstance(first, list | tuple) and first:
        first = first[0]
    return DTYPES["bool"] if isinstance(first, bool) and _all_bool(unpacked(array)) else None


def _all_bool(given: object) -> bool:
    return all(map(_all_bool, given)) if isinstance(given, list | tuple) else isinstance(given, bool)


def promoted(one: Dtype, other: Dtype) -> Dtype:
    """The type of a product of two numbers in NumPy; float64 for all that are no whole numbers.

    >>> promoted(DTYPES["uint8"], DTYPES["int8"]).name, promoted(DTYPES["uint64"], DTYPES["int8"]).name
    ('int16', 'float64')
    """
    narrow, wide = sorted((one, other), key=lambda dtype: ("buifc".index(dtype.kind), dtype.bits))
    if not (narrow.is_whole and wide.is_whole):
        return DTYPES["float64"]
    if narrow.kind in {"b", wide.kind}:
        return wide
    bits = max(2 * narrow.bits, wide.bits)
    return DTYPES[f"int{bits}"] if bits <= _LONGEST else DTYPES["float64"]
