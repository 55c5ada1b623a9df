"""Letters and exact values as formulas, and as terms of a sum."""

from __future__ import annotations

from convtrace.law.kernel import Weight
from convtrace.trace.problem import Problem
from convtrace.values.exact import signed
from convtrace.values.formula import Elided, Formula, Product, Quotient, Signed, Sum, Value
from convtrace.values.limits import MAX_SCALE_TERMS

# the terms of a long sum that are written
FIRST, LAST = 2, 1


def value_formula(given: Weight) -> Formula:
    """A letter, a whole number, or any other exact value.

    >>> value_formula("a"), value_formula(-2)
    (Value(name='a'), -2)
    """
    return Value(given) if isinstance(given, str) else given


def finished(problem: Problem, total: Formula) -> Formula:
    """scale·total + offset: the total itself where nothing is multiplied or added.

    >>> from convtrace.document.plain import plain
    >>> from convtrace.trace.pose import pose
    >>> from convtrace.values.formula import Entry
    >>> problem = pose("conv", m=0, image=3).replace(scale=3, offset=Entry("b", (2,)))
    >>> plain(finished(problem, Sum((Signed(False, Value("a")), Signed(False, Value("b"))))))
    '3·(a+b) + b[2]'
    """
    if problem.scale != 1 and total != 0:
        total = Product((_shortened(problem.scale), total))
    if problem.offset == 0:
        return total
    added = signed(problem.offset)
    if total == 0:
        return Sum((added,)) if added.negative else added.term
    terms, per_line = (total.terms, total.per_line) if isinstance(total, Sum) else ((Signed(False, total),), 0)
    return Sum((*terms, added), per_line)


def _shortened(scale: Formula) -> Formula:
    """The scale; the sum of a large kernel with its middle left out."""
    match scale:
        case Quotient(over, Sum(terms) as under) if len(terms) > MAX_SCALE_TERMS:
            return Quotient(over, elided(under))
        case _:
            return scale


def elided(formula: Formula) -> Formula:
    """A sum with the middle left out where it is long; anything else as it is."""
    match formula:
        case Sum(terms, per_line) if len(terms) > FIRST + LAST:
            return Sum((*terms[:FIRST], Signed(False, Elided()), *terms[-LAST:]), per_line)
        case _:
            return formula


def weighted(given: Weight, by: Formula) -> Signed:
    """A product of a sum, with the sign of its weight.

    >>> weighted(-2, Value("a"))
    Signed(negative=True, term=Product(factors=(2, Value(name='a'))))
    """
    weight = Signed(False, Value(given)) if isinstance(given, str) else signed(given)
    return Signed(weight.negative, Product((weight.term, by)))
