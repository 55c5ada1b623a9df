"""How lines of recipes are spelled in Python and in Octave; other languages have words alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from convtrace.values.frozen import Frozen


class Dialect(Frozen):
    """Formats of the conjugate and the sum of an array and of a comment; one element, an array of ones, and slices.

    A line has `end` behind it.
    """

    conjugate: str
    total: str
    comment: str
    element: Callable[[str, int], str]
    ones: Callable[[tuple[int, ...]], str]
    slices: Callable[[Sequence[str]], str]
    part: Callable[[range], str]
    end: str = ""


def _python_part(kept: range) -> str:
    stop = kept[-1] + (1 if kept.step > 0 else -1)
    end = "" if stop < 0 else str(stop)
    return f"{kept[0]}:{end}" if kept.step == 1 else f"{kept[0]}:{end}:{kept.step}"


def _octave_part(kept: range) -> str:
    """Indices from 1, the last one included.

    >>> _octave_part(range(1, 6)), _octave_part(range(4, -1, -2))
    ('2:6', '5:-2:1')
    """
    step = "" if kept.step == 1 else f"{kept.step}:"
    return f"{kept[0] + 1}:{step}{kept[-1] + 1}"


def _octave_ones(shape: tuple[int, ...]) -> str:
    return f"ones({', '.join(map(str, shape if shape[1:] else (1, *shape)))})"


DIALECTS = {
    "Python": Dialect(
        conjugate="{}.conj()",
        total="{}.sum()",
        comment="# y is now {}",
        element=lambda array, at: f"{array}[{at}]",
        ones=lambda shape: f"np.ones({shape if len(shape) > 1 else shape[0]})",
        slices=lambda parts: f"[{', '.join(parts)}]",
        part=_python_part,
    ),
    "Octave": Dialect(
        conjugate="conj({})",
        total="sum({}(:))",
        comment="% y is now {}",
        element=lambda array, at: f"{array}({at + 1})",
        ones=_octave_ones,
        slices=lambda parts: f"({', '.join(parts)})",
        part=_octave_part,
        end=";",
    ),
}
