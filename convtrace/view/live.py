"""The data of a page that one can point at: every output as it was derived, axis by axis, in few words.

The page's script pairs the entries of two axes, looks up and joins texts; docs/architecture.md says what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from convtrace.document.blocks import line_text
from convtrace.library.explored import Explored
from convtrace.trace.derivation import Derivation, as_written, derive
from convtrace.trace.status import Step, step_at
from convtrace.view.live_arrays import ends, live_arrays, plain, present
from convtrace.view.live_controls import commands, controls, offered
from convtrace.view.live_outputs import Gathered, live_outputs, positions
from convtrace.view.live_words import live_words
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import flip_line
from convtrace.view.sections.equation import general_definition


def live_record(
    explored: Sequence[Explored], asked: Mapping[str, Any], choices: Mapping[str, Sequence[str]] | None = None
) -> Mapping[str, object]:
    """The data of the page as JSON has them; its menus offer the `choices`, or the usual ones."""
    first, gathered = explored[0], Gathered()
    problem = as_written(first.problem)
    variants = [_variant(each, asked, gathered) for each in explored]
    found = {
        "words": live_words(problem, has_matrix=gathered.has_matrix),
        **live_arrays(problem),
        "controls": controls(first, asked, choices or offered(asked)),
        "variants": variants,
        "texts": gathered.texts,
        "tables": gathered.tables,
        "in_tex": gathered.in_tex,
        "added": gathered.added,
    }
    return present(found)


def _variant(explored: Explored, asked: Mapping[str, Any], gathered: Gathered) -> Mapping[str, object]:
    """One operation: its words, and all of its outputs."""
    problem = as_written(explored.problem)
    return {
        "key": re.sub(r"[^a-zA-Z0-9]+", "-", "-".join(filter(None, (explored.name, explored.form)))),
        "label": problem.operation.title,
        "equation": plain(general_definition(explored.problem)),
        "lies": line_text(flip_line(derive(explored.problem)), str, plain),
        "commands": commands(explored, asked),
        "start": list(problem.at),
        "outputs": {"ranges": ends(problem.outputs), **live_outputs(explored, gathered)},
        "axes": _axes(explored),
        "nest": list(problem.order.array(tuple(range(len(problem.at))))),
    }


def _axes(explored: Explored) -> list[object]:
    """The axes; one that is like one before has its number."""
    found = [_axis(explored, axis) for axis in range(len(explored.problem.at))]
    return [each if found.index(each) == place else found.index(each) for place, each in enumerate(found)]


def _axis(explored: Explored, axis: int) -> Mapping[str, object]:
    """What each output meets along one axis, and the positions that its table has there."""
    found = {}
    for number in explored.problem.outputs[axis]:
        at = list(explored.problem.numbers)
        at[axis] = number
        problem = explored.question("m", tuple(at))
        found[str(number)] = [] if explored.blank(problem) else _along(derive(problem).written, axis)
    return found


def _along(derivation: Derivation, axis: int) -> list[list[object]]:
    """The positions along an axis; those whose kernel element is there have the index of the pixel that is used."""
    problem, roles = derivation.problem, Roles(derivation.problem)
    used = {
        getattr(triple, problem.over): [problem.stand_in_along(axis, triple.i)] for triple in derivation.unclipped[axis]
    }
    steps = (step_at(problem, axis, place) for place in positions(derivation, axis))
    return [[*_row(roles, axis, step), *used.get(getattr(step, problem.over), ())] for step in steps]


def _row(roles: Roles, axis: int, step: Step) -> list[object]:
    """The position, the index that is met plugged in, and solved."""
    summed, met = (getattr(step, role.unknown) for role in (roles.summed, roles.met))
    fixed = roles.fixed.indices(roles.problem.numbers)
    position = roles.summed.indices((summed,) * len(fixed))
    return [summed, plain(roles.met_index(fixed, position)[axis]), met if isinstance(met, int) else plain(met)]
