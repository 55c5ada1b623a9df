"""The window in which the output moves: what it shows of a place, the most important first, and its keys in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import prod

from convtrace.document.blocks import Block, Cell, Equation, Grid, Grids, Heading, Line, Paragraph, TableRow, Tone
from convtrace.errors import ConvtraceError
from convtrace.library.posed_call import LibraryQuestion
from convtrace.library.stepped import Stepped, stepped
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.trace.stepping import Place, after
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MIN_LINES, MIN_WIDTH
from convtrace.values.named_tuple import NamedTuple
from convtrace.view.index_role import IndexRole
from convtrace.view.page import Question, Read, short_table
from convtrace.view.pages.library_function import blank
from convtrace.view.pages.value import title
from convtrace.view.roles import Roles
from convtrace.view.sections.drawing import defined_kernel, laid_kernel
from convtrace.view.sections.result import answer, has_numbers, sum_of_numbers
from convtrace.view.sections.setup import MARKS, drawn_ranges, marked_grids
from convtrace.view.sections.table import short_rows

# parts of the window that an answer, or grids beside the most important ones, may fill
SOME, MOST = 0.3, 0.6
# columns of a grid with one sign in each, and lines around its rows
SIGN, RULER, HEADS = 4, 7, 5
# letters of a product at least
TERM = 5
SLICED = 2
# lines of a table that is cut: its head, a row, and the sign that there are more
TABLE = 4
KEYS = (
    ("arrows, or h j k l", "move the output, or the pixel whose gradient is shown"),
    ("p", "the gradient of a pixel, and back to the output"),
    ("c", "the next operation: conv, and each form of xcorr"),
    ("[ and ]", "of more than two axes: the slice before, and the next"),
    ("?", "this page, and back"),
    ("q, Esc, Ctrl-C", "quit"),
)


class Size(NamedTuple):
    """The columns and lines of a window."""

    columns: int
    lines: int


class Choice(NamedTuple):
    """Blocks that are shown where they take no more than a share of the lines that are left."""

    blocks: Sequence[Block]
    share: float = 1


class Part(NamedTuple):
    """Of several choices the first one that fits; or what fits of the last one, if that is `least` lines or more."""

    choices: Sequence[Choice]
    least: int | None = None


class Steps(Frozen):
    """What can be stepped through, the place where it begins, and how each place looks."""

    stepped: tuple[Stepped, ...]
    first: Place

    def after(self, place: Place, key: str) -> Place:
        """The place to which a key leads."""
        return after(place, key, [each.problem for each in self.stepped])

    def shown(self, place: Place, size: Size) -> Sequence[Part]:
        """The parts of the window, the most important first."""
        if size.columns < MIN_WIDTH or size.lines < MIN_LINES:
            has = f"This window has {size.columns} columns and {size.lines} lines"
            return _cut(Paragraph((f"{has}. Make it larger: {MIN_WIDTH} and {MIN_LINES} are needed.",)))
        if place.helped:
            return _cut(Heading(("Keys",)), _key_table())
        here = self.stepped[place.operation]
        try:
            problem = here.question("m" if place.pixel is None else "i", place.pixel or place.output)
            if here.call is not None and (question := LibraryQuestion(here.call, problem)).blank:
                return _cut(*blank(question))
            return tuple(_parts(derive(problem), size))
        except ConvtraceError as error:
            return _cut(*(Paragraph((each,)) for each in (error.message, error.hint) if each))

    def keys(self, place: Place) -> Sequence[str]:
        """The keys in short, the most important first."""
        if place.helped:
            return ("q quit", "any other key goes back")
        following = self.stepped[(place.operation + 1) % len(self.stepped)].problem.operation
        form = "" if following.form is None else f", {following.form}"
        other = [f"c {following.name}{form}"] if len(self.stepped) > 1 else []
        return ("? keys", "q quit", "arrows move", "p gradient" if place.pixel is None else "p output", *other)


def steps(question: Question, read: Read) -> Steps:
    """What the command line's words ask to step through; ConvtraceError where there is no output."""
    asked = {**question}
    operation, options = asked.pop("operation"), asked.pop("options")
    found = stepped(operation, asked, options=options, read=read)
    return Steps(stepped=found, first=Place(operation=0, output=found[0].problem.numbers))


