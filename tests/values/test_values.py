"""Values that people type: read exactly or refused with a mark, and never run."""

from __future__ import annotations

import builtins
import codecs
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace.document.plain import value_text
from convtrace.errors import ConvtraceError
from convtrace.values.algebra import NotReal, sign_of, sympy_value
from convtrace.values.array_like import unpacked
from convtrace.values.complex_number import Complex
from convtrace.values.exact import PI, Exact, expanded_size, negated
from convtrace.values.formula import Elided, Power, Product, Quotient, Root, Signed, Sum, Value
from convtrace.values.limits import MAX_FILE_BYTES, MAX_NUMBER, MAX_TEXT_LENGTH
from convtrace.values.operand import Values, read_values
from tests.support.messages import readable
from tests.support.processes import loaded
from tests.support.typed_values import BEYOND, EXACT, HOSTILE, LEAVES, TEXTS, one

MOST = 99 * 99
NO_FILE = FileNotFoundError(2, "No such file or directory")


def read(text: str) -> Values:
    found = read_values("--kernel", text, most=MOST)
    assert found is not None
    return found


def refused(call: Callable[[], object]) -> ConvtraceError:
    """The one readable error of a call."""
    with pytest.raises(ConvtraceError) as caught:
        call()
    readable(caught.value)
    return caught.value


def wrong(error: ConvtraceError) -> str:
    """The part of the text that is marked."""
    start, stop = error.span or (0, 0)
    return error.source[start:stop]


# entries


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-7", -7),
        ("−7", -7),
        ("–7", -7),
        ("+7", 7),
        ("007", 7),
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("-0.25", Fraction(-1, 4)),
        ("1/16", Fraction(1, 16)),
        ("-2/4", Fraction(-1, 2)),
        ("1÷3", Fraction(1, 3)),
        ("1.5/2", Fraction(3, 4)),
        ("1e3", 1000),
        ("1j", Complex(0, 1)),
        ("2−3.5J", Complex(2, Fraction(-7, 2))),
        ("2+3i", Complex(2, 3)),
        ("2-i", Complex(2, -1)),
        ("2*I", Complex(0, 2)),
        ("-j", Complex(0, -1)),
        ("3i/4", Complex(0, Fraction(3, 4))),
        ("(1+2j)**2", Complex(-3, 4)),
        ("1/(1+1j)", Complex(Fraction(1, 2), Fraction(-1, 2))),
        ("j**2", -1),
        ("i", Value("i")),
        ("a+i", Sum((Signed(False, Value("a")), Signed(False, Value("i"))))),
        ("1.000000000000000056e-01", Fraction(1000000000000000056, 10**19)),
        ("1e-29", Fraction(1, 10**29)),
        ("alpha", Value("alpha")),
        ("beta_2", Value("beta_2")),
        ("e", Value("e")),
        ("pi", PI),
        ("sqrt(2)/2", Quotient(Root(2), 2)),
        ("sqrt(2)·alpha", Product((Root(2), Value("alpha")))),
        ("2×3⋅4", 24),
        ("sqrt(1/4)", Fraction(1, 2)),
        ("(1 - 2)", -1),
        ("-(1+2)*3", -9),
        ("+alpha", Value("alpha")),
        ("-alpha", negated(Value("alpha"))),
        ("2**10", 1024),
        ("2**-2", Fraction(1, 4)),
        ("0**0", 1),
        ("2**2**2**2", 65536),
        ("a**(1+1)", Power(Value("a"), 2)),
        ("a*(b*c)", Product((Value("a"), Value("b"), Value("c")))),
        ("a*(b/c)", Quotient(Product((Value("a"), Value("b"))), Value("c"))),
        ("0*(0*a)", Product((0, Value("a")))),
        ("a*((b/c)*a)", Product((Quotient(Product((Value("a"), Value("b"))), Value("c")), Value("a")))),
        ("-(0*a)", Product((0, Value("a")))),
        ("--a", Value("a")),
        ("0." + "1" + "0" * 50, Fraction(1, 10)),
        ("(" * 59 + "1" + ")" * 59, 1),
        ("-" * 119 + "a", negated(Value("a"))),
        ("alpha**2", Power(Value("alpha"), 2)),
        ("2·w₀₂", Product((2, Value("w_02")))),
        ("0.1+0.2", Fraction(3, 10)),
        ("1/(pi-3)", Quotient(1, Sum((Signed(False, PI), Signed(True, 3))))),
        ("+".join(["a"] * 40), None),
        ("sqrt(sqrt(alpha)-beta)/gamma", None),
    ],
)
def test_entry(text: str, value: Exact | None) -> None:
    """Numbers are exact, whatever their spelling; what has a name keeps it."""
    found = one(text)
    assert value is None or (found == value and type(found) is type(value))
    assert one(value_text(found)) == found


