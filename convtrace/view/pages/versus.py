"""Two library functions side by side: their conventions, where they agree, and how each gives the other's output."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import prod

from convtrace.document.blocks import Block, Cell, Document, Grids, Heading, Line, Paragraph, TableRow, Tone
from convtrace.document.indices import symbols
from convtrace.law.index_order import ORDERS
from convtrace.library.call import Call
from convtrace.library.option_recipe import OptionRecipe, find_by_options
from convtrace.library.recipe import NoRecipe, Recipe
from convtrace.library.two_calls import TwoCalls
from convtrace.trace.status import Index
from convtrace.values.exact import number_text
from convtrace.values.limits import MAX_SIDE_DRAWN
from convtrace.view import phrases
from convtrace.view.agreement import agreed_outputs
from convtrace.view.conventions import outside_axis, relation_formula, typed_options
from convtrace.view.differences import NamedCall, differences, no_recipe_sentence, shape, trimmed
from convtrace.view.grids import drawable, slices
from convtrace.view.page import Section, page_of, short_table
from convtrace.view.pages.versus_record import directions, named_calls, versus_record
from convtrace.view.recipe_steps import recipe_blocks


def document(calls: TwoCalls, only: Collection[str] = ()) -> Document:
    """The whole page, or the sections named in `only`."""
    return page_of(calls, SECTIONS, only, _title, _figure, versus_record)


def _title(calls: TwoCalls) -> Iterator[Block]:
    yield Heading((", ".join(f"{letter}: {_named(call)}" for letter, call in named_calls(calls)),), level=1)
    yield from _meaning(calls)


def _meaning(calls: TwoCalls) -> Iterator[Block]:
    call = calls.first
    sizes = f"For an image of {shape(call.image.shape)} and a kernel of {shape(call.kernel.shape)}"
    window = any(call.row.window for _, call in named_calls(calls))
    ones = " in which all weights are 1" if window else ""
    yield Paragraph((" ".join((f"{sizes}{ones}, {_verdict(calls)}", *differences(calls))),))


def _named(call: Call) -> str:
    given = typed_options(call, call.row.chosen(call.options))
    return f"{call.row.name} with {given}" if given else call.row.name


def _verdict(calls: TwoCalls) -> str:
    """The number of outputs that are the same, whatever the numbers."""
    same = prod(sum(map(len, axis.same)) for axis in calls.agreement)
    if calls.equal:
        return f"A and B give the same {phrases.counted(same, 'output')}, whatever the numbers."
    if not same:
        return "every output differs unless the numbers happen to agree."
    counts = {prod(axis.outputs for axis in call.axes) for _, call in named_calls(calls)}
    if len(counts) == 1:
        return f"only {same} of {counts.pop()} outputs {phrases.conjugated('are', same)} the same in general."
    return f"only {phrases.counted(same, 'output')} {phrases.conjugated('are', same)} the same in general."


def _conventions(calls: TwoCalls) -> Iterator[Block]:
    alike = len(calls.first.axes) > 1 and all(len(set(_facts(call))) == 1 for _, call in named_calls(calls))
    rows = (
        TableRow(((letter,), *cells), starts_group=letter == "B" and position == 0)
        for letter, call in named_calls(calls)
        for position, cells in enumerate(_rows(call, alike))
    )
    yield short_table(("", "axis", "relation", "outputs", "pads", "outside"), rows)
    letters = "m counts outputs, i pixels and p kernel elements, all from 0"
    own = [letter for letter, call in named_calls(calls) if call.row.base]
    letters += f"; the library of {phrases.listed(own)} counts from 1" if own else ""
    yield Paragraph((f"{letters}. The pads say how far the windows reach beyond the image, before and after it.",))
    if not calls.equal:
        yield from (
            Paragraph((f"Note on {letter}: {note}",)) for letter, call in named_calls(calls) for note in call.notes
        )


def _facts(call: Call) -> list[object]:
    """The facts that each axis shows, so that axes that show the same need but one line."""
    axes = zip(call.axes, call.padding, strict=True)
    return [(axis.relation, axis.outputs, pads, outside_axis(axis)) for axis, pads in axes]


def _rows(call: Call, alike: bool) -> Iterator[tuple[Line, ...]]:
    axes = call.axes[:1] if alike else call.axes
    names = ("each",) if alike else phrases.array_axes(len(axes))
    letters = zip(*(symbols(unknown, len(axes)) for unknown in ("m", "i", "k")), strict=True)
    for name, axis, pads, (m, i, p) in zip(names, axes, call.padding, letters, strict=False):
        relation = relation_formula(axis.relation, m.name, i.name, p.name)
        outside = outside_axis(axis) if any(pads) else "not used"
        yield ((name,), (relation,), (number_text(axis.outputs),), (", ".join(map(number_text, pads)),), (outside,))


def _agreement(calls: TwoCalls) -> Iterator[Block]:
    says = [agreed_outputs(axis, call.outputs) for axis, call in zip(calls.agreement, calls.first.axes, strict=True)]
    names = phrases.array_axes(len(says))
    if len(set(says)) == 1:
        yield Paragraph((f"On each axis, {says[0]}." if len(says) > 1 else f"{says[0][0].upper()}{says[0][1:]}.",))
    else:
        yield Paragraph((" ".join(f"{phrases.plural(name).capitalize()}: {text}." for name, text in
                                  zip(names, says, strict=True)),))  # fmt: skip
    if len(says) > 1 and all(axis.same for axis in calls.agreement) and not calls.equal:
        yield Paragraph(("An output is the same in A and B where all its indices are in these lists.",))


def _recipes(calls: TwoCalls) -> Iterator[Block]:
    if calls.equal:
        said = ["Nothing to do: both give the same.", *trimmed(*named_calls(calls))]
        yield Paragraph((" ".join(said),))
        return
    for found, target, source in directions(calls):
        yield from _recipe(found, target, source, find_by_options(target[1], source[1], found))


def _recipe(
    found: Recipe | NoRecipe, target: NamedCall, source: NamedCall, by_options: OptionRecipe | None
) -> Iterator[Block]:
    """The recipe by the source's options where that is simpler, or by hand, or why there is none."""
    (wanted, target_call), (given, call) = target, source
    if isinstance(found, NoRecipe):
        as_it_is = " as it is" if by_options else ""
        yield Paragraph(
            (f"{given} can't give {wanted}'s output{as_it_is}. {no_recipe_sentence(found, target, source)}",)
        )
    if by_options is not None:
        lead = f"{wanted}'s output from {given} {_changes(by_options, call)}"
        yield from recipe_blocks(by_options.recipe, by_options.call, given, lead, target_call)
    elif isinstance(found, Recipe):
        yield from recipe_blocks(found, call, given, f"{wanted}'s output from {given}", target_call)


