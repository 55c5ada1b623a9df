"""Frozen: what a frozen, keyword-only dataclass is, in a class that costs next to nothing to define.

`dataclass` writes and compiles the code of each class, a millisecond every time; a command defines some sixty.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Frozen:
    """Fields given by name that never change; equal only to the same class with equal fields.

    A class of few fields may take them by position, too: `class Quotient(Frozen, kw_only=False)`.

    >>> class Size(Frozen):
    ...     rows: int
    ...     columns: int = 1
    >>> Size(rows=2), Size(rows=2) == Size(rows=2, columns=1), Size(rows=2).replace(columns=3).columns
    (Size(rows=2, columns=1), True, 3)
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _names: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, object]] = {}
    _positional: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, *, kw_only: bool = True) -> None:
        inherited = (field for base in cls.__bases__ for field in getattr(base, "_fields", ()))
        cls._fields = tuple(dict.fromkeys((*inherited, *cls.__annotations__)))
        cls._names = frozenset(cls._fields)
        cls._defaults = {name: getattr(cls, name) for name in cls._fields if hasattr(cls, name)}
        cls._positional = () if kw_only else cls._fields
        setattr(cls, "__match_args__", cls._positional)  # noqa: B010 -- to mypy it is final

    def __init__(self, *placed: object, **given: object) -> None:
        fields = self.__dict__
        if not given and len(placed) == len(self._positional) != 0:  # by far the most
            fields.update(zip(self._positional, placed))  # noqa: B905 -- equally many, and `strict` takes its time
            return
        fields.update(self._defaults)
        if placed:
            fields.update(zip(self._positional, placed, strict=False))
        fields.update(given)
        if fields.keys() != self._names or len(placed) > len(self._positional):
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(self._fields)}, not {', '.join(fields)}")

    def fields(self) -> dict[str, Any]:
        """The values of all fields by their names."""
        return dict(zip(self._fields, self._values(), strict=True))

    def _values(self) -> tuple[object, ...]:
        return tuple(map(self.__dict__.__getitem__, self._fields))

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 -- whatever the fields are
        """A copy with some fields changed."""
        kind = type(self)
        if kind.__init__ is not Frozen.__init__ or not changes.keys() <= self._names:
            return kind(**{**self.fields(), **changes})
        # all fields are there already, and nothing is to be checked
        made = kind.__new__(kind)
        made.__dict__.update(zip(self._fields, self._values(), strict=True))
        made.__dict__.update(changes)
        return made

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        known = self.__dict__.get("_hash")
        if known is None:
            known = self.__dict__["_hash"] = hash((type(self), self._values()))
        return known

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.fields().items())})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} stays as it is")
