"""Letters and exact values as formulas, and as terms of a sum."""

from __future__ import annotations

from convtrace.law.kernel import Weight
from convtrace.values.exact import signed
from convtrace.values.formula import Elided, Formula, Product, Signed, Sum, Value

# the terms of a long sum that are written
FIRST, LAST = 2, 1


def value_formula(given: Weight) -> Formula:
    """A letter, a whole number, or any other exact value.

    >>> value_formula("a"), value_formula(-2)
    (Value(name='a'), -2)
    """
    return Value(given) if isinstance(given, str) else given


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
    weight = signed(value_formula(given))
    return weight.replace(term=Product((weight.term, by)))
