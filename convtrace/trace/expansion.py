"""expansion(problem, spelling, texts) → every output's sum, one line each, made as it is read.

On the fastest axis the text of a line depends on the output only through its index, its pixels and its value. So a
line is a template whose slots are filled with them; a template serves all outputs of a row that meet the same kernel
elements, and what fills it stands ready for a whole stretch of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain, count, islice, product, repeat
from math import prod

from convtrace.document.notation import Signs
from convtrace.document.streamed_sums import Spelling
from convtrace.law.axis import Unknown
from convtrace.trace.problem import Problem
from convtrace.trace.status import Index
from convtrace.trace.stretches import Axis, Position, axis_stretches
from convtrace.values.frozen import Frozen

TERMS_IN_PIECE = 2048
RUNS_KEPT = 1024
TEMPLATES_KEPT = 32
SLOT, PIXEL, FOLD, NAME = "\0", "\1", "\2", "\3"
# what fills a slot, where a line is measured
WIDE_SLOT = "-10"


class Texts(Frozen):
    """The texts that one spelling has for a problem's numbers; all indices are in array order.

    `terms` has each kernel element's term, with PIXEL where the pixel's index or value belongs, and whether it is
    subtracted. `pixels` gives the texts of a part of a line of pixels, None where each is named by its index; `values`
    the texts behind the sums, in reading order.
    """

    terms: Mapping[Index, tuple[bool, str]]
    pixels: Callable[[Index, Sequence[int]], Sequence[str]] | None = None
    values: Iterator[str] | None = None


def expansion(problem: Problem, spelling: Spelling, texts: Texts) -> Iterator[str]:
    """The sums of all outputs in reading order, in pieces that end where a line ends; the first is one line.

    The axes are independent, so the law is solved once for each position of an axis.
    """
    lines = _lines(problem, spelling, texts)
    if spelling.parts is not None:
        lines = _in_parts(lines, *spelling.parts)
    yield next(lines, "")
    per_piece = max(1, TERMS_IN_PIECE // prod(map(len, problem.kernel.ranges)))
    while piece := "".join(islice(lines, per_piece)):
        yield piece


def _in_parts(lines: Iterator[str], size: int, before: str, between: str, after: str) -> Iterator[str]:
    """The lines in parts of one size, each line with what stands before it.

    >>> list(_in_parts(iter("abc"), 2, "<", "|", ">"))
    ['<a', '|b', '>', '<c', '>']
    """
    for first in lines:
        yield before + first
        yield from (between + line for line in islice(lines, size - 1))
        yield after


def _lines(problem: Problem, spelling: Spelling, texts: Texts) -> Iterator[str]:
    axes = tuple(axis_stretches(problem, spelling, axis) for axis in range(len(problem.image)))
    *slower, fastest = problem.order.array(axes)
    templates = _Templates(problem, spelling, texts)
    for row in _rows(slower):
        lines = [*product(*(position.pixels for position in row))]
        for outputs, elements, pixels, names, slices in fastest():
            fillings = [names] if texts.pixels is None else [texts.pixels(line, pixels) for line in lines]
            ways: list[Iterable[str]] = [filling[part] for filling in fillings for part in slices]
            columns = [outputs, *(ways * len(lines) if texts.pixels is None else ways)]
            if texts.values is not None:
                columns.append(islice(texts.values, len(outputs)))
            first, *others = map(repeat, templates.template(row, elements))
            slots = len(others)
            parts = chain([first], *zip(columns, others, strict=False))
            yield from map("".join, zip(*parts, strict=False))
            # of no terms the value is known
            deque(*columns[slots:], maxlen=0)


def _rows(axes: list[Axis]) -> Iterator[tuple[Position, ...]]:
    """The product of axes that may be endless for all practical purposes."""
    if not axes:
        yield ()
        return
    first, *rest = axes
    for stretch in first():
        for position in stretch.positions():
            yield from ((position, *others) for others in _rows(rest))


def _run(terms: Mapping[Index, tuple[bool, str]], before: str, slow: Index, elements: range, signs: Signs) -> str:
    """The terms at slow indices and a run of the fastest one, with a sign before each."""
    found = (terms[(*slow, element)] for element in elements)
    plus, minus = before + signs.plus, before + signs.minus
    return "".join([(minus if negative else plus) + term for negative, term in found])


class _Templates:
    """The templates of all lines; those of outputs that meet the same kernel elements are made once."""

    def __init__(self, problem: Problem, spelling: Spelling, texts: Texts) -> None:
        self.problem, self.spelling, self.texts = problem, spelling, texts
        self.run = lru_cache(RUNS_KEPT)(partial(_run, texts.terms, FOLD if spelling.folds else ""))
        self.pattern = lru_cache(TEMPLATES_KEPT)(self._pattern)

    def template(self, row: tuple[Position, ...], elements: range) -> list[str]:
        """The line of outputs that meet these elements of the fastest axis, in parts; between these are slots."""
        names = [(position.output, *position.names) for position in row]
        met = tuple(position.elements for position in row)
        if self.spelling.folds:
            return self._line(met, names, elements).split(SLOT)
        texts, places = self.pattern(met, elements)
        known = [*chain.from_iterable(names)]
        parts = [*texts]
        parts[1::2] = map(known.__getitem__, places)
        return "".join(parts).split(SLOT)

    def _pattern(self, met: tuple[range, ...], elements: range) -> tuple[list[str], list[int]]:
        """The same before its names are known: between each two texts the one with a number."""
        numbers = map(str, count())
        names = [[f"{NAME}{number}{NAME}" for number in islice(numbers, 1 + len(each))] for each in met]
        texts = self._line(met, names, elements).split(NAME)
        return texts, [*map(int, texts[1::2])]

    def _line(self, met: tuple[range, ...], named: Sequence[Sequence[str]], elements: range) -> str:
        """The line of an output, whose own index and pixels have these names, on the slower axes."""
        slow = [*product(*met)] if elements else []
        outputs, names = [name for name, *_ in named], product(*(names for _, *names in named))
        pixels = (SLOT if self.texts.pixels else self._index("i", *name, SLOT) for name in names)
        signs = self.spelling.signs(len(slow) * len(elements))
        runs = [self.run(met, elements, signs).replace(PIXEL, pixel) for met, pixel in zip(slow, pixels, strict=False)]
        output = self._output(self._index("m", *outputs, SLOT))
        terms = _without_first_plus(self._folded("".join(runs)), signs) if runs else self.spelling.nothing
        return self.spelling.line.format(output=output, terms=terms, value=self._value(bool(runs)))

    def _folded(self, terms: str) -> str:
        """The terms in lines of as many as there is room for, where the format has lines."""
        folds = self.spelling.folds
        if folds is None:
            return terms
        each = terms.split(FOLD)[1:]
        longest = max(folds.letters(term.replace(SLOT, WIDE_SLOT)) for term in each)
        size = max(1, folds.room // longest)
        return folds.line_break.join("".join(each[start : start + size]) for start in range(0, len(each), size))

    def _output(self, index: str) -> str:
        """The output of an index by its name, where lines are no records."""
        naming, notation = self.problem.naming, self.spelling.notation
        before, after = notation.brackets or naming.brackets
        return index if self.spelling.record else f"{notation.array(naming.output)}{before}{index}{after}"

    def _index(self, unknown: Unknown, *numbers: str) -> str:
        """The index that an array has, of its numbers on all axes in array order."""
        return self.spelling.notation.comma.join(self.problem.shown(unknown, self.problem.order.array(numbers)))

    def _value(self, terms: bool) -> str:
        """The text behind the sum; the value of no terms is known, and `nothing` may say it already."""
        if self.texts.values is None or (self.spelling.nothing and not terms):
            return ""
        return SLOT if terms else self.spelling.value.format(value=0)


def _without_first_plus(terms: str, signs: Signs) -> str:
    """Terms that all have a sign before them, as a sum.

    >>> _without_first_plus(" − 3 + b", Signs("−", " − ", " + ")), _without_first_plus(" + b", Signs("−", " − ", " + "))
    ('−3 + b', 'b')
    """
    negative = terms.startswith(signs.minus)
    first = signs.first if negative else ""
    return signs.around[0] + first + terms[len(signs.minus if negative else signs.plus) :] + signs.around[1]
