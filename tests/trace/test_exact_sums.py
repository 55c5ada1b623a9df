"""What a sum of roots, pi and names comes to: worked out by SymPy, written as people write it, and read back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import convtrace
from convtrace import derive, pose
from convtrace.cli import run
from convtrace.document.plain import plain, value_text
from convtrace.errors import ConvtraceError
from convtrace.render.rendering import formats
from convtrace.values.algebra import NotReal, from_sympy, sympy_value, worked_out
from convtrace.values.exact import PI, Exact, negated
from convtrace.values.formula import Conjugate, Quotient, Root, Value
from convtrace.values.limits import MAX_TEXT_LENGTH
from convtrace.view.amounts import value_formula as shown
from convtrace.view.amounts import weighted
from convtrace.view.sections.result import shortened_answer
from tests.support.processes import loaded, running
from tests.support.typed_values import EXACT, one


def value(image: str, kernel: str) -> Exact | None:
    """The middle output of a sliding sum, whose products are the pixels times the weights as they are typed."""
    return derive(pose("xcorr", form="sliding", at=0, image=image, kernel=kernel)).value


def text(found: Exact | None) -> str:
    assert found is not None
    return value_text(found)


@pytest.mark.parametrize(
    ("image", "kernel", "expected"),
    [
        # numbers
        ("sqrt(2) 1 2", "sqrt(2) 0 1", "4"),
        ("sqrt(2) 1 2", "sqrt(2)/2 alpha 1", "alpha+3"),
        ("sqrt(2) 1 2", "sqrt(2)/4 0 0", "1/2"),
        ("a a a", "1 -2 1", "0"),
        # roots
        ("1 2 3", "sqrt(2)/2 0 0", "sqrt(2)/2"),
        ("1 2 3", "sqrt(8) 1 sqrt(18)", "11·sqrt(2)+2"),
        ("1 2 3", "-sqrt(2)/2 0 0", "-sqrt(2)/2"),
        ("1 1 1", "sqrt(2) sqrt(3) -sqrt(5)", "sqrt(2)+sqrt(3)-sqrt(5)"),
        ("sqrt(2) 1 1", "sqrt(sqrt(2)) 0 0", "sqrt(2·sqrt(2))"),
        ("1 1 1", "sqrt(1+sqrt(2)) 1/(sqrt(2)-1) -1", "sqrt(sqrt(2)+1)+sqrt(2)"),
        ("1 1 1", "sqrt(1/3) 0 0", "sqrt(3)/3"),
        # pi
        ("1 2 1/3", "pi sqrt(2)*pi 1", "2·sqrt(2)·pi+pi+1/3"),
        ("pi 1 1", "pi**2 1/pi 0", "pi**3+1/pi"),
        # names
        ("1 2 3", "beta alpha -1", "2·alpha+beta-3"),
        ("x10 x2 x1", "1 1 1", "x1+x2+x10"),
        ("1 1 1", "(a+b)**2 a**3 -b", "a**3+a**2+2·a·b+b**2-b"),
        ("1 1 1", "(a+b)**3 0 0", "a**3+3·a**2·b+3·a·b**2+b**3"),
        ("1 1 1", "-alpha -1/2 0", "-alpha-1/2"),
        ("1 1 1", "-alpha**2/6 2*alpha/3 0", "-alpha**2/6+2·alpha/3"),
        ("1 1 1", "1/(2*alpha) -1/beta -3/(alpha*beta)", "1/(2·alpha)-1/beta-3/(alpha·beta)"),
        ("1 1 1", "sqrt(2)*alpha*pi -sqrt(alpha)*beta 1", "sqrt(2)·pi·alpha-sqrt(alpha)·beta+1"),
        ("sqrt(a) a 1", "sqrt(a) sqrt(a) 0", "a·sqrt(a)+a"),
        ("1 1 1", "1/sqrt(a) 2/(a+b) sqrt(a**2)", "sqrt(a**2)+1/sqrt(a)+2/(a+b)"),
        ("1 1 1", "2*(a+sqrt(2)*a) 0 -1/(1+pi)", "2·sqrt(2)·a+2·a-1/(pi+1)"),
    ],
)
def test_sums_are_written_as_people_write_them(image: str, kernel: str, expected: str) -> None:
    found = text(value(image, kernel))
    assert found == expected
    assert one(found) == value(image, kernel)


@pytest.mark.parametrize("power", ["(pi-4)**-3", "(pi-4)**-2", "1/(1-sqrt(3))**2", "(2-pi)**3", "1/(pi-4)/(pi-5)"])
def test_whole_powers_of_negative_numbers_have_values(power: str) -> None:
    found = worked_out(((1, one(power)),))
    assert found is not None
    assert abs(sympy.N(sympy_value(found) - sympy_value(one(power)), 30)) < 1e-9


def test_whole_sums_are_whole_numbers() -> None:
    assert type(value("1/2 1/2 0", "1 1 1")) is int
    assert type(value("sqrt(2) 1 2", "sqrt(2) 0 1")) is int


ROWS = st.lists(EXACT, min_size=1, max_size=3)


@settings(max_examples=settings().max_examples // 2)
@given(st.data(), ROWS)
def test_the_value_is_what_sympy_makes_of_the_sum(data: st.DataObject, image: Sequence[Exact]) -> None:
    kernel = [data.draw(EXACT) for _ in image]
    products = tuple(zip(image, kernel, strict=True))
    found = worked_out(products)
    expected = sympy.Add(*(sympy_value(left) * sympy_value(right) for left, right in products))
    assert found is not None
    difference = sympy.expand(expected - sympy_value(found))
    numbers = {symbol: sympy.sqrt(prime) for prime, symbol in enumerate(sorted(expected.free_symbols, key=str), 5)}
    assert difference == 0 or abs(difference.subs(numbers).evalf(30)) < 1e-9
    assert plain(shown(found))
    assert read_back(found) in (found, None)


def read_back(found: Exact) -> Exact | None:
    """The value of its own text; None where that is more than an entry may be: too long, or complex with names."""
    try:
        return one(value_text(found))
    except ConvtraceError as error:
        too_much = {"digits", "exponent", "long", "deeper", "complex"} & {*error.message.split()}
        return None if too_much or len(value_text(found)) > MAX_TEXT_LENGTH else -1


def test_what_is_no_real_number_has_no_value() -> None:
    sums = derive(pose("conv", at=0, image=[Quotient(1, 0), Root(-1), PI], kernel="1 1 1"))
    assert sums.value is None
    for expression in (sympy.zoo, sympy.oo, sympy.Symbol("a") ** sympy.pi):
        with pytest.raises(NotReal):
            from_sympy(expression)


def test_a_gradient_and_letters_have_none() -> None:
    assert derive(pose("conv", pixel=0, image="1 2 3", kernel="sqrt(2) 1 2")).value is None
    assert derive(pose("conv", at=0, image="sqrt(2) 1 2", kernel=3)).value is None
    assert derive(pose("conv", at=9, image="sqrt(2) 1 2", kernel="a b c")).value == 0


def test_a_page_ends_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["xcorr", "--form", "sliding", "--at", "0", "--image", "sqrt(2) 1 2", "--kernel", "sqrt(2) alpha -a*pi"]
    assert run([*words, "--only", "result", "-f", "text"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "  y[0] = √2·x[−1] + alpha·x[0] − a·pi·x[1]",
        "  y[0] = √2·√2 + alpha·1 − a·pi·2 = −2·pi·a + alpha + 2",
    ]
    assert run([*words, "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == "-2·pi·a+alpha+2"


@pytest.mark.no_cover
@pytest.mark.parametrize("format_name", formats())
@pytest.mark.parametrize("kernel", ["sqrt(2) alpha 1", "-sqrt(2)*pi/3 1/(alpha+1) 1", "a**2 -sqrt(a) sqrt(sqrt(2))"])
def test_every_format_shows_it(format_name: str, kernel: str) -> None:
    page = convtrace.render(derive(pose("conv", at=0, image="sqrt(2) 1 beta", kernel=kernel)), format_name)
    assert page
    if format_name == "sympy":
        found: dict[str, Any] = {}
        exec(page, found)


def test_a_long_sum_is_short_in_the_title() -> None:
    derivation = derive(pose("xcorr", form="sliding", at=0, image="1 1 1 1 1", kernel="a b -c d e"))
    assert plain(shortened_answer(derivation)) == "y[0] = a·x[−2] + b·x[−1] + … + e·x[2] = a + b + … + e"


def test_long_sums_have_several_lines_in_latex() -> None:
    names = [f"name_{number}" for number in range(16)]
    derivation = derive(pose("xcorr", form="sliding", at=(0, 0), image=[[1]] * 16, kernel=[[name] for name in names]))
    lines = convtrace.render(derivation, "latex").splitlines()
    value = max(number for number, line in enumerate(lines) if line.startswith("={}&"))
    assert max(map(len, lines[value : value + 4])) < 150
    assert lines[value + 1].startswith("& {}+ ")


def test_a_minus_stands_at_the_front() -> None:
    for typed, expected in [
        ("-sqrt(2)*a/3", "−√2·a/3"),
        ("-(a+b)*c", "−(a+b)·c"),
        ("-a+b", "−a+b"),
        ("-2*a", "−2·a"),
        ("a*(-b)", "a·(−b)"),
        ("-a**2", "−a^2"),
    ]:
        assert plain(shown(one(typed))) == expected
    assert plain(weighted(negated(Value("a")), shown(2)).term) == "a·2"
    assert weighted(one("-a*b"), shown(2)).negative


@pytest.mark.no_cover
def test_long_sums_take_no_depth() -> None:
    """More names than Python may call functions in each other, and products that are not multiplied out."""
    names = [[Value(f"a{row}_{column}") for column in range(34)] for row in range(34)]
    for image, kernel in (([[1] * 34] * 34, names), (names, names)):
        derivation = derive(pose("xcorr", form="sliding", at=(0, 0), image=image, kernel=kernel))
        found = text(derivation.value)
        assert len(found) > 7_000
        assert convtrace.render(derivation, "json")
    wide = " ".join(["(a+b+c+d+e)**3"] * 200)
    found = text(value(wide, wide))
    assert found == "200·(a+b+c+d+e)**6"


def test_plain_numbers_load_no_algebra() -> None:
    on_one_axis = ("conv", "--at", "0", "--image", "1 2 3", "--kernel")
    parts = [running(*on_one_axis, kernel) for kernel in ("1 -1/2 0.25", "1 sqrt(2) 1", "1 a 1")]
    on_two = running("conv", "--at", "0,0", "--image", "1 2 3; 4 5 6; 7 8 9", "--kernel", "sobel-x")
    assert loaded(["sympy"], [*parts, on_two]) == [None, "sympy", "sympy", None]


def test_a_conjugate_is_that_of_sympy() -> None:
    assert sympy_value(Conjugate(Value("w"))) == sympy.conjugate(sympy_value("w"))


def test_a_correlation_of_complex_values_says_that_it_conjugates_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["xcorr", "--at", "0", "--image", "1j 2 3", "--kernel", "1 2 1j", "--only", "result", "-f", "text"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert "= 4+4i" in page
    assert "The kernel is not conjugated here; numpy.correlate and scipy.signal.correlate conjugate it." in page
