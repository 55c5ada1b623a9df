"""The list of library functions: what each computes, in which relation, and where that is documented."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from convtrace.document.blocks import Block, Code, Document, Heading, Paragraph, TableRow
from convtrace.law.boundary import CONSTANT, ZERO
from convtrace.library.row import LibraryFunction
from convtrace.view import phrases
from convtrace.view.conventions import relation_formula
from convtrace.view.page import SCHEMA, short_table

Functions = tuple[LibraryFunction, ...]

LAID = {"conv": "flipped", "corr": "not flipped"}
# how a library writes its name, where the row's is another
LIBRARY_TITLES = {
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
    "octave": "Octave",
    "julia": "Julia",
}
READ = (
    "One row for each function, with its default options. A convolution flips the kernel, a correlation does not. "
    "The relation is for one axis with 5 pixels and 3 kernel elements. i counts pixels, p kernel elements and m "
    "outputs, all from 0 unless a table says otherwise, as in the library's arrays. Boundary rules have the names of "
    "numpy.pad."
)
_EXAMPLE = "convtrace library scipy.signal.correlate2d --option mode=same --at 4,4"


def document(functions: Functions, only: Collection[str] = ()) -> Document:
    """The list of library functions, or of those of the libraries named in `only`.

    >>> from convtrace.library.catalogue import functions_of
    >>> [block.height for block in document(functions_of("sympy")).blocks if hasattr(block, "height")]
    [1]
    """
    chosen = tuple(row for row in functions if not only or row.library in only)
    return Document(_blocks(chosen), lambda: _blocks(chosen), lambda: _record(chosen))


def library_names() -> tuple[str, ...]:
    """The libraries, as --only takes them."""
    from convtrace.library.catalogue import all_functions  # only here: a page of one function needs but its own library

    return tuple(dict.fromkeys(row.library for row in all_functions().values()))


def _blocks(functions: Functions) -> Iterator[Block]:
    yield Heading((phrases.counted(len(functions), "library function"),), level=1)
    yield Paragraph((READ,))
    yield Code(_EXAMPLE, "sh")
    for library in dict.fromkeys(row.library for row in functions):
        yield from _library(library, [row for row in functions if row.library == library])


def _library(library: str, functions: Sequence[LibraryFunction]) -> Iterator[Block]:
    """The table of one library, what it takes for granted, and where all that is documented."""
    versions = "; ".join(dict.fromkeys(row.version for row in functions))
    how = "measured with" if functions[0].measured else "not measured, from the documentation and source of"
    yield Heading((f"{LIBRARY_TITLES.get(library, library)}, {how} {versions}",))
    yield short_table(("function", "kernel", "outside", "relation"), map(_row, functions))
    needed = [f"{row.name} {', '.join(f'{name}={example}' for name, example in row.examples.items())}"
              for row in functions if row.examples]  # fmt: skip
    if any(row.base for row in functions):
        yield Paragraph((f"Indices count from {functions[0].base} here.",))
    if needed:
        yield Paragraph((f"Options without a default, with the values used here: {'; '.join(needed)}.",))
    yield Paragraph(("Documentation:",))
    yield from (Code(source, "text") for source in dict.fromkeys(row.source for row in functions))


def _row(row: LibraryFunction) -> TableRow:
    call = row.typical()
    base = -row.base
    relation = call.relation.rebased(image=base, kernel=base, output=base)
    outside = ZERO if call.boundary is CONSTANT and not call.fill else call.boundary
    return TableRow(((row.name,), (LAID[row.kind],), (outside.name,), (relation_formula(relation, k="p"),)))


def _record(functions: Functions) -> Mapping[str, object]:
    return {"schema": SCHEMA, "functions": [_entry(row) for row in functions]}


def _entry(row: LibraryFunction) -> dict[str, object]:
    call = row.typical()
    return {
        "name": row.name,
        "library": row.library,
        "version": row.version,
        "measured": row.measured,
        "kind": row.kind,
        "boundary": call.boundary.name,
        "axes": sorted(row.laws),
        "relation": call.relation.rebased(*[-row.base] * 3).fields(),
        "index_base": row.base,
        "options": [
            {"name": option.name, "default": None if option.required else option.default,
             "required": option.required, "values": option.kind.legal}
            for option in row.options
        ],
        "surprises": list(row.typical_notes()),
        "documentation": row.source,
    }  # fmt: skip