@given(EXACT)
def test_what_is_spelled_is_read_back(value: Exact) -> None:
    """The text of a value stands for the same value, unless it is longer than an entry may be."""
    text = value_text(value)
    try:
        found = one(text)
    except ConvtraceError as error:
        readable(error)
        long = len(text) > MAX_TEXT_LENGTH or "digits" in error.message or "long" in error.message
    else:
        long = False
        assert value_text(found) == text
    assert long or found == value


@given(st.integers(-MAX_NUMBER, MAX_NUMBER), st.integers(0, 29))
def test_decimals_are_exact(number: int, places: int) -> None:
    """A decimal is its digits over a power of ten."""
    digits = f"{abs(number):0{places + 1}d}"
    text = f"{'-' * (number < 0)}{digits[: len(digits) - places]}.{digits[len(digits) - places :]}"
    assert one(text) == Fraction(number, 10**places)


@given(st.floats(-1e9, 1e9).filter(lambda number: not number or abs(number) > 1e-9))
def test_floats_are_what_they_print(number: float) -> None:
    """A Python float stands for the decimal that people see."""
    found = read_values("image", [[number]], most=MOST)
    assert found is not None
    assert found.flat == (Fraction(repr(number)),)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_with_one_mark(text: str) -> None:
    """Nothing is ever run or waited for; the wrong part is marked, control characters are spelled out."""
    assert wrong(refused(lambda: one(text))) == HOSTILE[text]


def test_nothing_of_a_value_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where a name of Python's own is called; only SymPy is asked, which loads parts of its own."""
    called: list[str] = []
    genuine = builtins.__import__

    def recorded(name: str, *rest: Any, **others: Any) -> object:
        called.append(f"import {name}")
        return genuine(name, *rest, **others)

    for name in ("eval", "exec"):
        monkeypatch.setattr(f"builtins.{name}", lambda *_, __name=name, **__: called.append(__name), raising=True)
    monkeypatch.setattr("builtins.__import__", recorded)
    for text in HOSTILE:
        with pytest.raises(ConvtraceError):
            one(text)
    monkeypatch.undo()
    assert "import convtrace.values.algebra" in called
    assert not {"eval", "exec", "import os"} & {*called}


