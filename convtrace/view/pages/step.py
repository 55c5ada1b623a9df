"""The window in which the output moves: what it shows of a place, the most important first, and its keys in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from textwrap import wrap

from convtrace.document.blocks import Block, Equation, Heading, Line, Paragraph, TableRow, line_text
from convtrace.document.plain import plain
from convtrace.errors import ConvtraceError
from convtrace.library.explored import Explored, check_space, with_kin
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.problem import Problem
from convtrace.trace.stepping import Place, after
from convtrace.values.frozen import Frozen
from convtrace.values.limits import MIN_LINES, MIN_WIDTH
from convtrace.values.named_tuple import NamedTuple
from convtrace.view.page import Question, Read, short_table
from convtrace.view.pages.library_function import blank
from convtrace.view.pages.value import title
from convtrace.view.roles import Roles
from convtrace.view.sections.equation import short_meaning_of_g
from convtrace.view.sections.panes import Numbers, Panes
from convtrace.view.sections.result import answer, has_numbers, sum_of_numbers
from convtrace.view.sections.setup import legend
from convtrace.view.sections.table import short_rows

# parts of the window that an answer, or grids above a table that is cut, may fill: these where they are whole, or not
SOME, WHOLE, MOST = 0.25, 0.6, 0.7
# lines of a window in which the marks are explained, and parts have a blank line between them
AIRY = 20
# letters of a product at least
TERM = 5
# lines of a table that is cut: its head, a row, and the sign that there are more
TABLE = 4
KEYS = (
    ("arrows, or h j k l", "move the output, or the pixel whose gradient is shown"),
    ("p", "the gradient of a pixel, and back to the output"),
    ("c", "the next operation or form, where there is one"),
    ("[ and ]", "of more than two axes: the slice before, and the next"),
    ("?", "this page, and back"),
    ("q, Esc, Ctrl-C", "quit"),
    ("■ □ × .", "used; also in the table; beyond the image; neither"),
    ("…", "there is more, for which the window has no room"),
)


class Size(NamedTuple):
    """The columns and lines of a window."""

    columns: int
    lines: int


class Choice(NamedTuple):
    """Blocks that are shown where they take no more than `most` lines; without it, all lines that are left."""

    blocks: Sequence[Block]
    most: int | None = None


class Part(NamedTuple):
    """Of the choices for so many lines the first one that fits; or what fits of the last one, if `least` lines do."""

    choices: Callable[[int], Iterable[Choice]]
    least: int | None = None


class Steps(Frozen):
    """What can be stepped through, the place where it begins, and how each place looks."""

    stepped: tuple[Explored, ...]
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
            if question := here.blank(problem):
                return _cut(*blank(question))
            return tuple(_parts(derive(problem), size, here.numbers))
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
    found = with_kin(operation, asked, check=partial(check_space, command="step"), options=options, read=read)
    return Steps(stepped=found, first=Place(operation=0, output=found[0].problem.numbers))


def _cut(*blocks: Block) -> Sequence[Part]:
    """Blocks of which each line counts."""
    return (Part(lambda _: [Choice(blocks)], least=1),)


def _key_table() -> Block:
    rows = (TableRow(((key,), (text,))) for key, text in KEYS)
    return short_table(("key", "what it does"), rows).replace(ruled=False)


def _parts(derivation: Derivation, size: Size, numbers: Numbers) -> Iterator[Part]:
    """The heading, the answer, the image with the patch beside the laid kernel, the table."""
    heading, *about = title(derivation)
    yield Part(lambda _: [Choice([heading])] if size.lines >= AIRY else _short_headings(derivation.problem))
    short = [block for block in about if isinstance(block, Equation)]
    whole = short
    if len(derivation.terms) * TERM < size.lines * size.columns:
        substituted = [sum_of_numbers(derivation)] if has_numbers(derivation) else []
        whole = [Equation(answer(derivation), strong=True), *substituted]
    words = [block for block in about if isinstance(block, Paragraph)][-1:]

    def answers(room: int) -> Iterable[Choice]:
        some = int(SOME * room)
        return Choice([*whole, *words], some), Choice([*short, *words], some), Choice(short)

    yield Part(answers)
    rows = [*islice(derivation.written.rows, size.lines)]
    panes = Panes(derivation, size.columns, numbers if derivation.problem.fixed == "m" else {})
    yield Part(partial(_pictures, panes, size, len(rows) + TABLE - 1))
    yield Part(lambda _: [Choice([short_rows(Roles(derivation.written.problem), rows)])], least=TABLE)


def _short_headings(problem: Problem) -> Iterator[Choice]:
    """What is shown, in few letters; with the name of the operation as it is typed where its title is too long."""
    row, end = problem.operation, "" if problem.fixed == "m" else ", gradient"
    typed = row.name if row.form is None else f"{row.name}, {row.form}"
    yield Choice([Heading((f"{row.title}{end}",), level=1)], most=1)
    yield Choice([Heading((f"{typed}{end}",), level=1)])


def _pictures(panes: Panes, size: Size, table: int, room: int) -> Iterator[Choice]:
    """The image with its patch, and as many grids beside it as there is room for, above what the table needs."""
    legends, lines = [Paragraph(_legend(panes.derivation))] if size.lines >= AIRY else [], 0
    most = room
    if legends:
        lines = len(wrap(line_text(legends[0].line, str, plain), size.columns))
        most = max(int(MOST * room), room - table)
        whole = panes.height + lines
        if whole <= room - TABLE - 1:
            most = max(whole, int(WHOLE * room), room - table)
    for grids in panes.beside(most - lines):
        yield Choice([grids, *legends], most)
    yield Choice([panes.alone(most)])


def _legend(derivation: Derivation) -> Line:
    """The meaning of the marks, and of g where a gradient is shown."""
    roles = Roles(derivation.problem)
    return (*legend(derivation), *((" ", *short_meaning_of_g(roles)) if roles.is_gradient else ()))
