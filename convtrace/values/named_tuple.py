"""NamedTuple: what typing's is, in a class that costs next to nothing to define.

typing's compiles the annotation of each field and a constructor, a few tenths of a millisecond for each class; a
command defines some twenty.
"""

from __future__ import annotations

__all__ = ["NamedTuple"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple, Self
else:
    from operator import itemgetter

    class _Fields(type):
        """The class of such classes: each is a tuple of the fields that are annotated in it."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _Fields:
            fields = tuple(body.get("__annotations__", ()))
            own = {field: property(itemgetter(place)) for place, field in enumerate(fields)}
            own |= {"_fields": fields, "__match_args__": fields, "__slots__": ()}
            own["_field_defaults"] = {field: body[field] for field in fields if field in body}
            own["_usual"] = (*own["_field_defaults"].values(),)
            own["_names"] = frozenset(fields)
            return super().__new__(cls, name, bases, body | own)

    class NamedTuple(tuple, metaclass=_Fields):
        """A tuple whose elements have names.

        >>> class Size(NamedTuple):
        ...     rows: int
        ...     columns: int = 1
        >>> Size(2), Size(columns=3, rows=2).columns, Size(2)._replace(rows=5)._asdict()
        (Size(rows=2, columns=1), 3, {'rows': 5, 'columns': 1})
        """

        def __new__(cls, *placed: object, **given: object) -> Self:
            missing = len(cls._fields) - len(placed)
            if missing or given:
                if given or not 0 < missing <= len(cls._usual):
                    return cls._from(placed, given)
                placed += cls._usual[-missing:]
            return tuple.__new__(cls, placed)

        @classmethod
        def _from(cls, placed: tuple[object, ...], given: dict[str, object]) -> Self:
            """The tuple where some elements are given by their names."""
            found = {**cls._field_defaults, **dict(zip(cls._fields, placed, strict=False)), **given}
            twice = not given.keys().isdisjoint(cls._fields[: len(placed)])
            if twice or len(placed) > len(cls._fields) or found.keys() != cls._names:
                raise TypeError(f"{cls.__name__} has the fields {', '.join(cls._fields)}, each of them once")
            return tuple.__new__(cls, [found[field] for field in cls._fields])

        def _replace(self, **changes: object) -> Self:
            return self._from((), self._asdict() | changes)

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)
