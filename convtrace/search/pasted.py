"""Arrays as NumPy, MATLAB, Octave, Julia and R print them → rows or lists, and how exact their numbers are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import isfinite, prod
from struct import pack, unpack

from convtrace.values.array_like import unpacked
from convtrace.values.brackets import is_bracketed

UNKNOWN = "unknown"
# what stands for a number that nobody knows
UNKNOWN_SIGN = re.compile(r"(?<![\w.])(?:\?+|nan|NaN|None|null|_)(?![\w.])")
# the line in which MATLAB, Octave, Python or Julia say what they print
HEADING = re.compile(
    r"(?m)^\s*(?:\w+\s*=|Columns? \d+(?: through \d+| and \d+)?:?|\d+(?:×\d+)* (?:Matrix|Array)\{.*\}:"
    r"|\d+-element Vector\{.*\}:)[ \t]*(?=\n|$)"
)
# the line above each slice of more than two axes in MATLAB and Octave, Julia, or R
SLICE = re.compile(r"(?m)^[ \t]*(?:(?:\w+ ?)?\(:,:,[\d,]+\) ?=|\[:, :, [\d, ]+\] ?=|, , [\d, ]+)[ \t]*(?=\n|$)")
NUMBERS = re.compile(r"\d+")
# what R writes above columns, and before rows
R_NAMES = re.compile(r"(?m)^[ \t]*(?:\[,\d+\][ \t]*)+$|^[ \t]*\[\d+,?\](?=[ \t]+[-\d.?N])")
# how the calls of a library begin → a sign that it printed an array
PRINTED_BY = {
    "torch.": re.compile(r"^\s*tensor\("),
    "tf.": re.compile(r"^\s*<?tf\.Tensor"),
    "jax.": re.compile(r"^\s*Array\("),
    "dsp.": re.compile(r"(?:Matrix|Array|Vector)\{\w+(?:, \d+)?\}:"),
    "octave.": re.compile(r"(?m)^\s*\w+ ?=[ \t]*$|^\s*Columns \d+ (?:through|and) \d+|\(:,:,\d"),
}
# what TensorFlow writes around NumPy's array of a tensor
TENSOR = re.compile(r"(?s)^\s*<tf\.Tensor:.*?numpy=\s*|>\s*$")
NAMED = re.compile(r"^\s*[A-Za-z]\w*\s*=\s*")
FACTOR = re.compile(r"(?m)^\s*(1\.0+e[+-]?\d{1,2})\s*\*\s*$")
COLUMNS = re.compile(r"(?m)^\s*Columns? (\d+)")
DECIMALS = re.compile(r"\d\.(\d*)(?:e([+-]?\d+))?", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# the exponent of a number that may be noise, and how small beside the largest one noise is
SMALL = re.compile(r"[eE]-\d\d")
NOISE_PART = 1e-13
# a larger exponent than this says no more about the last digit that is printed
MAX_POWER = 30
# so many decimals are those of a float, whose last ones are noise
FLOAT_DECIMALS, DOUBLE_DECIMALS = 6, 12
FLOAT_NOISE, DOUBLE_NOISE = Fraction(1, 10**6), Fraction(1, 10**10)


def printed_by(text: str) -> str:
    r"""How the calls of the library begin that prints arrays so; empty where many do.

    >>> printed_by("tensor([1., 2.])"), printed_by("ans =\n\n   1   2\n"), printed_by("[1, 2]")
    ('torch.', 'octave.', '')
    """
    return next((start for start, sign in PRINTED_BY.items() if sign.search(text)), "")


def cleaned_text(text: str) -> str:
    r"""The rows without headings, with a name for what nobody knows.

    >>> cleaned_text("ans =\n\n   1   2\n   ?   4\n"), cleaned_text("y = [1 2]")
    ('1   2\n   unknown   4', '[1 2]')
    """
    text = TENSOR.sub("", text)
    text = _stacked(R_NAMES.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    factor = FACTOR.search(text)
    text = NAMED.sub("", HEADING.sub("", FACTOR.sub("", _side_by_side(text))).strip())
    if "\n" in text and not is_bracketed(text):
        text = re.sub(r"\n\s*\n", "\n", text) if factor or text.count("\n\n") == text.count("\n") / 2 else text
    text = UNKNOWN_SIGN.sub(UNKNOWN, text).strip("\n")
    if is_bracketed(text.rstrip("; ")):
        text = text.rstrip("; ")
    if factor:
        scale = int(Fraction(factor[1]))
        text = NUMBER.sub(lambda found: str(Fraction(found[0]) * scale), text)
    return text


def _stacked(text: str) -> str:
    r"""The slices of an array of three axes or more as one list, their numbers last; other text as it is.

    >>> _stacked("ans(:,:,1) =\n\n  1  2\n\nans(:,:,2) =\n\n  3  4\n")
    '[[[1, 3], [2, 4]]]'
    >>> _stacked("[:, :, 1, 1] =\n 1\n\n[:, :, 2, 1] =\n 2\n\n[:, :, 1, 2] =\n 3\n\n[:, :, 2, 2] =\n 4\n")
    '[[[[1, 3], [2, 4]]]]'
    """
    heads, slices = SLICE.findall(text), SLICE.split(text)[1:]
    if not slices:
        return text
    tables = [[line.split() for line in part.splitlines() if line.strip()] for part in slices]
    if len(tables) == 1:
        return "\n".join(" ".join(row) for row in tables[0])
    rows = zip(*tables, strict=False)
    # the first of further axes runs fastest
    numbers = [NUMBERS.findall(head.rpartition(":")[2]) for head in heads]
    sides = [len({*each}) for each in zip(*numbers, strict=False)]
    if prod(sides) != len(tables):
        sides = [len(tables)]
    return _listed(_listed(_nested(entries, sides) for entries in zip(*lines, strict=False)) for lines in rows)


def _nested(entries: Sequence[str], sides: Sequence[int]) -> str:
    """Entries of which the first axis runs fastest, as lists inside each other."""
    if not sides:
        return entries[0]
    return _listed(_nested(entries[at :: sides[0]], sides[1:]) for at in range(sides[0]))


def _listed(parts: Iterable[str]) -> str:
    return f"[{', '.join(parts)}]"


def _side_by_side(text: str) -> str:
    """The rows of MATLAB's "Columns 1 through 8" and the like, put together again."""
    if len(COLUMNS.findall(text)) < 2:
        return text
    parts = [part.split("\n")[1:] for part in re.split(r"(?m)^\s*Columns? ", text)[1:]]
    rows = [[line for line in part if line.strip()] for part in parts]
    return "\n".join(" ".join(lines) for lines in zip(*rows, strict=False))


