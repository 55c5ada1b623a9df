"""What a call's options say about batch and channels, held against its arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from convtrace.errors import ConvtraceError
from convtrace.law.scaling import Biases
from convtrace.library.call_options import usual_layout
from convtrace.library.option import Option, in_python
from convtrace.library.option_kinds import OptionValues

if TYPE_CHECKING:
    from convtrace.law.channels import Layout
    from convtrace.library.channels import Channels
    from convtrace.library.row import LibraryFunction

_WHAT = {"N": "image", "O": "output channel", "C": "input channel"}
_MEANT = {
    "C": "the arrays have {}",
    "O": "the kernel has {}",
    "M": "the kernel has another number for each input channel",
    "K": "that is not the size of the kernel",
}


def check_channels(
    row: LibraryFunction,
    values: Mapping[str, OptionValues],
    given: Mapping[str, object],
    channels: Channels | None,
    kernel: tuple[int, ...],
) -> None:
    """Refuse options about channels that are not those of the arrays, and a bias without a number for each of them."""
    outputs, offset = channels.outputs if channels else 1, row.offset(values)
    numbers = len(offset.values) if isinstance(offset, Biases) else outputs
    if numbers != outputs:
        there = f"there {'is' if outputs == 1 else 'are'} {_counted(outputs, _WHAT['O'])}"
        message = f"{row.name}: the bias has {_counted(numbers, 'number')}, but {there}"
        raise ConvtraceError(message, hint="Give one number for each output channel.")
    counts = {kind: channels.size(kind) if channels else 1 for kind in _WHAT}
    counted = {kind: (count,) * len(kernel) for kind, count in counts.items()}
    counted |= {"M": (channels.per_group("O") if channels else 1,) * len(kernel), "K": kernel}
    for spelling in given:
        option = row.spellings[spelling]
        if option.counts and values[option.name] not in {counted[option.counts], option.default_values(len(kernel))}:
            raise _miscounted(row, option, values[option.name], counted[option.counts])
    layout = channels.layout if channels else usual_layout(row, given)
    if layout is None:
        return
    if channels is None and layout.groups in values and values[layout.groups][0] != 1:
        message = f"{row.name}: {layout.groups}={values[layout.groups][0]} divides channels, but these arrays have one"
        raise ConvtraceError(message, hint=f"Give arrays with their channel axes, or leave {layout.groups} out.")
    for spelling, value in given.items():
        _check_whole(row, row.spellings[spelling], value, layout, counts, len(kernel))


def _miscounted(row: LibraryFunction, option: Option, said: OptionValues, found: tuple[int, ...]) -> ConvtraceError:
    """The error of an option that says what the arrays do not."""
    what = _MEANT[option.counts].format(_counted(found[0], _WHAT.get(option.counts, "")))
    message = f"{row.name}: {option.name}={in_python(said)}, but {what}"
    return ConvtraceError(message, hint=f"Give {option.name}={in_python(found)}, or leave it out.")


def _check_whole(
    row: LibraryFunction, option: Option, value: object, layout: Layout, sizes: Mapping[str, int], axes: int
) -> None:
    """Refuse a size of the whole output whose batch or channels are not those of the arrays."""
    beside = option.given_beside(value, axes, layout) if option.along == "m" else []
    kinds = [kind for kind in layout.kinds if kind in layout.tokens_of_whole("m")]
    for kind, said in zip(kinds, beside, strict=False):
        if said != sizes[kind]:
            message = (
                f"{row.name}: {option.name} is for {_counted(said, _WHAT[kind])}, but the arrays are for {sizes[kind]}"
            )
            raise ConvtraceError(
                message, hint=f"Give {sizes[kind]} there, or {option.name} for the axes of space alone."
            )


def _counted(count: object, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
