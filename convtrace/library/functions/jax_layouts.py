"""How JAX's arrays lie: dimension_numbers, and groups of channels or of images."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convtrace.law.channels import Layout
from convtrace.library.option import Option
from convtrace.library.option_kinds import OptionKind, Options, OptionValues, whole_numbers
from convtrace.library.requirements import CallSizes, whole_call
from convtrace.values.array_like import unpacked

UNGROUPED = Layout(image="N C *", kernel="O C *", output="N O *")
_BESIDE, _MOST_UNNAMED = 2, 3
# the letters of batch and channels in the image, the kernel and the output
_LETTERS = ("NC", "OI", "NC")


def _numbers(given: object, axes: int) -> OptionValues | None:
    """Three names such as NHWC, HWIO, NHWC, of strings, one text, or the numbers of axes that JAX keeps itself.

    >>> _numbers(((0, 3, 1, 2), (3, 2, 0, 1), (0, 3, 1, 2)), 1), _numbers("('NWC', 'WIO', 'NWC')", 1)
    ((('N01C', '01IO', 'N01C'),), (('NWC', 'WIO', 'NWC'),))
    """
    given = unpacked(given)
    parts = re.findall(r"\w+", given) if isinstance(given, str) else given
    if given is None or not isinstance(parts, list | tuple) or len(parts) != len(_LETTERS):
        return (None,) * axes if given is None else None
    named = [
        part if isinstance(part, str) else _named(unpacked(part), letters)
        for part, letters in zip(parts, _LETTERS, strict=True)
    ]
    return (tuple(named),) * axes if _fit(named) else None


def _named(numbers: object, letters: str) -> str:
    """The letters and digits of axes by their numbers, those beside space first; empty where these are no numbers."""
    if not isinstance(numbers, list | tuple) or sorted(numbers, key=str) != sorted(range(len(numbers)), key=str):
        return ""
    names = dict(zip(numbers, (*letters, *map(str, range(len(numbers) - _BESIDE))), strict=False))
    return "".join(names[axis] for axis in range(len(numbers)))


def _fit(named: Sequence[str]) -> bool:
    """True where all names have their own two letters and the same others once each."""
    others = [sorted(set(name) - set(letters)) for name, letters in zip(named, _LETTERS, strict=True)]
    whole = all(len(name) == len(set(name)) for name in named)
    return whole and all(
        set(letters) <= set(name) and each == others[1]
        for name, letters, each in zip(named, _LETTERS, others, strict=True)
    )


def _laid(options: Options, usual: Layout, kernel: str, output: str) -> Layout:
    """The usual layout, or that of dimension_numbers with the letters of the channels in kernel and output."""
    names = options["dimension_numbers"][0]
    if names is None:
        return usual
    in_space = [letter for letter in names[1] if letter not in _LETTERS[1]]  # type: ignore[index]
    meaning = {letter: str(axis) for axis, letter in enumerate(in_space)}
    letters = ({"N": "N", "C": "C"}, dict(zip("OI", kernel, strict=True)), dict(zip("NC", output, strict=True)))
    spelled = [
        " ".join({**meaning, **own}[letter] for letter in name)
        for name, own in zip(names, letters, strict=True)  # type: ignore[call-overload]
    ]
    together = " ".join(meaning.values())
    if all(together in text for text in spelled):
        spelled = [text.replace(together, "*") for text in spelled]
    return usual.replace(image=spelled[0], kernel=spelled[1], output=spelled[2])


def numbered(options: Options) -> tuple[Layout, ...]:
    """The layout of conv_general_dilated, whose groups are those of channels or those of images."""
    if options["batch_group_count"][0] != 1:
        return (_laid(options, _BY_IMAGES, "OC", "nO"),)
    return (_laid(options, _BY_CHANNELS, "Oc", "NO"),)


def numbered_transpose(options: Options) -> tuple[Layout, ...]:
    """The layout of conv_transpose; with transpose_kernel the channels of the kernel change places."""
    flipped = options["transpose_kernel"][0]
    usual = Layout(image="N * C", kernel="* O C" if flipped else "* C O", output="N * O")
    return (_laid(options, usual, "CO" if flipped else "OC", "NO"),)


_BY_CHANNELS = UNGROUPED.replace(kernel="O c *", groups="feature_group_count")
_BY_IMAGES = UNGROUPED.replace(output="n O *", groups="batch_group_count")
NUMBERS = Option(
    name="dimension_numbers",
    default=None,
    kind=OptionKind("None, or the order of all axes, such as ('NHWC', 'HWIO', 'NHWC')", _numbers),
    lays=True,
)
_COUNT = Option(name="feature_group_count", default=1, kind=whole_numbers(1))
GROUP_COUNTS = (_COUNT, _COUNT.replace(name="batch_group_count", lays=True))


names_all_axes = whole_call(
    "dimension_numbers names another number of axes than the arrays have",
    "Name each axis of the arrays once.",
)(lambda sizes: sizes.options["dimension_numbers"][0] is None or _named_axes(sizes) == len(sizes.image))
one_kind_of_groups = whole_call(
    "feature_group_count > 1 can't be combined with batch_group_count > 1", "Give one of them."
)(lambda sizes: any(sizes.options[option.name][0] == 1 for option in GROUP_COUNTS))
numbered_where_many = whole_call(
    "more than 3 axes in space need dimension_numbers", "Give the order of all axes of image, kernel and output."
)(lambda sizes: len(sizes.image) <= _MOST_UNNAMED or sizes.options["dimension_numbers"][0] is not None)


def _named_axes(sizes: CallSizes) -> int:
    """The number of axes in space that dimension_numbers names."""
    return len(sizes.options["dimension_numbers"][0][0]) - _BESIDE  # type: ignore[index]
