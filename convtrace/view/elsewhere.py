"""Section 6: the library call and the array index that give the same value."""

from __future__ import annotations

from collections.abc import Iterator

from convtrace.blocks import Block, Code, Paragraph
from convtrace.derivation import Derivation
from convtrace.elsewhere import Counterpart, counterparts
from convtrace.notation import plain
from convtrace.problem import Problem
from convtrace.view import words


def elsewhere(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    found = counterparts(problem)
    output = words.entry("y", problem.output)
    if not found:
        yield Paragraph(("No SciPy array holds ", output, ': even "full" ends where the kernel leaves the image.'))
        return
    yield Paragraph(("The same value in Python:",))
    notes = dict.fromkeys(note(problem, counterpart) for counterpart in found)
    for counterpart in found:
        yield Code(f"{counterpart.call}{list(counterpart.place)}")
    index = ", ".join(problem.order.array(words.axis_names(problem)))
    yield Paragraph((f"x and h are arrays of the rows as drawn; [{index}] counts from 0.",))
    yield from (Paragraph((f"Mind: {warning}",)) for warning in notes if warning)


def note(problem: Problem, counterpart: Counterpart) -> str | None:
    """The warning where the library's outputs run the other way; None where they run alike."""
    if not any(counterpart.mirrored):
        return None
    if all(side[0] == -side[-1] for side in (*problem.image, *problem.kernel.ranges)):
        return f"this form is reflected: the whole output is SciPy's, {words.turned(problem, counterpart.mirrored)}."
    flips = zip(problem.output, counterpart.mirrored, strict=True)
    theirs = words.entry("y", tuple(-index if mirrored else index for index, mirrored in flips))
    return (
        f"this form is reflected: its {plain(words.entry('y', problem.output))} is {plain(theirs)} of the sliding form."
    )
