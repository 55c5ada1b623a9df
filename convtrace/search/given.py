"""What people paste → a question: rows, lists, printed arrays of NumPy and MATLAB, with ? for what nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from convtrace.errors import ConvtraceError, shortened
from convtrace.search.pasted import (
    FACTOR,
    NUMBER,
    UNKNOWN,
    cleaned_text,
    named,
    printed_by,
    tolerance_of,
    without_noise,
)
from convtrace.search.question import Question, Shape, index_of, place_of
from convtrace.values.array_like import unpacked
from convtrace.values.brackets import is_bracketed
from convtrace.values.complex_number import Complex
from convtrace.values.formula import Value
from convtrace.values.limits import MAX_ELEMENTS, MAX_FILE_BYTES, MAX_PIXELS
from convtrace.values.named_tuple import NamedTuple
from convtrace.values.operand import SEVERAL, ReadFile, read_values

# of larger arrays the first part is searched
MAX_SIDE = 64
MAX_SEARCHED_AXES = 3
MAX_SEARCHED_ELEMENTS = 256
EXAMPLES = {"image": "1 2 3; 4 5 6; 7 8 9", "kernel": "1 0; 0 -1", "result": "-4 -4; ? -4"}


def read_question(image: object, kernel: object, result: object, read: ReadFile | None = None) -> Question:
    r"""The question of three arrays as they are given; ConvtraceError where one has no values.

    >>> question = read_question("1 2 3 4", "[1, 1]", "ans =\n\n   3   ?   7")
    >>> question.output_shape, question.outputs, question.tolerance
    ((3,), (Fraction(3, 1), None, Fraction(7, 1)), Fraction(0, 1))
    >>> read_question([1, 2], [1], [0.33, 0.67]).tolerance
    Fraction(1, 200)
    """
    pixels = read_array("image", image, MAX_PIXELS, read)
    weights = read_array("kernel", kernel, MAX_ELEMENTS, read)
    outputs = read_array("result", result, MAX_PIXELS, read)
    given = [pixels.shape, weights.shape, outputs.shape]
    axes = 1 if _are_lines(*given) else max(len(_squeezed(shape)) for shape in given)
    shapes = [_fitted(shape, axes) for shape in given]
    if axes > MAX_SEARCHED_AXES:
        raise ConvtraceError(f"which takes at most {MAX_SEARCHED_AXES} axes, not {axes}", hint="Give one channel.")
    if prod(shapes[1]) > MAX_SEARCHED_ELEMENTS:
        message = f"--kernel: {prod(shapes[1])} elements are too many to search"
        raise ConvtraceError(message, hint=f"Give at most {MAX_SEARCHED_ELEMENTS}, for example 16x16.")
    for name, array in (("image", pixels), ("kernel", weights)):
        if None in array.values:
            raise ConvtraceError(f"--{name}: all values must be known", hint="Only --result may have ? for a value.")
    known = Question(
        image_shape=shapes[0],
        kernel_shape=shapes[1],
        output_shape=shapes[2],
        pixels=tuple(value for value in pixels.values if value is not None),
        weights=tuple(value for value in weights.values if value is not None),
        outputs=outputs.values,
        tolerance=outputs.tolerance,
        made=shapes[2],
        printed_by=outputs.printed_by,
    )
    return _first_part(known)


class GivenArray(NamedTuple):
    """An array as it is given; `tolerance` is how far a number may lie from what is printed."""

    shape: Shape
    values: tuple[Fraction | None, ...]
    tolerance: Fraction
    printed_by: str = ""


def read_array(name: str, given: object, most: int = MAX_PIXELS, read: ReadFile | None = None) -> GivenArray:
    """The image, the kernel or the result as it is given; ConvtraceError where it has no values."""
    option = f"--{name}"
    if given is None:
        raise ConvtraceError(f"{option} is missing", hint=f'Type, for example: {option} "{EXAMPLES[name]}"')
    plain = unpacked(given, option, most)
    if isinstance(plain, int | float | Fraction):
        plain = [plain]
    text = _text(plain, read) if isinstance(plain, str) else str(plain)
    cleaned: object = cleaned_text(text) if isinstance(plain, str) else named(plain)
    if name == "result":
        cleaned = without_noise(cleaned)
    if isinstance(cleaned, str) and (NUMBER.fullmatch(cleaned.strip()) or cleaned.strip() == UNKNOWN):
        cleaned = f"{cleaned};"
    values = read_values(option, cleaned, most=most, read=read)
    if values is None:
        message = f"{option}: {shortened(str(plain))} has no values"
        raise ConvtraceError(message, hint=f'Type values, for example: {option} "{EXAMPLES[name]}"')
    numbers = tuple(_number(option, value) for value in values.flat)
    factor = FACTOR.search(text)
    if name == "result" and not any(number is not None for number in numbers):
        raise ConvtraceError(f"{option}: no value is known", hint=f'Type, for example: {option} "{EXAMPLES[name]}"')
    tolerance = tolerance_of(text, numbers) * (Fraction(factor[1]) if factor else 1)
    return GivenArray(values.shape, numbers, tolerance, printed_by(text) if isinstance(plain, str) else "")


def _text(given: str, read: ReadFile | None) -> str:
    """What is typed, or what is in the file that is named."""
    name = given.strip()
    if read is None or SEVERAL.search(given) or is_bracketed(given) or not name or NUMBER.fullmatch(name):
        return given
    try:
        data = read(name)
    except (OSError, ValueError):
        return given
    if len(data) > MAX_FILE_BYTES:
        raise ConvtraceError(f"{shortened(name)} is larger than 1 MB", hint="Give a smaller file.")
    try:
        return data.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        raise ConvtraceError(f"{shortened(name)} is not a text file", hint="Save its values as text.") from None


def _number(option: str, value: object) -> Fraction | None:
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, Value) and value.name == UNKNOWN:
        return None
    if isinstance(value, Complex):
        hint = "Give the real parts, or the imaginary ones: each has the convention of the whole."
        raise ConvtraceError(f"{option}: which takes no complex values", hint=hint)
    message = f"{option}: {shortened(str(getattr(value, 'name', 'a formula')))} is not a number"
    raise ConvtraceError(message, hint="Give numbers, and in --result ? for what you don't know.")


def _are_lines(image: Shape, kernel: Shape, output: Shape) -> bool:
    """True for rows and columns, where image and kernel lie along the same axis.

    >>> _are_lines((1, 5), (3,), (7, 1)), _are_lines((1, 5), (3, 1), (1, 5))
    (True, False)
    """
    long = [[axis - len(shape) for axis, side in enumerate(shape) if side > 1] for shape in (image, kernel, output)]
    across = len(image) == len(kernel) and long[0] and long[1] and long[0] != long[1]
    return all(len(axes) <= 1 for axes in long) and not across


def _squeezed(shape: Shape) -> Shape:
    """The shape without axes of one element before the last one."""
    kept = [side for side in shape[:-1] if side > 1]
    return (*kept, shape[-1])


def _fitted(shape: Shape, axes: int) -> Shape:
    """The shape with so many axes: those of one element are left out from the front, or added there."""
    sides = list(shape)
    while len(sides) > axes:
        sides.pop(next(axis for axis, side in enumerate(sides) if side == 1))
    return (1,) * (axes - len(sides)) + tuple(sides)


def _first_part(question: Question) -> Question:
    """The question about the first part of arrays that are large, and those of its outputs that no cut touches."""
    if max(question.image_shape) <= MAX_SIDE and max(question.output_shape) <= 2 * MAX_SIDE:
        return question
    image = tuple(min(side, MAX_SIDE) for side in question.image_shape)
    kept = tuple(
        m if side == n else max(1, n * m // side - 2 * k)
        for m, n, side, k in zip(question.output_shape, image, question.image_shape, question.kernel_shape, strict=True)
    )
    return question.replace(
        image_shape=image,
        output_shape=kept,
        pixels=tuple(_part(question.pixels, question.image_shape, image)),
        outputs=tuple(_part(question.outputs, question.output_shape, kept)),
    )


def _part(values: Sequence[object], shape: Shape, kept: Shape) -> list[object]:
    return [values[place_of(index_of(place, kept), shape)] for place in range(prod(kept))]