def named(given: object) -> object:
    """Lists with a name in the place of None, nan and ?."""
    if isinstance(given, list | tuple):
        return [named(unpacked(part)) for part in given]
    if given is None or (isinstance(given, float) and not isfinite(given)):
        return UNKNOWN
    return UNKNOWN if isinstance(given, str) and UNKNOWN_SIGN.fullmatch(given.strip()) else given


def without_noise(given: object) -> object:
    """Rows or lists with 0 for floats that are nothing but noise beside the largest: they have too many digits.

    >>> without_noise("15.0 3.789561257387201e-15 1e-9"), without_noise([[2.0, -3e-17], [5, "?"]])
    ('15.0 0 1e-9', [[2.0, 0], [5, '?']])
    """
    if isinstance(given, str):
        small = [found for found in NUMBER.finditer(given) if SMALL.search(found[0])]
        if not small:
            return given
        least = NOISE_PART * max(abs(float(found[0])) for found in NUMBER.finditer(given))
        return NUMBER.sub(
            lambda found: "0" if SMALL.search(found[0]) and abs(float(found[0])) < least else found[0], given
        )
    floats = [*_floats(given)]
    return _zeroed(given, NOISE_PART * max(map(abs, floats), default=0.0))


def _floats(given: object) -> Iterator[float]:
    if isinstance(given, list | tuple):
        for part in given:
            yield from _floats(part)
    elif isinstance(given, float):
        yield given


def _zeroed(given: object, least: float) -> object:
    if isinstance(given, list | tuple):
        return [_zeroed(part, least) for part in given]
    return 0 if isinstance(given, float) and abs(given) < least else given


def tolerance_of(text: str, numbers: Sequence[Fraction | None]) -> Fraction:
    """Half a unit of the last decimal that is printed, or what floats are off; 0 for whole numbers."""
    decimals = [(found[1], int(found[2] or 0)) for found in DECIMALS.finditer(FACTOR.sub("", text))]
    if not any(digits.strip("0") for digits, _ in decimals):
        return Fraction(0)
    printed = max(len(digits) for digits, _ in decimals)
    large = [min(power, MAX_POWER) - len(digits) for digits, power in decimals if power > 0]
    last = max([-min(printed, DOUBLE_DECIMALS), *large])
    largest = max((abs(number) for number in numbers if number is not None), default=Fraction(0))
    noise = Fraction(0)
    if printed >= FLOAT_DECIMALS:
        doubles = printed > DOUBLE_DECIMALS and not all(map(_is_single, filter(None, numbers)))
        noise = DOUBLE_NOISE if doubles else FLOAT_NOISE
    return max(Fraction(10) ** last / 2, noise * largest)


def _is_single(number: Fraction) -> bool:
    """True for a number that a float of 32 bits can be, as it is printed with the digits of 64 bits.

    >>> _is_single(Fraction("25.000001907348633")), _is_single(Fraction("62.00000000000002"))
    (True, False)
    """
    return bool(unpack("f", pack("f", number))[0] == float(number))
