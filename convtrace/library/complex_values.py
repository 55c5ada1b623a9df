"""Sums of complex numbers: by linearity, real and imaginary parts as sums of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from convtrace.library.arrays import AnyNumber, ExactArray
from convtrace.library.axis_call import AxisCall
from convtrace.values.complex_number import complex_number

Conjugated: TypeAlias = Literal["image", "kernel"] | None
Sums: TypeAlias = Callable[[Sequence[AxisCall], ExactArray, ExactArray], ExactArray]


def sum_complex(
    sums: Sums, axes: Sequence[AxisCall], image: ExactArray, kernel: ExactArray, conjugated: Conjugated
) -> ExactArray:
    """All outputs of a call whose numbers may be complex, from sums of real ones, one array being conjugated.

    >>> from convtrace.law.axis import Relation
    >>> from convtrace.library.sums import sum_outputs
    >>> axis = AxisCall(relation=Relation(1, -1, 1), outputs=1)
    >>> one, two = (ExactArray((1,), [[complex_number(*parts)]]) for parts in ((1, 2), (3, 4)))
    >>> sum_complex(sum_outputs, [axis], one, two, "kernel").rows[0][0] == (1 + 2j) * (3 - 4j)
    True
    """
    fills = [axis.fill for axis in axes]
    image_parts, kernel_parts, fill_parts = map(_parts, (image.rows, kernel.rows, [fills]))
    signs = (-1 if conjugated == "image" else 1, -1 if conjugated == "kernel" else 1)
    found = [
        [
            sums(
                [axis.replace(fill=fill) for axis, fill in zip(axes, fill_parts[p][0], strict=True)],
                ExactArray(image.shape, image_parts[p]),
                ExactArray(kernel.shape, kernel_parts[q]),
            )
            for q in range(2)
        ]
        for p in range(2)
    ]
    turn = signs[0] * signs[1]
    rows = [
        [complex_number(rr - turn * ii, signs[0] * ir + signs[1] * ri) for rr, ri, ir, ii in zip(*lines, strict=True)]
        for lines in zip(*(part.rows for row in found for part in row), strict=True)
    ]
    return ExactArray(found[0][0].shape, rows)


def _parts(rows: Sequence[Sequence[AnyNumber]]) -> tuple[list[list[AnyNumber]], list[list[AnyNumber]]]:
    """The real parts, and the imaginary ones."""
    return [[value.real for value in row] for row in rows], [[value.imag for value in row] for row in rows]
