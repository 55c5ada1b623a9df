"""Values as people type them: random ones, exact ones, and hostile ones with the part that is marked."""

from __future__ import annotations

from hypothesis import strategies as st

from convtrace.document.plain import value_text
from convtrace.errors import ConvtraceError
from convtrace.values.complex_number import complex_number
from convtrace.values.exact import PI, Exact
from convtrace.values.formula import Value
from convtrace.values.typed_text import Piece
from convtrace.values.typed_value import read_value

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,3}", fullmatch=True).map(lambda name: f"{name}_1")
NUMBERS = st.integers(-999, 999) | st.fractions(-9, 9, max_denominator=99).map(
    lambda number: int(number) if number.denominator == 1 else number
)
COMPLEX = st.builds(complex_number, NUMBERS, NUMBERS)
LEAVES = NUMBERS | COMPLEX | NAMES.map(Value) | st.just(PI)


def combined(template: str, *parts: Exact) -> Exact:
    """The value of a formula with the parts in it, or the first part where there is none."""
    try:
        return one(template.format(*(f"({value_text(part)})" for part in parts)))
    except ConvtraceError:
        return parts[0]


def larger(parts: st.SearchStrategy[Exact]) -> st.SearchStrategy[Exact]:
    of_one = st.sampled_from(["-{}", "sqrt{}", *(f"{{}}**{exponent}" for exponent in range(-3, 4))])
    of_two = st.sampled_from(["{}+{}", "{}-{}", "{}*{}", "{}/{}"])
    return st.builds(combined, of_two, parts, parts) | st.builds(combined, of_one, parts)


EXACT: st.SearchStrategy[Exact] = st.recursive(LEAVES, larger, max_leaves=6)


def one(text: str) -> Exact:
    """The value of one entry."""
    return read_value(Piece("--kernel", text, 0, len(text)))


BEYOND = "7" * 5000
HOSTILE = {
    "__import__('os').getcwd()": "__import__",
    "().__class__": ".__class__",
    "9**9**9": "9**9",
    "1e10000000": "1e10000000",
    "1/1e10000000": "1e10000000",
    "lambda:1": "lambda",
    "lambda": "lambda",
    "[].append": "[",
    "a.b": ".b",
    "f'{1}'": "'",
    "'a'": "'",
    '"a"': '"',
    "a[0]": "[",
    "{1}": "{",
    "a:=1": ":",
    "a=1": "=",
    "a<1": "<",
    "a@b": "@",
    "a%2": "%",
    "a//2": "//",
    "~1": "~",
    "a!": "!",
    "1_000": "1_000",
    "0x10": "0x10",
    "1j*sqrt(2)": "1j*sqrt(2)",
    "I*a": "I*a",
    "sqrt(-4*I)": "sqrt(-4*I)",
    "2j3": "2j3",
    "1.2.3": "1.2.3",
    "2alpha": "2alpha",
    "_a": "_a",
    "a\0b": "\0",
    "a\nb": "\n",
    "٣": "٣",
    "2*²": "²",
    "１": "１",
    "α": "α",
    "aα": "aα",
    "🙂": "🙂",
    "\u202e1": "\u202e",
    "1\u200b": "\u200b",
    "\x1b[2J": "\x1b",
    "\ud800": "\ud800",
    "alpha^2": "^",
    "nan": "nan",
    "-inf": "inf",
    "oo": "oo",
    "2*True": "True",
    "None": "None",
    "(1if(a)else(2))": "1if",
    "sqrt": "sqrt",
    "sqrt+1": "sqrt",
    "sqrt()": "sqrt",
    "sqrt(1)(2)": "sqrt(1)",
    "sin(2)": "sin",
    "2(3)": "2",
    "sqrt(1,2)": ",",
    "sqrt(*a)": "*a",
    "sqrt(**a)": "sqrt",
    "(1": "(1",
    "1)": "1)",
    "()": "()",
    "*": "*",
    "-": "-",
    "+-*": "+-*",
    "1/0": "1/0",
    "a/0": "a/0",
    "1/(a-a)": "1/(a-a)",
    "1/(sqrt(2)*sqrt(2)-2)": "1/(sqrt(2)*sqrt(2)-2)",
    "1/(sqrt(8)-2*sqrt(2)*(2-1))": "1/(sqrt(8)-2*sqrt(2)*(2-1))",
    "2*0**-1": "0**-1",
    "(a-a)**-1": "(a-a)**-1",
    "sqrt(-1)": "sqrt(-1)",
    "sqrt(a-a-2)": "sqrt(a-a-2)",
    "2+sqrt((a+b)**2-a**2-2*a*b-b**2-1)": "sqrt((a+b)**2-a**2-2*a*b-b**2-1)",
    "1/(sqrt(3+2*sqrt(2))-1-sqrt(2))": "1/(sqrt(3+2*sqrt(2))-1-sqrt(2))",
    "2*sqrt(1-sqrt(2))": "sqrt(1-sqrt(2))",
    "2**0.5": "0.5",
    "2**a": "a",
    "2**-a": "-a",
    "2**17": "17",
    "a**(1/2)": "1/2",
    "a**1e3": "1e3",
    "99999999**4": "99999999**4",
    "1/(99999999**3)/99999999": "1/(99999999**3)/99999999",
    "(a+b+c+d)**16": "(a+b+c+d)**16",
    "((a**16)**16)": "(a**16)**16",
    BEYOND: BEYOND,
    "7" * 31: "7" * 31,
    "0." + "7" * 31: "0." + "7" * 31,
    "a+" + "7" * 31: "7" * 31,
    "1e31": "1e31",
    "(" * 119: "(" * 119,
    "a" * 121: "a" * 121,
    "": "",
    " ": " ",
    "1 2": "1 2",
}
TEXTS = (
    st.text()
    | st.text("0123456789+-−–x×·÷*/^.,;: \t\n()٣²_aeb\x1b\u202e\ud800\0日'\"[]", max_size=40)
    | st.lists(st.sampled_from(["sqrt", "(", ")", "pi", "a", "2", "0", "**", "-", "/", "*", "+", " ", ";", ","])).map(
        "".join
    )
)