@given(TEXTS)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Values, a size, or one readable message: nothing else."""
    try:
        found = read_values("--kernel", text, most=MOST, read=missing)
        assert found is None or len(found.flat) > 0
    except ConvtraceError as error:
        readable(error)


@given(TEXTS)
def test_any_entry_is_exact_or_refused(text: str) -> None:
    """A value that can be spelled and read again, or one readable message."""
    try:
        found = one(text)
    except ConvtraceError as error:
        readable(error)
    else:
        assert len(value_text(found)) > MAX_TEXT_LENGTH or one(value_text(found)) == found


@given(st.binary() | st.text("0123456789 ,;\n\r\tab").map(str.encode))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    """Whatever stands in a file."""
    try:
        assert read_values("--image", "some.csv", most=MOST, read=lambda _: data) is not None
    except ConvtraceError as error:
        readable(error)


# arithmetic


def test_values_are_compared_with_care() -> None:
    """Zero is told from what is only small; what depends on names is no number, what seems to may be one."""
    signs = {
        "sqrt(2)-1.4142135623730950488016887242": 1,
        "1.4142135623730950488016887242-sqrt(2)": -1,
        "(a+b)**2-(a**2+2*a*b+b**2)": 0,
        "a*0": 0,
        "(a*0)**2": 0,
        "1/(a+b+c)-1/(c+b+a)": 0,
        "sqrt(3+2*sqrt(2))-1-sqrt(2)": 0,
        "(a-a)/(2+sqrt(3))": 0,
        "a-a-2": -1,
        "(a-1)*(a+1)-a**2": -1,
        "1-a": 1,
        "-a**2": 1,
        "sqrt(1-a)": 1,
        "1+sqrt(1-a)": 1,
        "(pi/10**15/10**14)**16": 1,
    }
    assert {text: sign_of(one(text)) for text in signs} == signs


def test_only_exact_values_are_handed_to_sympy() -> None:
    with pytest.raises(NotReal):
        sympy_value(Elided())


def test_how_much_a_value_grows() -> None:
    """Terms and factors once everything is multiplied out."""
    assert expanded_size(one("(a+b)*(c-d)/e")) == (4, 3)
    assert expanded_size(one("-sqrt(a+b)")) == (2, 1)


# rows


@given(st.data(), st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_rows_are_read_back(data: st.DataObject, shape: list[int]) -> None:
    """Any shape, with blanks or commas between entries and as many ; as the gap is deep."""
    blank = data.draw(st.sampled_from([" ", ", ", ",", "\t", "  "]))
    line = data.draw(st.sampled_from([";", "; ", ";\n"]))

    def nest(sides: list[int]) -> Any:
        return tuple(nest(sides[1:]) for _ in range(sides[0])) if sides else data.draw(LEAVES)

    def text(part: Any, sides: list[int]) -> str:
        if not sides:
            return value_text(part)
        gap = blank if len(sides) == 1 else ";" * (len(sides) - 2) + line
        return gap.join(text(each, sides[1:]) for each in part)

    entries = nest(shape)
    closing = ";" * (len(shape) - 1) or "," * (shape == [1])
    expected = Values(tuple(shape), entries)
    assert read(text(entries, shape) + closing) == expected
    assert read_values("--kernel", expected, most=MOST) == expected
    as_lists = read_values("--kernel", [entries], most=MOST)
    assert as_lists is not None
    assert as_lists.flat == expected.flat


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("1 0 -1", (3,)),
        ("1,0,-1", (3,)),
        ("7,", (1,)),
        ("7;", (1, 1)),
        ("7;;", (1, 1, 1)),
        ("1;2", (2, 1)),
        ("1 2;\n3 4;\n", (2, 2)),
        ("1 2\r\n3 4\r\n", (2, 2)),
        ("1 2\r3 4", (2, 2)),
        ("\n\n1 2\n3 4\n\n", (2, 2)),
        ("1 2\n3 4\n\n\n\n5 6\n7 8", (2, 2, 2)),
        ("1 2;3 4; ;5 6;7 8", (2, 2, 2)),
        ("1;;2;;;3;;4", (2, 2, 1, 1)),
        ("1;;;;2", (2, 1, 1, 1, 1)),
        ("(1 - 2) sqrt( 2 )", (2,)),
        ("(1 - 2), (a + b)", (2,)),
        ("1 x 3 4", (4,)),
    ],
)
def test_shape(text: str, shape: tuple[int, ...]) -> None:
    """Rows, slices, blocks: the depth of the gaps is the number of axes."""
    assert read(text).shape == shape


@pytest.mark.parametrize("text", ["7", "7x7", "9x7x5", " 7 × 5 ", "-3x3", "0x3", "3x", "x" * 200, "7*5", BEYOND])
def test_sizes_are_left_to_the_reader_of_sizes(text: str) -> None:
    """Whole numbers with x between them, and what is nearly that."""
    assert read_values("--kernel", text, most=MOST, read=missing) is None


@pytest.mark.parametrize(
    ("text", "message", "marked"),
    [
        ("", "nothing is given", "--kernel"),
        (" \n ", "nothing is given", " \n "),
        (";", "no value is given", ";"),
        (";;1", "a row is missing before the first ;", ";;"),
        ("1 2 3 4;1 2 3", "row 2 has 3 values, row 1 has 4", "1 2 3"),
        ("1;1 2", "row 2 has 2 values, row 1 has 1", "1 2"),
        ("1;2;;3", "slice 2 has 1 row, slice 1 has 2", "3"),
        ("1;;2;;;3", "block 2 has 1 slice, block 1 has 2", "3"),
        ("1;;;2;;;;3", "block 2 has 1 block, block 1 has 2", "3"),
        ("1;;;;;;;;2", "8 semicolons make more than 8 axes", "2"),
        ("1;;;;;;;;", "8 semicolons make more than 8 axes", "1"),
        ("1,,2", "a value is missing beside this comma", ""),
        ("1,2,", "a value is missing beside this comma", ""),
        (",1", "a value is missing beside this comma", ""),
        (",", "a value is missing beside this comma", ""),
        ("0,5 0,25", "blanks and commas both separate values here", "5 0"),
        ("1 2; 3 nan", "convtrace can't calculate with nan", "nan"),
        ("1 2; 3 __import__('os').getcwd()", "a value can't contain __import__", "__import__"),
        ("1 - 2", "- is not a value", "-"),
        ("sobelx", "there is no file or kernel called sobelx", "sobelx"),
        ("0.5", "there is no file or kernel called 0.5", "0.5"),
        ("some.csv", "there is no file or kernel called some.csv", "some.csv"),
        ("a\0b", r"there is no file or kernel called a\x00b", "a\0b"),
    ],
)
def test_rows_that_are_refused(text: str, message: str, marked: str) -> None:
    """The row that differs is named and marked, and so is the entry that can't be read."""
    error = refused(lambda: read_values("--kernel", text, most=MOST, read=missing))
    assert error.message.removeprefix("--kernel: ") == message
    assert wrong(error).strip() in {marked.strip(), ""}


