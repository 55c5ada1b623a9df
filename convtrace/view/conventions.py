"""A library function's convention in words and as a formula: its relation, and what it has outside the image."""

from __future__ import annotations

from convtrace.document.formula import Chain, Formula, Number, Product, Symbol
from convtrace.document.indices import argument
from convtrace.law.axis import Relation
from convtrace.law.boundary import Rule
from convtrace.values.exact import number_text

RULES = {
    "zero": "0",
    "constant": "a constant",
    "edge": "the edge repeated",
    "reflect": "mirrored, without the edge",
    "symmetric": "mirrored, with the edge",
    "wrap": "wrapped around",
}


def equation(relation: Relation, m: str = "m", i: str = "i", k: str = "k") -> Formula:
    """d·k = α·m + β·i + γ with its constants, under the names of the indices.

    >>> from convtrace.document.plain import plain
    >>> plain(equation(Relation(d=2, alpha=-2, beta=1, gamma=1)))
    '2k = i+1−2m'
    """
    whole = argument(Relation(1, relation.alpha, relation.beta, relation.gamma), "k", Symbol(m), Symbol(i))
    left = Symbol(k) if relation.d == 1 else Product((Number(relation.d), Symbol(k)))
    return Chain(left, (("=", whole),))


def outside(rule: Rule) -> str:
    """What x outside the image is, in a few words; the rule that repeats the image after a period has none of its own.

    >>> from convtrace.law.boundary import EDGE, wrap_every
    >>> outside(EDGE), outside(wrap_every(4))
    ('the edge repeated', 'the image again after 4 places, with 0 between')
    """
    name, _, period = rule.name.partition(":")
    return f"the image again after {number_text(int(period))} places, with 0 between" if period else RULES[name]
