"""Options as they are given in a call → one value per axis, or the ConvtraceError that says what would do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from convtrace.errors import ConvtraceError, shortened
from convtrace.library.option import Option
from convtrace.library.option_kinds import NAMED_VALUES, OptionValues
from convtrace.library.row import LibraryFunction
from convtrace.values.limits import MAX_INDEX, MAX_NUMBER

if TYPE_CHECKING:
    from convtrace.law.channels import Layout

# what people look for among the options of layers, and where it is instead
NO_OPTIONS = {
    "kernel_size": "the kernel's size is --kernel 3x3",
    "weight": "the weight is --kernel",
    "input": "the input is --image",
    **dict.fromkeys(("in_channels", "out_channels", "filters"), "the channels are those of the arrays"),
}


# whole numbers that may be beyond MAX_INDEX
_LARGE = re.compile(r"[1-9][0-9]{9}")


def read_options(row: LibraryFunction, given: Mapping[str, object], axes: int) -> dict[str, OptionValues]:
    """The values of the options that are given, by the names that the row has for them."""
    found: dict[str, OptionValues] = {}
    layout = usual_layout(row, given)
    for spelling, value in given.items():
        if spelling not in row.spellings:
            raise _no_option(row, spelling)
        option = row.spellings[spelling]
        if option.name in found:
            raise ConvtraceError(f"{row.name}: {option.name} is given twice", hint=f"Give only {option.name}.")
        found[option.name] = _values(row, option, axes, spelling, value, layout)
    return found


def layouts_of(row: LibraryFunction, given: Mapping[str, object]) -> tuple[Layout, ...]:
    """The layouts that arrays with channels may have by the options that are given, the usual one first."""
    if row.layouts is None:
        return ()
    values = {option.name: option.default_values(1) for option in row.all_options if option.lays}
    for spelling, value in given.items():
        option = row.spellings.get(spelling)
        if option and option.lays:
            values[option.name] = _values(row, option, 1, spelling, value)
    return row.layouts(values)


def usual_layout(row: LibraryFunction, given: Mapping[str, object]) -> Layout | None:
    """The first of these layouts, None where there is none."""
    return next(iter(layouts_of(row, given)), None)


def defaults(row: LibraryFunction, given: Mapping[str, OptionValues], axes: int) -> dict[str, OptionValues]:
    """The values of all other options; ConvtraceError where one has no default."""
    left_out = [option for option in row.all_options if option.name not in given]
    for option in left_out:
        if option.required:
            hint = f"Give {option.kind.legal}, for example: {option.name}={option.default}"
            raise ConvtraceError(f"{row.name} needs {option.name}", hint=hint)
    return {option.name: option.default_values(axes) for option in left_out}


def _nearest(given: str, names: Iterable[str]) -> list[str]:
    from difflib import get_close_matches  # only here: most names are right

    return get_close_matches(given, [*names], n=1)


def _no_option(row: LibraryFunction, name: str) -> ConvtraceError:
    own = row.choices
    names = list(dict.fromkeys(option.name for option in own.values()))
    message = f"{row.last} has no option {shortened(name)}"
    if name in NO_OPTIONS:
        message, near = f"{message}; {NO_OPTIONS[name]}", []
    else:
        near = _nearest(name, own)
    guess = f"Did you mean {near[0]}? " if near else ""
    return ConvtraceError(message, hint=f"{guess}Choose from: {', '.join(names)}" if names else "Give no options.")


def _values(
    row: LibraryFunction, option: Option, axes: int, spelling: str, given: object, layout: Layout | None = None
) -> OptionValues:
    values = option.read(given, axes, layout)
    if values is not None:
        return values
    source = f"{spelling}={shortened(_as_python(given))}"
    if option.fixed:
        message, hint = f"{row.name}: only {spelling}={option.default} is worked out here", f"Leave {spelling} out."
    else:
        message, hint = f"{source} is not accepted by {row.last}", _what_is(option, spelling, given)
        if _LARGE.search(source):
            message, hint = f"{spelling}: this number is too large", f"Give numbers of at most {MAX_INDEX}."
    raise ConvtraceError(message, source, (len(spelling) + 1, len(source)), hint)


def _as_python(given: object) -> str:
    """The value as Python has it; text that was typed for a number or for True stays without quotes.

    >>> _as_python("same"), _as_python("-1"), _as_python("True"), _as_python([1])
    ("'same'", '-1', 'True', '[1]')
    """
    if isinstance(given, int) and abs(given) > MAX_NUMBER:
        return f"{MAX_NUMBER}…"  # Python writes no numbers of thousands of digits
    is_name = isinstance(given, str) and given.isidentifier() and given not in NAMED_VALUES
    return repr(given) if is_name or not isinstance(given, str) else given


def _what_is(option: Option, spelling: str, given: object) -> str:
    """The advice on what to give, with the nearest name or an example."""
    names = [name for name in option.kind.names if isinstance(name, str)]
    near = _nearest(given, names) if isinstance(given, str) else []
    guess = f"Did you mean {near[0]!r}? " if near else ""
    if option.kind.names or option.default is None:
        return f"{guess}Give {option.kind.legal}."
    return f"Give {option.kind.legal}, for example: {spelling}={option.default}"
