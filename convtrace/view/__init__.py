"""Derivation → Document: all words, columns and roles that people see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

from convtrace.blocks import Block, Document, Equation, Heading, Paragraph
from convtrace.derivation import Derivation
from convtrace.view import words
from convtrace.view.drawing import drawing
from convtrace.view.elsewhere import elsewhere
from convtrace.view.equation import equation
from convtrace.view.figure import figure
from convtrace.view.record import record
from convtrace.view.result import glimpse, result
from convtrace.view.setup import setup
from convtrace.view.table import table

Section = Callable[[Derivation], Iterator[Block]]

SECTIONS: dict[str, Section] = {
    "equation": equation,
    "setup": setup,
    "table": table,
    "drawing": drawing,
    "result": result,
    "elsewhere": elsewhere,
}


def document(derivation: Derivation, only: Collection[str] = ()) -> Document:
    """The whole page, or the sections named in `only`, always in the article's order; the record is always whole."""
    return Document(_blocks(derivation, only), partial(_picture, derivation, only), partial(record, derivation))


def _blocks(derivation: Derivation, only: Collection[str]) -> Iterator[Block]:
    if not only:
        yield from _title(derivation)
    for number, (name, section) in enumerate(SECTIONS.items(), start=1):
        if not only or name in only:
            if len(only) != 1:
                yield Heading((f"{number}. {name.capitalize()}",))
            yield from section(derivation)


def _picture(derivation: Derivation, only: Collection[str]) -> Iterator[Block]:
    """The figure under its title, or the sections that are asked for."""
    if only:
        yield from _blocks(derivation, only)
    else:
        yield _headline(derivation)
        yield from figure(derivation)


def _headline(derivation: Derivation) -> Heading:
    problem = derivation.problem
    sizes = f"image {words.size(problem.image)}, kernel {words.size(problem.kernel.ranges)}"
    return Heading((f"{problem.operation.title}: {sizes}",), level=1)


def _title(derivation: Derivation) -> Iterator[Block]:
    problem = derivation.problem
    yield _headline(derivation)
    yield Equation(glimpse(derivation), strong=True)
    if not derivation.terms:
        yield Paragraph(("No kernel element meets a pixel.",))
        return
    count = words.counted(len(derivation.terms), "product")
    yield Paragraph((f"{count}; the kernel lies {words.lying(problem)}.",))
