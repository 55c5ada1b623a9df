"""What weighs a pixel, as a formula: a letter or an exact value. Most runs have letters, and load no more for them."""

from __future__ import annotations

from convtrace.document.formula import Formula, Number, Product, Signed, Sum, Value
from convtrace.law.kernel import Weight


def amount(given: Weight) -> Formula:
    """A letter, a whole number, or any other exact value.

    >>> amount("a"), amount(-2)
    (Value(name='a'), Number(value=-2))
    """
    if isinstance(given, str):
        return Value(given)
    if isinstance(given, int):
        return Number(given)
    from convtrace.view.exact_formula import formula

    return formula(given)


def weighted(given: Weight, by: Formula) -> Signed:
    """A product of a sum: a weight that is negative as it is written gives its sign to the sum.

    >>> weighted(-2, Value("a"))
    Signed(negative=True, term=Product(factors=(Number(value=2), Value(name='a'))))
    """
    match amount(given):
        case Number(value) if value < 0:
            return Signed(True, Product((Number(-value), by)))
        case Sum(terms=(Signed(True, size),)):
            return Signed(True, Product((size, by)))
        case size:
            return Signed(False, Product((size, by)))
