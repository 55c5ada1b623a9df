"""Phrases that several sections share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convtrace.document.blocks import Block, Line, Paragraph
from convtrace.document.formula import Chain, Formula, Number, Symbol
from convtrace.document.plain import interval, plain
from convtrace.law.axis import Solutions
from convtrace.law.boundary import CONSTANT
from convtrace.law.extents import MODES
from convtrace.trace.derivation import Derivation
from convtrace.trace.problem import Problem
from convtrace.view import roles
from convtrace.view.amounts import amount

PICTURE = ("column", "row", "slice")


def listed(parts: Sequence[str]) -> str:
    """Words as a sentence lists them.

    >>> listed(["rows", "columns", "slices"])
    'rows, columns and slices'
    """
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def counted(number: int, noun: str) -> str:
    """A number with its noun, both in the singular or in the plural.

    >>> counted(1, "pixel"), counted(9, "product")
    ('1 pixel', '9 products')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def article(noun: str) -> str:
    """A noun with its article.

    >>> article("pixel"), article("output")
    ('a pixel', 'an output')
    """
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def plural(axis: str) -> str:
    """The plural of what an index counts.

    >>> plural("row"), plural("axis 4")
    ('rows', 'axis 4')
    """
    return axis if axis[-1].isdigit() else f"{axis}s"


def axis(name: str) -> str:
    """An axis by what its index counts.

    >>> axis("row"), axis("axis 4")
    ('the row axis', 'axis 4')
    """
    return name if name[-1].isdigit() else f"the {name} axis"


def size(ranges: Sequence[range]) -> str:
    """The size of an image or kernel as it is typed, with true signs.

    >>> size((range(7), range(5)))
    '7×5'
    """
    return "×".join(str(len(side)) for side in ranges)


def axis_names(problem: Problem) -> tuple[str, ...]:
    """What each index counts, in index order."""
    return problem.order.array(array_axes(len(problem.image)))


def array_axes(axes: int) -> tuple[str, ...]:
    """What each index of an array counts, the slowest first.

    >>> array_axes(1), array_axes(3)
    (('column',), ('slice', 'row', 'column'))
    """
    names = PICTURE[:axes] + tuple(f"axis {number}" for number in range(len(PICTURE) + 1, axes + 1))
    return names[::-1]


def span(first: Formula, symbol: Symbol, last: Formula) -> Formula:
    """First ≤ symbol ≤ last, or symbol = first where there is but one."""
    if first == last:
        return Chain(symbol, (("=", first),))
    return Chain(first, (("≤", symbol), ("≤", last)))


def within(side: range, symbol: Symbol) -> Formula:
    """The range of a symbol: −1 ≤ p ≤ 1."""
    return span(Number(side[0]), symbol, Number(side[-1]))


def spans(names: Sequence[Symbol], ranges: Sequence[range]) -> Line:
    """The index ranges of all axes: −1 ≤ p ≤ 1 and −1 ≤ q ≤ 1."""
    return joined([(within(side, symbol),) for symbol, side in zip(names, ranges, strict=True)])


def joined(parts: Sequence[Line], link: str = ", ", last: str = " and ") -> Line:
    """Phrases with formulas in them, as a sentence lists them.

    >>> joined([("a",), ("b", "!"), ("c",)])
    ('a', ', ', 'b', '!', ' and ', 'c')
    """
    line: Line = ()
    for position, part in enumerate(parts):
        between = () if position == 0 else (last,) if position == len(parts) - 1 else (link,)
        line += (*between, *part)
    return line


def lying(problem: Problem) -> str:
    """How the kernel lies on what it meets, as the relation gives it."""
    flipped = tuple(relation.flipped(problem.over, problem.partner) for relation in problem.relations)
    return turned(problem, flipped) if any(flipped) else "as it is"


def turned(problem: Problem, flipped: tuple[bool, ...]) -> str:
    """The name of a flip along the given axes, at least one."""
    along = tuple(name for name, flips in zip(axis_names(problem), flipped, strict=True) if flips)
    if len(flipped) == 2 and all(flipped):
        return "rotated 180°"
    known: dict[tuple[str, ...], str] = {("column",): "mirrored left-right", ("row",): "mirrored top-bottom"}
    return known.get(along, f"mirrored along {listed(list(map(plural, along)))}")


def positions(problem: Problem, solutions: Sequence[Solutions]) -> tuple[range, ...]:
    """Where the sum runs, on each axis."""
    return tuple(side.along(problem.over) for side in solutions)


def no_centre(what: str, ranges: Sequence[range]) -> Iterator[Block]:
    """Which element of an even axis is called 0, as nobody can see it."""
    for side in dict.fromkeys(ranges):
        if len(side) % 2 == 0 and side[0] == -(len(side) // 2):
            article = "An" if what == "image" else "A"
            run = f"its indices run {interval(side[0], side[-1])}, with one more on the negative side"
            choice = "; --kernel-origin calls another element 0." if what == "kernel" else "."
            yield Paragraph((f"{article} {what} axis of {len(side)} has no centre: {run}{choice}",))


def nothing_meets(derivation: Derivation) -> str:
    """Why a sum is empty."""
    problem = derivation.problem
    pair = f"No {roles.NOUNS[problem.partner]} meets {article(roles.NOUNS[problem.over])}"
    why = outside(problem) if all(derivation.unclipped) else "its index would not be whole"
    return f"{pair}: {why}, so the sum is 0."


def outside(problem: Problem) -> str:
    """What lies beyond the last position of the sum."""
    if problem.over == "i":
        return beyond(problem)
    return f"{extent(problem)} has no outputs further out"


def beyond(problem: Problem) -> str:
    """What x outside the image is, as a clause of its own."""
    return f"outside the image {there(problem)}" if problem.boundary.constant else there(problem)


def there(problem: Problem) -> str:
    """The same behind "outside the image, where"."""
    if problem.boundary.constant:
        return f"x counts as {plain(amount(problem.boundary.fill))}"
    return f"pixels of the image stand in ({rule(problem)})"


def idle_pad(problem: Problem) -> Iterator[Block]:
    """That the rule for outside is never asked, where no output reaches there."""
    if problem.boundary.counts and problem.mode == MODES[0]:
        said = f"In mode {problem.mode} no output reaches outside the image; --pad matters with --mode same or full."
        yield Paragraph((said,))


def rule(problem: Problem) -> str:
    """The name of what stands in outside, or the names where the axes differ; a constant with its value."""
    names = dict.fromkeys(
        f"{each.name}:{plain(amount(problem.boundary.fill))}" if each is CONSTANT else each.name
        for each in problem.boundary.rules
    )
    return ", ".join(names)


def extent(problem: Problem) -> str:
    """What decides which outputs exist: the mode, or the library function whose law it is."""
    return f"mode {problem.mode}" if problem.law is None else problem.operation.title