def _cut(*blocks: Block) -> Sequence[Part]:
    """Blocks of which each line counts."""
    return (Part([Choice(blocks)], least=1),)


def _key_table() -> Block:
    rows = (TableRow(((key,), (text,))) for key, text in KEYS)
    return short_table(("key", "what it does"), rows).replace(ruled=False)


def _parts(derivation: Derivation, size: Size) -> Iterator[Part]:
    """The heading, the answer, the image with the patch beside the laid kernel, the table."""
    heading, *about = title(derivation)
    yield Part([Choice([heading])])
    short = [block for block in about if isinstance(block, Equation)]
    whole = short
    if len(derivation.terms) * TERM < size.lines * size.columns:
        numbers = [sum_of_numbers(derivation)] if has_numbers(derivation) else []
        whole = [Equation(answer(derivation), strong=True), *numbers]
    words = [block for block in about if isinstance(block, Paragraph)][-1:]
    yield Part([Choice([*whole, *words], SOME), Choice([*short, *words], SOME), Choice(short)])
    yield Part([*_pictures(derivation, size)])
    written = derivation.written
    rows = islice(written.rows, size.lines)
    yield Part([Choice([short_rows(Roles(written.problem), rows)])], least=TABLE)


def _pictures(derivation: Derivation, size: Size) -> Iterator[Choice]:
    """The image with its patch, and as many as there is room for: the laid kernel, the output, the kernel itself."""
    image = tuple(_image(derivation, size, _caption(Roles(derivation.problem).summed)))
    outputs = tuple(_chosen(derivation.problem, size))
    laid = kernel = tuple[Grid, ...]()
    elements = prod(map(len, derivation.problem.kernel.ranges))
    if Roles(derivation.problem).kernel_is_met and all(derivation.met) and elements * SIGN < size.lines * size.columns:
        laid = _flat(laid_kernel(derivation, ("laid kernel",)))
        kernel = _flat(defined_kernel(derivation.problem))
    yield Choice([Grids((*image, *laid, *outputs, *kernel))], MOST)
    yield Choice([Grids((*image, *laid, *outputs))], MOST)
    yield Choice([Grids((*image, *laid))])
    for lines in (size.lines, size.lines // 2 + HEADS):
        yield Choice([Grids(tuple(_image(derivation, size._replace(lines=lines))))])


def _image(derivation: Derivation, size: Size, caption: Line = ()) -> Iterator[Grid]:
    used = Roles(derivation.problem).summed.along(derivation.met)
    return marked_grids(derivation, _near(derivation.problem, drawn_ranges(derivation), used, size), caption)


def _flat(grids: Iterable[Grid]) -> tuple[Grid, ...]:
    return tuple(grid.replace(ruled=False) for grid in grids)


def _chosen(problem: Problem, size: Size) -> Iterator[Grid]:
    """All that can be asked for, with what is asked for marked."""
    fixed = Roles(problem).fixed

    def cell(place: Index) -> Cell:
        tone = Tone.PATCH if place == problem.at else Tone.REST
        return Cell(((MARKS[tone],),), tone)

    box = _near(problem, fixed.ranges, tuple(range(number, number + 1) for number in problem.numbers), size)
    return fixed.grids(box, cell, _caption(fixed), ruled=False)


def _caption(role: IndexRole) -> Line:
    """The array, without what the page says anyway: outputs of mode valid."""
    return (role.words.caption.partition(" of ")[0],)


def _near(problem: Problem, sides: tuple[range, ...], focus: tuple[range, ...], size: Size) -> tuple[range, ...]:
    """As much of each side as a window has room for, with the focus in it; of slices beside the plane one."""
    array = problem.order.array
    room = (*[1] * (len(sides) - SLICED), size.lines - HEADS, (size.columns - RULER) // SIGN)[-len(sides) :]
    return array(tuple(_part(*axis) for axis in zip(array(sides), array(focus), room, strict=True)))


def _part(side: range, focus: range, most: int) -> range:
    """So many numbers of a side at most, those around the middle of the focus."""
    if len(side) <= most:
        return side
    middle = focus[len(focus) // 2] if focus else side[0]
    first = min(max(middle - most // 2, side[0]), side[-1] - most + 1)
    return range(first, first + most)