def test_the_name_of_a_kernel_is_no_formula_of_names() -> None:
    """Whatever ends it, as it ends a single value."""
    for text in ("sobel-x,", " sobel-x; ", "sobel-x"):
        assert read(text).shape == (3, 3)


def test_hints_say_what_to_type() -> None:
    """Kernels that sound alike, a lone value, or what there is."""

    def hint(text: str) -> str:
        return refused(lambda: read_values("--kernel", text, most=MOST, read=missing)).hint

    assert hint("Sobel-X").startswith("Did you mean sobel-x or sobel-y")
    assert hint("0.5") == 'A single value ends with a semicolon: --kernel "0.5;"'
    assert "convtrace kernels" in hint("some.csv")
    assert hint("alpha") == hint("some.csv")
    assert hint("1 - 2") == "Put a formula with blanks into parentheses: (1 - 2)"
    assert "2*alpha" in refused(lambda: one("2alpha")).hint


def test_too_many_entries() -> None:
    """The cap is what the caller says, in every kind of input."""
    assert read_values("--kernel", "1 2; 3 4", most=4) is not None
    numbers = np.ones((2, 2))
    whole = Values((2, 2), ((1, 2), (3, 4)))
    for given_values in ("1 2; 3 4", "sobel-x", [[1, 2], [3, 4]], [[1], [2], [3], [4]], numbers, whole):
        error = refused(partial(read_values, "--kernel", given_values, most=3))
        assert "more than 3 values are too many" in error.message
    assert "longer than" in refused(lambda: read_values("--kernel", "1 " * MAX_FILE_BYTES, most=3)).message


