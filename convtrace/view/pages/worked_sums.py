"""Every output's sum with its numbers in it: for values, and where something outside the image counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import chain

from convtrace.document.formula import Formula
from convtrace.document.plain import plain
from convtrace.document.python import code, definitions
from convtrace.document.tex import tex
from convtrace.trace.derivation import Derivation, derive
from convtrace.trace.expansion import SPELLINGS
from convtrace.trace.problem import Problem
from convtrace.view.amounts import value_formula
from convtrace.view.pages.record import plain_value
from convtrace.view.sections.result import folded_value, substituted, whole_sum

SYMPY_START = SPELLINGS["sympy"].start.replace("S, Symbol", "Rational, S, Symbol, pi, sqrt")


def sums(problem: Problem, format_name: str) -> Iterator[str]:
    r"""One line for each output in reading order, made as it is read; as `expansion` writes them, with values.

    >>> from convtrace.trace.pose import pose
    >>> [*sums(pose("conv", image="4 5", kernel="2"), "text")]
    ['y[−1] = b·4 + a·5\n']
    """
    write, spelling = WRITERS[format_name], SPELLINGS[format_name]
    if format_name == "sympy":
        yield SYMPY_START + "".join(_names(problem)) + spelling.body
    for output in problem.order.reading(problem.outputs):
        yield write(derive(problem.replace(at=output)))
    if spelling.end:
        yield spelling.end


def _names(problem: Problem) -> Iterator[str]:
    """What defines the names of values."""
    given = chain(problem.kernel.values, problem.pixels or (), [problem.boundary.fill])
    return (f"{line}\n" for line in definitions(map(value_formula, given)))


def _formulas(derivation: Derivation) -> Iterator[Formula]:
    """The sum, with the pixels' values in it where they have any, and its value."""
    if derivation.problem.pixels is None or not derivation.terms:
        yield whole_sum(derivation)
        return
    yield substituted(derivation)
    if derivation.value is not None:
        yield folded_value(derivation.value)


def _line(format_name: str, spell: Callable[[Formula], str]) -> Callable[[Derivation], str]:
    spelling = SPELLINGS[format_name]

    def write(derivation: Derivation) -> str:
        output = spelling.joined(map(spelling.number, derivation.problem.numbers))
        return spelling.line.format(output=output, terms=" = ".join(map(spell, _formulas(derivation))))

    return write


def _sympy(derivation: Derivation) -> str:
    spelling = SPELLINGS["sympy"]
    terms = code(next(_formulas(derivation))) if derivation.terms else spelling.nothing
    return spelling.line.format(output=spelling.joined(map(str, derivation.problem.numbers)), terms=terms)


def _json(derivation: Derivation) -> str:
    """The terms, and the value where the image has values."""
    terms = [
        {"pixel": term.pixel, "kernel_index": term.kernel_index, "weight": plain_value(term.weight)}
        for term in derivation.terms
    ]
    value = {} if derivation.problem.pixels is None else {"value": plain_value(derivation.value)}
    return f"{json.dumps({'output': derivation.problem.numbers, 'terms': terms, **value})}\n"


WRITERS: dict[str, Callable[[Derivation], str]] = {
    "text": _line("text", plain),
    "jsonl": _json,
    "latex": _line("latex", tex),
    "sympy": _sympy,
}