def _changes(found: OptionRecipe, before: Call) -> str:
    """The options that are other than given: those with new values, then those that are left out."""
    parts = (("with", found.call, found.new), ("without", before, found.left_out))
    return " and ".join(f"{word} {typed_options(call, options)}" for word, call, options in parts if options)


SECTIONS: dict[str, Section[TwoCalls]] = {"conventions": _conventions, "agreement": _agreement, "recipe": _recipes}


def _figure(calls: TwoCalls) -> Iterator[Block]:
    """A drawing of the outputs that agree, where there is something to see and room for it; and the words."""
    sides = tuple(range(max(axis.outputs for axis in axes))
                  for axes in zip(calls.first.axes, calls.second.axes, strict=True))  # fmt: skip
    some = all(axis.same for axis in calls.agreement) and not calls.equal
    if some and max(map(len, sides)) <= MAX_SIDE_DRAWN and len(sides) <= len(phrases.PICTURE) and drawable(sides):

        def cell(place: Index) -> Cell:
            axes = [*zip(place, calls.agreement, strict=True)]
            if all(any(m in run for run in axis.same) for m, axis in axes):
                return Cell((("=",),), Tone.PATCH)
            alone = any(m in axis.only_first or m in axis.only_second for m, axis in axes)
            return Cell(((" " if alone else ".",),), Tone.BLANK if alone else Tone.REST)

        yield Grids(tuple(slices(ORDERS["rc"], symbols("m", len(sides)), sides, cell, ("= the same output",))))
    yield from _meaning(calls)
    yield from _recipes(calls)
