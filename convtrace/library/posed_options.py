"""The options of a library call as they are typed: texts NAME=VALUE, and those that must be given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from convtrace.errors import ConvtraceError, shortened
from convtrace.library.call_options import read_options, usual_layout
from convtrace.library.option import Option
from convtrace.library.option_texts import read_option
from convtrace.library.requirements import CallSizes
from convtrace.library.row import LibraryFunction

OptionsGiven: TypeAlias = "Sequence[str] | Mapping[str, object]"


def read_given_options(row: LibraryFunction, texts: OptionsGiven, axes: int) -> Mapping[str, object]:
    """The options by their names, of texts NAME=VALUE or as they are."""
    if isinstance(texts, Mapping):
        return texts
    known = row.spellings
    given: dict[str, object] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            message = f"--option: {shortened(text)} is not NAME=VALUE"
            example = f"{text}={known[text].default}" if text in known else "mode=same"
            raise ConvtraceError(message, hint=f"Type, for example: --option {example}")
        if name in given:
            raise ConvtraceError(f"--option: {shortened(name)} is given twice", hint="Keep one of the two.")
        given[name] = read_option(known[name], value, axes) if name in known and known[name].lays else value
    layout = usual_layout(row, given)
    return {
        name: read_option(known[name], value, axes, layout) if name in known and isinstance(value, str) else value
        for name, value in given.items()
    }


def check_all_given(
    row: LibraryFunction, given: Mapping[str, object], image: tuple[int, ...], kernel: tuple[int, ...]
) -> None:
    """Refuse a call without the options that have no default, and name all of them at once, with values that fit."""
    axes = len(image)
    if axes not in row.laws or len(kernel) != axes:
        return  # another message is about that
    values = read_options(row, given, axes)
    missing = [option for option in row.all_options if option.required and option.name not in values]
    for option in row.all_options:
        values.setdefault(option.name, option.default_values(axes))
    if missing:
        sizes = CallSizes(image, kernel, values)
        typed = " ".join(f"--option {option.name}={_example(option, sizes)}" for option in missing)
        message = f"{row.name} needs {' and '.join(option.name for option in missing)}"
        raise ConvtraceError(message, hint=f"Type, for example: {typed}")


def _example(option: Option, sizes: CallSizes) -> str:
    """A value for an option without a default: one that fits, where the option has such a thing."""
    if option.fitting is None:
        return str(option.default)
    fitting = [option.fitting(**axis) for axis in sizes.axes(sizes.options)]
    return _joined([numbers[0] for numbers in fitting]) if all(fitting) else str(option.default)


def _joined(numbers: Sequence[int]) -> str:
    """One number for all axes, or one for each.

    >>> _joined([9, 9]), _joined([9, 5])
    ('9', '9,5')
    """
    return ",".join(map(str, numbers[:1] if len(set(numbers)) == 1 else numbers))