@pytest.mark.no_cover
def test_a_large_image_is_read() -> None:
    """A megabyte of numbers, the same few or all different."""
    for line in ("1 " * 300, " ".join(f"{number / 7:.6f}" for number in range(100))):
        text = "\n".join([line] * (MAX_FILE_BYTES // (len(line) + 1)))
        found = read_values("--image", text, most=10**6)
        assert found is not None
        assert found.shape == (text.count("\n") + 1, len(line.split()))


# files


def missing(name: str) -> bytes:
    assert isinstance(name, str)
    if "\0" in name:
        raise ValueError("embedded null byte")
    raise NO_FILE


def reader(name: str) -> bytes:
    """As a command line would read it."""
    with open(name, "rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


CONTENTS = {
    "blanks": b"1 0 -1\n2 0 -2\n1 0 -1\n",
    "commas": b"1,0,-1\r\n2, 0, -2\r\n1,0,-1\r\n",
    "tabs": b"1\t0\t-1\n2\t0\t-2\n1\t0\t-1",
    "a mark": codecs.BOM_UTF8 + b"1 0 -1\n2 0 -2\n1 0 -1\n",
    "wide": "1\t0\t−1\r\n2\t0\t−2\r\n1\t0\t−1\r\n".encode("utf-16"),
    "one line": b"1 0 -1; 2 0 -2; 1 0 -1\n",
    "closed lines": b"\n1 0 -1;\n2 0 -2;\n1 0 -1;\n\n",
    "savetxt": b"1.0e+00 0.0e+00 -1.0e+00\n2.0e+00 0 -2\n1.0 0.0 -1.0\n",
}
SOBEL = Values((3, 3), ((1, 0, -1), (2, 0, -2), (1, 0, -1)))


@pytest.mark.parametrize("kind", CONTENTS)
@pytest.mark.parametrize("name", ["kernel.csv", "my kernel, new.csv"])
def test_file(tmp_path: Path, kind: str, name: str) -> None:
    """Comma, tab or blank, with or without a byte order mark, each kind of line end; names with blanks."""
    path = tmp_path / name
    path.write_bytes(CONTENTS[kind])
    assert read_values("--kernel", str(path), most=MOST, read=reader) == SOBEL


def test_standard_input() -> None:
    """- is whatever is piped in; without a reader it is no size."""
    assert read_values("--kernel", "-", most=MOST, read={"-": CONTENTS["tabs"]}.__getitem__) == SOBEL
    assert read_values("--kernel", "-", most=MOST) is None
    error = refused(lambda: read_values("--kernel", "-", most=MOST, read=lambda _: b"1 2\n\n3 !"))
    assert str(error).splitlines()[:2] == [
        "standard input:3: a value can't contain !",
        "  standard input:3 3 !",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\r\n \n", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not a text file"),
        (b"1 2\0", "is not a text file"),
        (b"\xff\xfe1", "is not a text file"),
        (b"1 " * MAX_FILE_BYTES, "is larger than 1 MB"),
        (b"1;0;-1\n2;0;-2\n", "; begins a new row, but each line of this file is a row"),
        (b"0,5;0,25\n1;2\n", "; begins a new row, but each line of this file is a row"),
        (b"0,5\t0,25\n", "blanks and commas both separate values here"),
        (b"1 2\n3", "row 2 has 1 value, row 1 has 2"),
        (b"red,green\n1,2\n3,4\n", "the first row of some.csv has only names, the others have none"),
    ],
)
def test_file_that_is_refused(data: bytes, message: str) -> None:
    """What is wrong with the file, and in which line."""
    error = refused(lambda: read_values("--kernel", "some.csv", most=MOST, read=lambda _: data))
    assert error.message.endswith(message)
    assert "some.csv" in error.message


def test_line_of_a_file() -> None:
    """The line is counted from the first one, blank or not."""
    error = refused(lambda: read_values("--kernel", "some.csv", most=MOST, read=lambda _: b"\n\r\n1 2\n3 4!\n"))
    assert str(error).splitlines()[:3] == [
        "some.csv:4: a value can't contain !",
        "  some.csv:4 3 4!",
        "                ^",
    ]


def test_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing, a folder, unreadable: each has its own words."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()

    def message(name: str) -> str:
        return refused(lambda: read_values("--kernel", name, most=MOST, read=reader)).message

    assert message("nothing.csv") == "--kernel: there is no file or kernel called nothing.csv"
    assert message("folder") == "--kernel: folder is a folder"
    assert message("folder/x/y") == "--kernel: there is no file or kernel called folder/x/y"
    assert message("y" * 5000).startswith("--kernel: yyy")

    def forbidden(_: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    error = refused(lambda: read_values("--kernel", "some.csv", most=MOST, read=forbidden))
    assert error.message == "--kernel: some.csv can't be read: Permission denied"


def test_files_are_read_only_by_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, the name of a file is no kernel."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "some.csv").write_bytes(CONTENTS["blanks"])
    for name in ("some.csv", "./some.csv"):
        error = refused(partial(read_values, "--kernel", name, most=MOST))
        assert error.message == f"--kernel: there is no kernel called {name}"
    assert "a value can't contain" in refused(lambda: read_values("--kernel", "my kernel.csv", most=MOST)).message


# Python


@pytest.mark.parametrize(
    ("given_values", "expected"),
    [
        ([[1, 0, -1], [2, 0, -2], [1, 0, -1]], SOBEL),
        (((1, 0, -1), (2, 0, -2), (1, 0, -1)), SOBEL),
        (np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]]), SOBEL),
        (np.array([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]]), SOBEL),
        ([np.array([1, 0, -1]), (2, 0, -2), [np.int64(1), np.float64(0), -1]], SOBEL),
        (np.array([1, 2]), Values((2,), (1, 2))),
        (
            [0.1, Fraction(1, 2), Decimal("0.25"), "a"],
            Values((4,), (Fraction(1, 10), Fraction(1, 2), Fraction(1, 4), Value("a"))),
        ),
        (
            [[Value("a"), PI, Power(PI, 2)], [Fraction(4, 2), "sqrt(2)/2", Root(2)]],
            Values((2, 3), ((Value("a"), PI, Power(PI, 2)), (2, Quotient(Root(2), 2), Root(2)))),
        ),
        ([[[1]]], Values((1, 1, 1), (((1,),),))),
    ],
)
def test_python_values(given_values: object, expected: Values) -> None:
    """Lists, tuples and arrays, with numbers, names and exact values in them."""
    assert read_values("image", given_values, most=MOST) == expected


