"""The library functions that convtrace knows: what each computes, in which relation, and where that is documented."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from convtrace.document.blocks import Block, Code, Document, Heading, Line, Paragraph, Table, TableRow
from convtrace.law.boundary import CONSTANT, ZERO
from convtrace.library.row import LibraryFunction, Option, Required
from convtrace.view import phrases
from convtrace.view.conventions import equation
from convtrace.view.pages.record import SCHEMA

Functions = tuple[LibraryFunction, ...]

KINDS = {"conv": "flipped", "corr": "not flipped"}
TITLES = {
    "numpy": "NumPy",
    "scipy": "SciPy",
    "torch": "PyTorch",
    "jax": "JAX",
    "tensorflow": "TensorFlow",
    "keras": "Keras",
    "onnxruntime": "ONNX Runtime",
    "onnx": "ONNX reference",
    "opencv-python-headless": "OpenCV",
    "astropy": "Astropy",
    "scikit-image": "scikit-image",
    "sympy": "SymPy",
}
HEAD: tuple[Line, ...] = tuple((head,) for head in ("function", "kernel", "outside", "relation"))
READ = (
    "One row for each function, with its default options. A convolution flips the kernel, a correlation does not. "
    "The relation is that of one axis of 5 pixels i and 3 kernel elements p, with the outputs m; all of them count "
    "from 0, as the library's own arrays do. What is outside the image is named as in NumPy."
)
EXAMPLE = "convtrace library scipy.signal.correlate2d --option mode=same --at 4,4"


def document(functions: Functions, only: Collection[str] = ()) -> Document:
    """The list of library functions, or of those of the libraries named in `only`.

    >>> from convtrace.library.catalogue import within
    >>> [block.height for block in document(within("sympy")).blocks if isinstance(block, Table)]
    [1]
    """
    chosen = tuple(row for row in functions if not only or row.library in only)
    return Document(_blocks(chosen), lambda: _blocks(chosen), lambda: _record(chosen))


def names() -> tuple[str, ...]:
    """The libraries, as --only takes them."""
    from convtrace.library.catalogue import LIBRARY  # only here: a page of one function needs but its own library

    return tuple(dict.fromkeys(row.library for row in LIBRARY.values()))


def _blocks(functions: Functions) -> Iterator[Block]:
    yield Heading((phrases.counted(len(functions), "library function"),), level=1)
    yield Paragraph((READ,))
    yield Code(EXAMPLE)
    for library in dict.fromkeys(row.library for row in functions):
        yield from _library(library, [row for row in functions if row.library == library])


def _library(library: str, functions: Sequence[LibraryFunction]) -> Iterator[Block]:
    """The table of one library, what it takes for granted, and where all that is documented."""
    versions = ", ".join(dict.fromkeys(row.version for row in functions))
    yield Heading((f"{TITLES[library]}, measured with {versions}",))
    rows = tuple(map(_row, functions))
    yield Table(head=HEAD, rows=rows, height=len(rows), widest=rows)
    needed = [f"{row.name} {_needs(row)}" for row in functions if _required(row)]
    if needed:
        yield Paragraph((f"Options without a default, as taken here: {'; '.join(needed)}.",))
    yield Paragraph(("Documentation:",))
    yield from map(Code, dict.fromkeys(row.source for row in functions))


def _row(row: LibraryFunction) -> TableRow:
    call = row.typical()
    outside = ZERO if call.boundary is CONSTANT and not call.fill else call.boundary
    return TableRow(((row.name,), (KINDS[row.kind],), (outside.name,), (equation(call.relation, k="p"),)))


def _needs(row: LibraryFunction) -> str:
    return ", ".join(f"{option.name}={option.default.example}" for option in _required(row))  # type: ignore[attr-defined]


def _required(row: LibraryFunction) -> list[Option]:
    return [option for option in row.options if isinstance(option.default, Required)]


def _record(functions: Functions) -> Mapping[str, object]:
    return {"schema": SCHEMA, "functions": [_entry(row) for row in functions]}


def _entry(row: LibraryFunction) -> dict[str, object]:
    call = row.typical()
    relation = call.relation
    return {
        "name": row.name,
        "library": row.library,
        "version": row.version,
        "kind": row.kind,
        "boundary": call.boundary.name,
        "axes": sorted(row.laws),
        "relation": {"d": relation.d, "alpha": relation.alpha, "beta": relation.beta, "gamma": relation.gamma},
        "options": [
            {"name": option.name, "default": None if isinstance(option.default, Required) else option.default,
             "required": isinstance(option.default, Required), "values": option.kind.legal}
            for option in row.options
        ],
        "surprises": list(row.surprises),
        "documentation": row.source,
    }  # fmt: skip
