"""The values of --image and --kernel: rows, a file, a named kernel or nested lists; a size has none."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from math import prod
from numbers import Number

from convtrace.errors import ConvtraceError, shortened
from convtrace.values.array_like import unpacked
from convtrace.values.brackets import is_bracketed, read_bracketed
from convtrace.values.complex_number import Complex
from convtrace.values.exact import PI, Exact, NestedValues, Values
from convtrace.values.formula import Value, nodes
from convtrace.values.limits import MAX_FILE_BYTES
from convtrace.values.named_kernels import KERNELS
from convtrace.values.nested import is_nest, read_lists
from convtrace.values.rows import read_rows, too_many
from convtrace.values.typed_text import Piece
from convtrace.values.typed_value import UNITS, read_value

__all__ = ["STDIN", "Exact", "ReadFile", "Values", "read_values"]

ReadFile = Callable[[str], bytes]

STDIN = "-"
STDIN_NAME = "standard input"
SIZE_PART = r"\s*[+−–-]?[0-9]+\s*"
SIZE = re.compile(rf"{SIZE_PART}(?:[x×]{SIZE_PART})*")
# a size, spelled wrong: `read_size` says what is wrong with it
NEARLY_SIZE = re.compile(r"\s*[0-9x×*+−–-]+\s*")
SEVERAL = re.compile(r"\S[\s,;]+\S|[,;]")
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
SOBEL_ROWS = "1 0 -1; 2 0 -2; 1 0 -1"
OPERAND_KINDS = "a size such as 3x3, a file, a name that convtrace kernels lists, or rows"


def read_values(option: str, given: object, *, most: int, read: ReadFile | None = None) -> Values | None:
    """The values that are given, at most so many entries; None for a size, which `read_size` reads.

    Text is a size if it is whole numbers with x between them; values if blanks, commas, ; or new lines part it; else
    the name of a kernel or a file. A number or a tuple of whole numbers is a size, as an array's `shape`; lists and
    arrays are values. `read` gives the bytes of a file, MAX_FILE_BYTES + 1 of them at most, or raises OSError; without
    it no file is ever read.

    >>> read_values("--kernel", "7x7", most=99)
    >>> read_values("--kernel", "1 0 -1; 2 0 -2", most=99)
    Values(shape=(2, 3), entries=((1, 0, -1), (2, 0, -2)))
    >>> read_values("--kernel", "gaussian-3", most=99).entries[0]
    (Fraction(1, 16), Fraction(1, 8), Fraction(1, 16))
    >>> read_values("--kernel", [1, 2], most=99), read_values("--kernel", (1, 2), most=99)
    (Values(shape=(2,), entries=(1, 2)), None)
    """
    if isinstance(given, Values):
        return _few(option, given, most)
    found = _typed(option, given, most, read) if isinstance(given, str) else _listed(option, given, most)
    return None if found is None else with_units(option, found)


def _listed(option: str, given: object, most: int) -> Values | None:
    plain = unpacked(given, option, most)
    if isinstance(plain, Number) or (isinstance(plain, tuple) and all(hasattr(part, "__index__") for part in plain)):
        return None
    if is_nest(plain):
        return read_lists(option, plain, most)
    message = f"{option}: {shortened(type(given).__name__)} is neither a size nor values"
    raise ConvtraceError(message, hint="Give a size such as (3, 3), nested lists or an array.")


def with_units(option: str, values: Values) -> Values:
    """The values with j, I and J as the imaginary unit, and i beside complex ones.

    ConvtraceError where these may be letters among others, as in a b c; d e f; g h i; j k l.

    >>> [with_units("--kernel", Values((2,), (Value(name), 2))).entries[0] for name in "Ii"]
    [Complex(real=0, imag=1), Value(name='i')]
    """
    names = {part.name for part in nodes(values.flat) if isinstance(part, Value) and part != PI}
    units = names & (
        {"i", *UNITS} if any(isinstance(part, Complex) for part in values.flat) or names & UNITS else UNITS
    )
    if not units:
        return values
    if others := names - units:
        unit = min(units)
        message = f"{option}: beside {min(others)}, {unit} may be a letter or the imaginary unit"
        raise ConvtraceError(message, hint=f"Type 1{unit} for the unit, or choose another letter.")
    return values.replace(entries=_replaced(values.entries))


def _replaced(entries: NestedValues) -> NestedValues:
    """The entries with the unit in place of all names."""
    return tuple(
        _replaced(part)
        if isinstance(part, tuple)
        else Complex(0, 1)
        if isinstance(part, Value) and part != PI
        else part
        for part in entries
    )


def _few(option: str, given: Values, most: int) -> Values:
    if prod(given.shape) > most:
        raise too_many(Piece(option, "", 0, 0), most)
    return given


def _typed(option: str, given: str, most: int, read: ReadFile | None) -> Values | None:
    if SIZE.fullmatch(given):
        return None
    piece = _piece(option, given)
    name = given.strip()
    if not name:
        raise piece.wrong("nothing is given", f"Type {OPERAND_KINDS}: {_quoted(option, SOBEL_ROWS)}")
    if len(given) > MAX_FILE_BYTES:
        raise piece.wrong(
            f"this is longer than {MAX_FILE_BYTES} characters", f"Give at most {MAX_FILE_BYTES} characters."
        )
    if (kernel := name.rstrip(" ,;")) in KERNELS:
        return read_rows([_piece(kernel, KERNELS[kernel].text)], most)
    if SEVERAL.search(given) or is_bracketed(given):
        return _rows_or_file(piece, most, read)
    if NEARLY_SIZE.fullmatch(given) and (read is None or name != STDIN):
        return None
    return _named_file(piece, most, read)


def _piece(option: str, text: str) -> Piece:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Piece(option, text, 0, len(text))


def _rows_or_file(piece: Piece, most: int, read: ReadFile | None) -> Values:
    """Rows; where they can't be read, a file whose name has a blank or a comma in it."""
    try:
        return read_bracketed(piece, most) if is_bracketed(piece.text) else read_rows(list(piece.split("\n")), most)
    except ConvtraceError:
        try:
            data = None if read is None else read(piece.text)
        except (OSError, ValueError):
            data = None
        if data is None:
            raise
    return _file(piece, piece.text, most, data)


