"""Sentences about a convention that was found, its slip, and what tells it from others."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from fractions import Fraction

from convtrace.search.channel_probe import Mixed
from convtrace.search.explanation import Explanation, Slip
from convtrace.search.outputs import call_of, option_words
from convtrace.search.question import Index, Question, index_of
from convtrace.values.exact import number_text, simplified
from convtrace.view import phrases

# how the kernel lies in the window, in words
LYING = {
    "as_is": "as it is",
    "rotated_180": "rotated by 180°",
    "up_down": "mirrored up-down",
    "left_right": "mirrored left-right",
    "transposed": "transposed",
    "rotated_90": "rotated by 90° to the left",
    "rotated_270": "rotated by 90° to the right",
    "antitransposed": "mirrored at its other diagonal",
}
OPERATION = {
    "as_is": "a cross-correlation: the kernel is not flipped",
    "rotated_180": "a convolution: the kernel is rotated by 180°",
}
RULES = {
    "zero": "0 outside the image",
    "edge": "the nearest pixel outside the image",
    "reflect": "the image mirrored about its outermost pixel",
    "symmetric": "the image mirrored about its edge",
    "wrap": "the image repeated",
}
EITHER = "a convolution or a cross-correlation: the kernel is symmetric"
EITHER_WAY = "Flipped or not, this kernel gives these numbers: another one, without symmetry, would tell which."
SLIPS_IN_KERNEL = ("weight", "weights", "term")
LARGE_NUMBERS = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
RARE_BITS = 4.0
AT_OUTPUT = {0: "is missing", 2: "counts twice", -1: "has the wrong sign"}


def number(value: Fraction) -> str:
    """A number as people write it, with a true minus.

    >>> number(Fraction(-3)), number(Fraction(1, 9))
    ('−3', '1/9')
    """
    return number_text(simplified(value))


def entry(array: str, index: Sequence[int]) -> str:
    """The name of an element: y[1,−1]."""
    return f"{array}[{','.join(map(number_text, index))}]"


def lying(name: str, axes: int) -> str:
    """How an array lies, in words."""
    if name == "rotated_180" and axes == 1:
        return "reversed"
    return LYING.get(name) or f"flipped along axis {phrases.listed(name.removeprefix('flipped_').split('_'))}"


def capitalized(text: str) -> str:
    """A text that begins a sentence."""
    return text[:1].upper() + text[1:]


def operation(found: Explanation) -> str:
    """What the sum is: the kernel's orientation first.

    >>> from convtrace.search.family import Turn
    >>> turn = Turn((0,), (True,))
    >>> found = Explanation(kernel=turn, stride=(1,), dilation=(1,), input_stride=(1,), first_window=(0,),
    ...     outside=None, output=turn)
    >>> operation(found)
    'a convolution: the kernel is reversed'
    """
    axes = len(found.stride)
    if max(found.input_stride) > 1 and found.kernel.name == "rotated_180":
        return "a transposed convolution"
    if found.kernel.name == "rotated_180" and axes == 1:
        return "a convolution: the kernel is reversed"
    return OPERATION.get(found.kernel.name) or f"a sum with the kernel {lying(found.kernel.name, axes)}"


def is_either(question: Question, found: Explanation) -> bool:
    """True where convolution and cross-correlation are the same, as the kernel is the same from behind."""
    lies = found.kernel.name in OPERATION and max(found.input_stride) == 1
    slipped = found.slip is not None and found.slip.kind in SLIPS_IN_KERNEL
    return lies and not slipped and question.weights == question.weights[::-1]


def convention(found: Explanation, *, either: bool = False) -> str:
    """All of a convention in one line, what is usual left out; `either` where both operations are the same."""
    said, *more = parts(found)
    return ", ".join([EITHER if either else said, *more])


def parts(found: Explanation) -> list[str]:
    """What a convention consists of, in words, what is usual left out."""
    said = [operation(found)]
    for steps, what in ((found.stride, "stride"), (found.dilation, "dilation"), (found.input_stride, "input stride")):
        if max(steps) > 1:
            said.append(f"{what} {_steps(steps)}")
    spread = " of the image spread by its input stride" if max(found.input_stride) > 1 else ""
    said.append(f"the first window begins at {entry('x', found.first_window)}{spread}")
    said.append(outside(found))
    if found.output.name != "as_is":
        said.append(f"the output is {lying(found.output.name, len(found.stride))}")
    if found.scale != 1:
        said.append(f"times {number(found.scale)}")
    if found.offset:
        said.append(f"{number(abs(found.offset))} {'added' if found.offset > 0 else 'subtracted'}")
    return said


def _steps(steps: Sequence[int]) -> str:
    return str(steps[0]) if len(set(steps)) == 1 else ",".join(map(str, steps))


def outside(found: Explanation) -> str:
    """What is outside the image, in words."""
    if found.fill:
        return f"{number(found.fill)} outside the image"
    if found.outside is None:
        return "no window reaches outside the image"
    rules = [RULES[name] for name in (found.outside, *found.same_rules) if name in RULES]
    return " or ".join(rules)


def surprise(found: Explanation) -> str:
    """What is different from what people usually expect."""
    if found.scale != 1 or found.offset:
        return "The sum is not the output itself: it has a factor or a constant."
    if found.output.name != "as_is":
        return "The output does not lie as the image does."
    if found.kernel.name not in OPERATION:
        return "Usually the kernel lies as it is (deep learning, OpenCV) or rotated by 180° (mathematics, SciPy)."
    if found.outside not in (None, "zero"):
        return "Many functions have 0 outside the image; this one has not."
    if found.kernel.name == "rotated_180":
        return "PyTorch, TensorFlow and OpenCV don't flip the kernel; mathematics, NumPy and SciPy's convolve do."
    return "In mathematics a convolution flips the kernel; what PyTorch and TensorFlow call a convolution does not."


def slip_sentence(question: Question, slip: Slip) -> str:
    """What went wrong, and where."""
    meant, instead = slip.meant or Fraction(0), slip.instead or Fraction(0)
    match slip.kind:
        case "pixel" | "weight":
            array = "x" if slip.kind == "pixel" else "h"
            said = f"The {slip.kind} {entry(array, slip.at)} = {number(meant)} was read as {number(instead)}"
        case "row":
            rows = entry("x", slip.at) if len(slip.at) > 1 else f"row {slip.at[0]}"
            more = "more" if instead > 0 else "less"
            said = f"All pixels of {rows} of the image were read as {number(abs(instead))} {more}"
        case "weights":
            said = f"The weights {entry('h', slip.at)} and {entry('h', slip.others[0])} were exchanged"
        case "term":
            product = f"{entry('x', slip.pixel or ())}·{entry('h', slip.weight or ())}"
            said = f"At {entry('y', slip.at)} the term {product} = {number(instead)} {AT_OUTPUT[slip.times]}"
        case "digits":
            said = f"At {entry('y', slip.at)} two digits are exchanged: {number(instead)} for {number(meant)}"
        case "off_by":
            far, side = number(abs(instead - meant)), "large" if instead > meant else "small"
            said = f"{entry('y', slip.at)} = {number(instead)} is too {side} by {far}: it should be {number(meant)}"
        case "outputs":  # pragma: no branch -- mypy proves the match exhaustive
            places = [entry("y", each) for each in sorted((slip.at, *slip.others))]
            verb = "differs" if len(places) == 1 else "differ"
            said = f"{phrases.listed(places)} {verb}: {len(places)} of {len(question.known)} outputs"
    return f"{said}."


def why_same(question: Question, best: Explanation, other: Explanation) -> str:
    """The reason why two explanations give the same outputs."""
    if best.slip != other.slip:
        return "It explains the same outputs in another way"
    if best.outside != other.outside and best.kernel == other.kernel:
        return "The pixels where they differ are equal, or meet a weight of 0"
    plain = other.replace(kernel=best.kernel, scale=best.scale)
    if plain.first_window == best.first_window and best.scale == other.scale and _lies_alike(question, best, other):
        return f"The kernel {lying(best.kernel.name, len(best.stride))} and {_short(other)} is the same"
    if best.scale == -other.scale:
        return f"The kernel {_short(other)} is the negative one"
    return "The numbers in these arrays don't tell them apart"


def chance(bits: float) -> str:
    """How rarely numbers would have so simple an explanation by chance, for a number of bits.

    >>> chance(34.2)
    'By chance, so simple a convention fits less than once in a billion times.'
    >>> chance(6.5)
    'By chance, so simple a convention fits about once in 91 times.'
    """
    times = 2**bits
    named = next((name for least, name in LARGE_NUMBERS if times >= least), None)
    often = f"less than once in a {named} times" if named else f"about once in {times:.0f} times"
    return f"By chance, so simple a convention fits {often}."


def rarity(bits: float) -> str:
    """How usual another explanation is that costs so many bits more."""
    return "Just as simple" if bits < 1 else "Less usual" if bits < RARE_BITS else "Much less usual"


def _short(found: Explanation) -> str:
    return lying(found.kernel.name, len(found.stride))


def _lies_alike(question: Question, one: Explanation, two: Explanation) -> bool:
    from convtrace.search.fields import laid

    weights = tuple(question.weights)
    shapes = [each.kernel.shape(question.kernel_shape) for each in (one, two)]
    first, second = (laid(each.kernel, question.kernel_shape, weights) for each in (one, two))  # type: ignore[arg-type]
    return shapes[0] == shapes[1] and first == second


def deciding(question: Question, tied: Sequence[Sequence[Fraction]]) -> tuple[Index, list[str]] | None:
    """The first output that is not known and tells explanations apart, and what each gives there."""
    for place, value in enumerate(question.outputs):
        given = [outputs[place] for outputs in tied]
        if value is None and len(set(given)) > 1:
            return index_of(place, question.output_shape), [number(each) for each in given]
    return None


def page_command(question: Question, found: Explanation, mixed: Mixed | None = None) -> str:
    """The command for the page of the call that gives these outputs, or of the usual one of its kind."""
    made = call_of(question, found, mixed)
    shapes = question.image_shape, question.kernel_shape
    if made is not None and made.channels is not None:
        shapes = made.channels.shape("i", shapes[0]), made.channels.shape("k", shapes[1])
    sizes = f"--image {_size(shapes[0])} --kernel {_size(shapes[1])}"
    if made is not None:
        options = (f"--option {shlex.quote(text)} " for text in option_words(made, len(question.image_shape)))
        return f"convtrace library {made.row.name} {''.join(options)}{sizes}"
    name = ("numpy" if len(question.image_shape) == 1 else "scipy.signal") + (
        ".convolve" if found.kernel.name == "rotated_180" else ".correlate"
    )
    return f"convtrace library {name}{'2d' if len(question.image_shape) == 2 else ''} {sizes}"


def _size(shape: Sequence[int]) -> str:
    return "x".join(map(str, shape))
