"""Two library functions side by side: their conventions, where they agree, and how each gives the other's output."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import prod

from convtrace.document.blocks import Block, Cell, Document, Grids, Heading, Line, Paragraph, Table, TableRow, Tone
from convtrace.document.indices import symbols
from convtrace.document.plain import interval
from convtrace.law.index_order import ORDERS
from convtrace.library.evaluation import Call
from convtrace.library.recipe import Answer, Reason, Recipe
from convtrace.library.simpler import simpler
from convtrace.library.two_calls import Agreement, Versus
from convtrace.values.exact import number_text
from convtrace.values.limits import MAX_RUNS_NAMED, MAX_SIDE_DRAWN
from convtrace.view import phrases
from convtrace.view import recipe_steps as recipe
from convtrace.view.conventions import equation
from convtrace.view.differences import Pair, altered, beyond, differences, leaving, options, reason, shape
from convtrace.view.grids import Index, slices
from convtrace.view.page import Section, page
from convtrace.view.pages.record import SCHEMA, option_values

HEAD: tuple[Line, ...] = tuple((head,) for head in ("", "axis", "relation", "outputs", "pads", "outside"))
EACH = "each"


def document(versus: Versus, only: Collection[str] = ()) -> Document:
    """The whole page, or the sections named in `only`."""
    return page(versus, SECTIONS, only, _title, _figure, _record)


def _pairs(versus: Versus) -> tuple[Pair, Pair]:
    return ("A", versus.first), ("B", versus.second)


def _title(versus: Versus) -> Iterator[Block]:
    yield Heading((", ".join(f"{letter}: {_named(call)}" for letter, call in _pairs(versus)),), level=1)
    yield from _meaning(versus)


def _meaning(versus: Versus) -> Iterator[Block]:
    call = versus.first
    sizes = f"For an image of {shape(call.image.shape)} and a kernel of {shape(call.kernel.shape)}"
    yield Paragraph((" ".join((f"{sizes}, {_verdict(versus)}", *differences(versus))),))


def _named(call: Call) -> str:
    given = options(call)
    return f"{call.row.name} with {given}" if given else call.row.name


def _verdict(versus: Versus) -> str:
    """How many outputs are the same, whatever the numbers."""
    same = prod(sum(map(len, axis.same)) for axis in versus.agreement)
    if versus.equal:
        return f"A and B give the same {phrases.counted(same, 'output')}, whatever the numbers."
    if not same:
        return "A and B agree on no output."
    counts = {prod(axis.outputs for axis in call.axes) for _, call in _pairs(versus)}
    total = f" of {counts.pop()}" if len(counts) == 1 else ""
    return f"A and B agree on {same}{total} outputs only." if same > 1 or total else "A and B agree on 1 output only."


def _conventions(versus: Versus) -> Iterator[Block]:
    alike = len(versus.first.axes) > 1 and all(len(set(_facts(call))) == 1 for _, call in _pairs(versus))
    rows = tuple(
        TableRow(((letter,), *cells), starts_group=letter == "B" and position == 0)
        for letter, call in _pairs(versus)
        for position, cells in enumerate(_rows(call, alike))
    )
    yield Table(head=HEAD, rows=rows, height=len(rows), widest=rows)
    letters = "m counts outputs, i pixels and p kernel elements, all from 0"
    yield Paragraph((f"{letters}; pads are how far the windows reach beyond the image, before and after it.",))


def _facts(call: Call) -> list[object]:
    """What each axis shows, so that axes that show the same need but one line."""
    return [(axis.relation, axis.outputs, pads, beyond(axis)) for axis, pads in leaving(call)]


def _rows(call: Call, alike: bool) -> Iterator[tuple[Line, ...]]:
    axes = leaving(call)[:1] if alike else leaving(call)
    names = (EACH,) if alike else phrases.array_axes(len(axes))
    letters = zip(*(symbols(unknown, len(axes)) for unknown in ("m", "i", "k")), strict=True)
    for name, (axis, pads), (m, i, p) in zip(names, axes, letters, strict=True):
        relation = equation(axis.relation, m.name, i.name, p.name)
        there = beyond(axis) if any(pads) else "not used"
        yield ((name,), (relation,), (number_text(axis.outputs),), (", ".join(map(number_text, pads)),), (there,))


def _agreement(versus: Versus) -> Iterator[Block]:
    says = [_agreed(axis, call.outputs) for axis, call in zip(versus.agreement, versus.first.axes, strict=True)]
    names = phrases.array_axes(len(says))
    if len(set(says)) == 1:
        yield Paragraph((f"On each axis, {says[0]}." if len(says) > 1 else f"{says[0][0].upper()}{says[0][1:]}.",))
    else:
        yield Paragraph((" ".join(f"{phrases.plural(name).capitalize()}: {text}." for name, text in
                                  zip(names, says, strict=True)),))  # fmt: skip
    if len(says) > 1 and all(axis.same for axis in versus.agreement) and not versus.equal:
        yield Paragraph(("An output is the same in both where all its indices are among these.",))


def _agreed(axis: Agreement, outputs: int) -> str:
    """One axis in words.

    >>> _agreed(Agreement((range(1, 3),), range(3, 3), range(3, 5)), 3)
    'outputs 1…2 agree; 3…4 are only in B'
    """
    count = sum(map(len, axis.same))
    alone = [f"{_runs([side])} {'are' if side[1:] else 'is'} only in {letter}"
             for letter, side in (("A", axis.only_first), ("B", axis.only_second)) if side]  # fmt: skip
    if not count:
        same = "no output agrees"
    elif count == outputs > 1 and not alone:
        same = f"all {outputs} outputs agree"
    else:
        same = f"{'output' if count == 1 else 'outputs'} {_runs(axis.same)} {'agrees' if count == 1 else 'agree'}"
    return "; ".join((same, *alone))


def _runs(runs: Sequence[range]) -> str:
    """The runs of outputs, cut where there are many.

    >>> _runs([range(2), range(3, 4)])
    '0…1 and 3'
    """
    shown = [interval(run[0], run[-1]) for run in runs[:MAX_RUNS_NAMED]]
    if len(runs) > MAX_RUNS_NAMED:
        return f"{', '.join(shown)}, … {number_text(runs[-1][-1])}"
    return phrases.listed(shown)


def _recipes(versus: Versus) -> Iterator[Block]:
    if versus.equal:
        said = ["Nothing is to be done: the one can stand for the other.", *altered(*_pairs(versus))]
        yield Paragraph((" ".join(said),))
        return
    first, second = _pairs(versus)
    if isinstance(versus.forth, Reason) and versus.forth == versus.back:
        yield Paragraph((f"Neither can give the other's output. {reason(versus.forth, first, second)}",))
    else:
        yield from _recipe(versus.forth, first, second)
    yield from _simpler(versus.forth, first, second)
    if versus.forth != versus.back or isinstance(versus.back, Recipe):
        yield from _recipe(versus.back, second, first)
    yield from _simpler(versus.back, second, first)


def _recipe(found: Answer, target: Pair, source: Pair) -> Iterator[Block]:
    (ours, _), (theirs, call) = target, source
    if isinstance(found, Recipe):
        yield from recipe.blocks(found, call, theirs, f"{ours}'s output from {theirs}")
    else:
        yield Paragraph((f"{theirs} can't give {ours}'s output. {reason(found, target, source)}",))


def _simpler(found: Answer, target: Pair, source: Pair) -> Iterator[Block]:
    """What it takes where one option of the source is left out, if that is less."""
    (ours, wanted), (theirs, call) = target, source
    plainer = simpler(wanted, call, found)
    if plainer is not None:
        left_out = f"{plainer.option.name}={plainer.option.typed(call.options[plainer.option.name])}"
        lead = f"{ours}'s output from {theirs} without {left_out}"
        yield from recipe.blocks(plainer.recipe, plainer.call, theirs, lead)


SECTIONS: dict[str, Section[Versus]] = {
    "conventions": _conventions,
    "agreement": _agreement,
    "recipe": _recipes,
}


def _figure(versus: Versus) -> Iterator[Block]:
    """Which outputs agree, drawn where there is something to see and room for it; and the words."""
    sides = tuple(range(max(axis.outputs for axis in axes))
                  for axes in zip(versus.first.axes, versus.second.axes, strict=True))  # fmt: skip
    some = all(axis.same for axis in versus.agreement) and not versus.equal
    if some and max(map(len, sides)) <= MAX_SIDE_DRAWN and len(sides) <= len(phrases.PICTURE):

        def cell(place: Index) -> Cell:
            axes = [*zip(place, versus.agreement, strict=True)]
            if all(any(m in run for run in axis.same) for m, axis in axes):
                return Cell((("=",),), Tone.PATCH)
            alone = any(m in axis.only_first or m in axis.only_second for m, axis in axes)
            return Cell(((" " if alone else ".",),), Tone.BLANK if alone else Tone.REST)

        yield Grids(tuple(slices(ORDERS["rc"], symbols("m", len(sides)), sides, cell, ("= the same output",))))
    yield from _meaning(versus)
    yield from _recipes(versus)


def _record(versus: Versus) -> Mapping[str, object]:
    first, second = _pairs(versus)
    return {
        "schema": SCHEMA,
        "image": list(versus.first.image.shape),
        "kernel": list(versus.first.kernel.shape),
        "first": _call(versus.first),
        "second": _call(versus.second),
        "equal": versus.equal,
        "agreement": [_axis(axis) for axis in versus.agreement],
        "differences": [*differences(versus)],
        "first_from_second": _answer(versus.forth, first, second),
        "second_from_first": _answer(versus.back, second, first),
    }


def _call(call: Call) -> dict[str, object]:
    return {
        "function": call.row.name,
        "options": {option.name: option_values(call.options[option.name]) for option in call.row.chosen(call.options)},
        "relation": [axis.relation.__dict__ for axis in call.axes],
        "outputs": [axis.outputs for axis in call.axes],
        "pads": [list(pads) for _, pads in leaving(call)],
        "boundary": [axis.boundary.name for axis in call.axes],
    }


def _axis(axis: Agreement) -> dict[str, object]:
    return {
        "same": [[run[0], run[-1]] for run in axis.same],
        "only_first": len(axis.only_first),
        "only_second": len(axis.only_second),
    }


def _answer(found: Answer, target: Pair, source: Pair) -> dict[str, object]:
    """A recipe's steps as numbers and as lines, or the reason why there is none; and what is simpler."""
    plainer = simpler(target[1], source[1], found)
    return {
        **(_steps(found, source) if isinstance(found, Recipe) else _reason(found, target, source)),
        "simpler": plainer and {"without": plainer.option.name, **_steps(plainer.recipe, (source[0], plainer.call))},
    }


def _reason(found: Reason, target: Pair, source: Pair) -> dict[str, object]:
    return {"reason": found.why.value, "axis": found.axis, "text": reason(found, target, source)}


def _steps(found: Recipe, source: Pair) -> dict[str, object]:
    letter, call = source
    return {
        "flips": [way.flips for way in found.ways],
        "pads": [list(way.pads) for way in found.ways],
        "rules": [rule.name for rule in found.rules],
        "kept": [[way.kept.start, way.kept.stop, way.kept.step] for way in found.ways],
        "zeros": [list(way.zeros) for way in found.ways],
        "steps": [step._asdict() for step in recipe.steps(found, call, letter)],
    }