@pytest.mark.parametrize(
    "given_values", [7, (7, 5), np.zeros((7, 5)).shape, (np.int64(7), 5), (), 1.5, np.int64(7), np.array(7), True]
)
def test_python_sizes(given_values: object) -> None:
    """A number, or a tuple of whole numbers, is a size."""
    assert read_values("image", given_values, most=MOST) is None


ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    ("given_values", "message"),
    [
        ([[1, 2], [3]], "image[1] has 1 value, image[0] has 2 values"),
        ([[1, 2], 3], "image[1] is one value, image[0] has 2 values"),
        ([[[1, 2]], [[1], [2]]], "image[1] has 2×1 values, image[0] has 1×2 values"),
        ([[1, None]], "image[0][1]: NoneType is not a value"),
        ([[1, True]], "image[0][1]: True is not a value"),
        (np.array([False]), "image[0]: False is not a value"),
        (None, "image: NoneType is neither a size nor values"),
        ({1: 2}, "image: dict is neither a size nor values"),
        (list, "image: type is neither a size nor values"),
        (iter([1]), "image: list_iterator is neither a size nor values"),
        ([], "image is empty"),
        (np.broadcast_to(1, (10**6, 10**6)), "image: more than 9801 values are too many"),
        ([[1, complex("nan")]], "image[0][1]: convtrace can't calculate with nan"),
        ([["j", "k"]], "image: beside k, j may be a letter or the imaginary unit"),
        ([["1j", "i", "a"]], "image: beside a, i may be a letter or the imaginary unit"),
        ([[1, b"1"]], "image[0][1]: bytes is not a value"),
        ([[1, float("nan")]], "image[0][1]: convtrace can't calculate with nan"),
        ([[1, float("-inf")]], "image[0][1]: convtrace can't calculate with inf"),
        ([[1, 1e300]], "image[0][1]: this has more than 30 digits"),
        ([[10**5000]], "image[0][0] has more than 30 digits"),
        ([[Fraction(1, 10**30 + 1)]], "image[0][0] has more than 30 digits"),
        ([[1, "2 3"]], "image[0][1]: 2 3 is not a value"),
        ([[Value("a b")]], "image[0][0]: a b is not a value"),
        ([[]], "image[0] is empty"),
        (np.zeros((0, 2)), "image is empty"),
        (ENDLESS, "image" + "[0]" * 8 + " is nested deeper than 8 axes"),
    ],
)
def test_python_values_that_are_refused(given_values: object, message: str) -> None:
    """The place is named as Python names it."""
    assert refused(lambda: read_values("image", given_values, most=MOST)).message == message


def test_only_arrays_are_unpacked() -> None:
    """A class is not its instances."""
    assert unpacked(np.ndarray) is np.ndarray


def test_values_load_no_algebra() -> None:
    """SymPy is asked only for what may be zero below a line, or negative under a root; numpy never."""
    texts = ["0.5 1/16 -2", "sqrt(2)/2 -a*sqrt(b)/pi (a+b)**2 1/pi", "1/(a-b)", "sqrt(1+pi)"]
    code = "from convtrace.values.operand import read_values; read_values('--kernel', {!r}, most=9)"
    parts = [code.format(f"{text} 1") for text in texts]
    assert loaded(["sympy", "numpy"], parts) == [None, None, "sympy", "sympy"]
