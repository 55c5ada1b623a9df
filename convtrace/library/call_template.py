"""How calls are typed: texts with places for arrays and options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from convtrace.law.boundary import CONSTANT_RULES, Rule
from convtrace.library.option_kinds import Options
from convtrace.values.complex_number import Number
from convtrace.values.frozen import Frozen


def numpy_flip(kernel: str, flips: Sequence[bool]) -> str:
    """An array flipped along some axes, as NumPy has it.

    >>> numpy_flip("h", (True, False)), numpy_flip("h", (False,))
    ('h[::-1, :]', 'h')
    """
    slices = ", ".join("::-1" if flip else ":" for flip in flips)
    return f"{kernel}[{slices}]" if any(flips) else kernel


def numpy_pad(array: str, pads: Sequence[tuple[int, int]], rule: Rule, fill: Number, _shape: Sequence[int] = ()) -> str:
    """An array padded by a rule, as NumPy has it, whatever its shape.

    >>> from convtrace.law.boundary import ZERO
    >>> numpy_pad("x", [(1, 2)], ZERO, 0)
    'np.pad(x, (1, 2))'
    """
    if rule in CONSTANT_RULES:
        # np.pad gives the constant the array's own type
        array = array if isinstance(fill, int) else f"{array}.astype(float)"
        mode = f", constant_values={fill}" if fill else ""
    else:
        mode = f', "{rule.name}"'
    return f"np.pad({array}, {pads[0] if len(pads) == 1 else list(pads)}{mode})"


class CallTemplate(Frozen):
    """The spelling of a call in Python: `text` with {name}, its {last} part, {x}, {h}, {options} or single options.

    Lines before the last one prepare the call, `imports` is what they need beside the function's own module, and
    `more` gives further texts for places in braces. `flip` writes a flipped kernel, `pad` a padded array and `arrays`
    a line that makes x and h what the function takes; `takes` says of these what not every array is, and `as_array`
    makes NumPy's array of an output that is none. A value's own page names only `common` calls for it, of several
    that give it one of `last_choice` last. `element` is how one element of its output is typed, in the `language` of
    the call. `whole` and `whole_element` are the texts for arrays with batch and channels, empty where there is none;
    without a `text` the whole one serves for arrays of space alone, too, with axes added as the layout has them.
    """

    text: str = ""
    imports: str = ""
    more: Callable[[Options], Mapping[str, str]] = lambda _: {}
    whole: str = ""
    flip: Callable[[str, Sequence[bool]], str] = numpy_flip
    pad: Callable[[str, Sequence[tuple[int, int]], Rule, Number, Sequence[int]], str] = numpy_pad
    arrays: str = ""
    takes: str = ""
    as_array: str = "{}"
    common: bool = True
    last_choice: bool = False
    element: str = "{call}[{index}]"
    whole_element: str = "{call}[{index}]"
    language: str = "Python"
