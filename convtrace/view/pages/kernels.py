"""The kernels that have names: their values as they lie, what they give and where they are from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import zip_longest

from convtrace.document.blocks import Block, Code, Document, Heading, Line, Paragraph, TableRow
from convtrace.values.named_kernels import KERNELS, NamedKernel
from convtrace.view.page import PageResult, Question, Read, Section, chosen, page_of, short_table

Kernels = tuple[NamedKernel, ...]

COLUMNS = ("name", "times", "values", "what it gives, and its source")
LYING = (
    "The values are written as a correlation lays them over the image: xcorr --form sliding, OpenCV, PyTorch. "
    "A convolution rotates them by 180°."
)
TYPED_LINE = "convtrace conv --m 1 --n 1 --kernel sobel-x"


def page_result(_question: Question, only: str | None, _read: Read) -> PageResult:
    return PageResult(document(chosen(only, SECTIONS)))


def document(only: Collection[str] = ()) -> Document:
    """The list of all named kernels, or of the kinds named in `only`.

    >>> [block.height for block in document(["details"]).blocks if hasattr(block, "height")]
    [14]
    """
    return page_of(tuple(KERNELS.values()), SECTIONS, only, _title, _figure, _record)


def _title(kernels: Kernels) -> Iterator[Block]:
    yield Heading((f"{len(kernels)} kernels with names",), level=1)
    yield Paragraph((LYING,))
    yield Code(TYPED_LINE, "sh")


def _table(kind: str, kernels: Kernels) -> Iterator[Block]:
    groups = (enumerate(_lines(row)) for row in kernels if row.kind == kind)
    first, *others = (TableRow(cells, starts_group=number == 0) for group in groups for number, cells in group)
    yield short_table(COLUMNS, (first.replace(starts_group=False), *others))


def _lines(row: NamedKernel) -> Iterator[tuple[Line, ...]]:
    """The lines of the table that one kernel takes, one for each of its rows."""
    drawn = [line.strip().replace("-", "−") for line in row.rows.split(";")]
    size = f"{len(drawn[0].split())}×{len(drawn)}"
    times = "" if row.scale == "1" else row.scale.replace("-", "−")
    for cells in zip_longest((row.name, size), (times,), drawn, (row.purpose, row.source), fillvalue=""):
        yield tuple((cell,) for cell in cells)


SECTIONS: dict[str, Section[Kernels]] = {
    kind: partial(_table, kind) for kind in dict.fromkeys(row.kind for row in KERNELS.values())
}


def _figure(kernels: Kernels) -> Iterator[Block]:
    for section in SECTIONS.values():
        yield from section(kernels)


def _record(kernels: Kernels) -> Mapping[str, object]:
    return {"kernels": list(map(_entry, kernels))}


def _entry(row: NamedKernel) -> dict[str, object]:
    """One kernel; a value that is not whole is text."""
    drawn = [[value if isinstance(value, int) else str(value) for value in line] for line in row.values]
    names = {"name": row.name, "kind": row.kind, "purpose": row.purpose, "source": row.source}
    return {**names, "shape": [len(drawn), len(drawn[0])], "values": drawn, "typed": row.text}