def _named_file(piece: Piece, most: int, read: ReadFile | None) -> Values:
    name = piece.text.strip()
    if read is None:
        raise _unknown(piece, "kernel")
    try:
        data = read(name)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise _unknown(piece, "file or kernel") from None
    except IsADirectoryError:
        raise piece.wrong(f"{shortened(name)} is a folder", "Name a file in it.") from None
    except OSError as error:
        message = f"{shortened(name)} can't be read: {error.strerror}"
        raise piece.wrong(message, "Name a file that you may read.") from None
    return _file(piece, STDIN_NAME if name == STDIN else name, most, data)


def _unknown(piece: Piece, what: str) -> ConvtraceError:
    name = piece.text.strip()
    message = f"there is no {what} called {shortened(name)}"
    from difflib import get_close_matches

    near = get_close_matches(name[:99].lower(), KERNELS, n=3)
    if near:
        return piece.wrong(message, f"Did you mean {' or '.join(near)}? convtrace kernels lists all.")
    if _is_lone_number(piece):
        return piece.wrong(message, f"A single value ends with a semicolon: {_quoted(piece.option, f'{name};')}")
    return piece.wrong(message, f"Type {OPERAND_KINDS}: {_quoted(piece.option, SOBEL_ROWS)}")


def _is_lone_number(piece: Piece) -> bool:
    try:
        return not isinstance(read_value(piece), Value)
    except ConvtraceError:
        return False


def _quoted(option: str, text: str) -> str:
    return f'{option} "{text}"'


def _file(piece: Piece, name: str, most: int, data: bytes) -> Values:
    if len(data) > MAX_FILE_BYTES:
        raise piece.wrong(f"{shortened(name)} is larger than 1 MB", "Give a smaller file.")
    text = _decoded(data)
    if text is None:
        hint = "Save its values as text, one row on each line, for example with numpy.savetxt."
        raise piece.wrong(f"{shortened(name)} is not a text file", hint)
    if not text.strip():
        raise piece.wrong(f"{shortened(name)} is empty", "Put one row of values on each line.")
    whole = _piece(shortened(name), text.strip("\r\n"))
    if is_bracketed(whole.text):
        return read_bracketed(whole, most)
    lines = whole.text.split("\n")
    labels = (f"{shortened(name)}:{number}" for number in count(_first_line(text)))
    pieces = [Piece(label, line, 0, len(line)) for label, line in zip(labels, lines, strict=False)]
    found = read_rows(pieces, most, file=True)
    if _has_head(found):
        message = f"the first row of {shortened(name)} has only names, the others have none"
        raise piece.wrong(
            message, "Delete the first row if it only names the columns; convtrace reads names as values."
        )
    return found


def _has_head(found: Values) -> bool:
    """Test for a table whose first row looks like the names of its columns.

    >>> rows = ((Value("a"), Value("b")), (1, 2))
    >>> _has_head(Values((2, 2), rows)), _has_head(Values((1, 2), rows[:1])), _has_head(Values((2, 1), ((PI,), (2,))))
    (True, False, False)
    """
    *slower, columns = found.shape
    names = [isinstance(value, Value) and value != PI for value in found.flat]
    return prod(slower) > 1 and all(names[:columns]) and not any(names[columns:])


def _first_line(text: str) -> int:
    return 1 + _piece("", text[: len(text) - len(text.lstrip("\r\n"))]).text.count("\n")


def _decoded(data: bytes) -> str | None:
    """Text as UTF-8, or UTF-16 where a mark says so; None for what is no text."""
    try:
        text = data.decode("utf-16" if data.startswith(WIDE_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
