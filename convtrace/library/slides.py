"""All outputs one after the other: in which order, how fast, and no more than anybody watches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, TypeAlias

from convtrace.errors import ConvtraceError, shortened
from convtrace.library.explored import Explored, alone, check_space
from convtrace.library.posed_matrix import Read
from convtrace.library.posed_options import OptionsGiven
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MAX_FRAMES, MAX_FRAMES_A_SECOND, MAX_PACE
from convtrace.values.typed_text import typed

# a number of seconds, also as it is typed
Pace: TypeAlias = "str | int | float | Fraction"
PATH = "rows"
SECONDS = re.compile(r"\d{1,9}(\.\d{0,9})?|\.\d{1,9}", re.ASCII)


class Slide(Frozen):
    """A question about all outputs, these in the order in which they are shown, and the seconds for each of them.

    Those that a library leaves `blank` are not shown.
    """

    explored: Explored
    outputs: tuple[Index, ...]
    blank: tuple[Index, ...] = ()
    path: str
    pace: Fraction

    @property
    def problem(self) -> Problem:
        """The question about all outputs."""
        return self.explored.problem

    def derivations(self) -> Iterator[Derivation]:
        """The derivation of each output."""
        return (derive(self.explored.question("m", output)) for output in self.outputs)


def posed_slide(
    operation: str,
    words: Mapping[str, Any],
    *,
    options: OptionsGiven = (),
    path: str = PATH,
    pace: Pace = 1,
    read: Read | None = None,
) -> Slide:
    """The outputs of an operation or a function along a path, from the one that the words of `pose` name, if any.

    ConvtraceError where there is no output, or where there are more than anybody watches.

    >>> posed_slide("conv", {"image": "4x4"}, path="snake").outputs
    ((-1, -1), (0, -1), (0, 0), (-1, 0))
    """
    found = alone(operation, words, check=_check, options=options, read=read)
    problem = found.problem
    name = typed("--path", path).one_of(PATHS)
    every = [problem.order.array(place) for place in PATHS[name](problem.order.array(problem.outputs))]
    is_named = found.call is None or words.get("at") is not None
    first = next(place for place, output in enumerate(every) if not is_named or _is_named(output, problem.at))
    begun = (*every[first:], *every[:first])
    blank = tuple(output for output in begun if found.blank(found.question("m", output)))
    shown = tuple(output for output in begun if output not in blank)
    return Slide(explored=found, outputs=shown, blank=blank, path=name, pace=_pace(pace))


def _is_named(output: Index, at: tuple[int | None, ...]) -> bool:
    return all(number in (None, part) for part, number in zip(output, at, strict=True))


def _rows(sides: Sequence[range]) -> Iterator[Index]:
    """Row by row from the top, each from left to right."""
    return product(*sides)


def _columns(sides: Sequence[range]) -> Iterator[Index]:
    """Column by column from the left, each from the top."""
    return (place[::-1] for place in product(*sides[::-1]))


def _snake(sides: Sequence[range]) -> Iterator[Index]:
    """Row by row, every second one from right to left: each place is beside the one before it."""
    *slower, row = sides
    if not slower:
        return ((place,) for place in row)
    ways = (row, row[::-1])
    return ((*above, place) for number, above in enumerate(_snake(slower)) for place in ways[number % 2])


PATHS: dict[str, Callable[[Sequence[range]], Iterator[Index]]] = {"rows": _rows, "columns": _columns, "snake": _snake}


def _check(problem: Problem) -> None:
    """Refuse channels of a library's function, each of which has a kernel of its own, and too many outputs."""
    if problem.law is not None:
        check_space(problem, "slide")
    count = prod(map(len, problem.outputs))
    if count > MAX_FRAMES:
        message = f"{count} outputs are too many to be watched one after the other (at most {MAX_FRAMES})"
        raise ConvtraceError(message, hint="Choose a smaller image or a larger stride.")


def _pace(given: Pace) -> Fraction:
    """A number of seconds."""
    is_short = isinstance(given, float | Fraction) and 0 < given <= MAX_PACE
    piece = typed("--pace", f"{float(given):.6g}" if is_short else str(given))
    text = piece.text.strip()
    if SECONDS.fullmatch(text) and 1 <= Fraction(text) * MAX_FRAMES_A_SECOND <= MAX_FRAMES_A_SECOND * MAX_PACE:
        return Fraction(text)
    ends = f"from {1 / MAX_FRAMES_A_SECOND:g} to {MAX_PACE}"
    wrong = f"is not {ends} seconds" if SECONDS.fullmatch(text) else f"is no number of seconds {ends}"
    message = f"--pace: {shortened(text)} {wrong}" if text else "--pace: a number is missing"
    raise piece.refuse(message, f"Type a number {ends}, for example: --pace 0.5")
