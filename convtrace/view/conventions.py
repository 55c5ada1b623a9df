"""A library function's convention in words and as a formula: its relation, and what it has outside the image."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from convtrace.document.indices import argument
from convtrace.law.axis import Relation
from convtrace.law.boundary import CONSTANT, Rule
from convtrace.law.scaling import Bias
from convtrace.library.axis_call import AxisCall
from convtrace.library.call import Call
from convtrace.library.option import Option, in_python
from convtrace.values.exact import number_text
from convtrace.values.formula import Chain, Formula, Product, Symbol

RULE_MEANINGS = {
    "zero": "0",
    "constant": "a constant",
    "edge": "the edge repeated",
    "reflect": "mirrored, without the edge",
    "symmetric": "mirrored, with the edge",
    "wrap": "wrapped around",
}


def relation_formula(relation: Relation, m: str = "m", i: str = "i", k: str = "k") -> Formula:
    """d·k = α·m + β·i + γ with its constants, under the names of the indices.

    >>> from convtrace.document.plain import plain
    >>> plain(relation_formula(Relation(d=2, alpha=-2, beta=1, gamma=1)))
    '2k = i+1−2m'
    """
    whole = argument(Relation(1, relation.alpha, relation.beta, relation.gamma), "k", Symbol(m), Symbol(i))
    left = Symbol(k) if relation.d == 1 else Product((relation.d, Symbol(k)))
    return Chain(left, (("=", whole),))


def rule_meaning(rule: Rule) -> str:
    """The meaning of a boundary rule in a few words; that of an image repeated after a period has the period in it.

    >>> from convtrace.law.boundary import EDGE, wrap_every
    >>> rule_meaning(EDGE), rule_meaning(wrap_every(4))
    ('the edge repeated', 'the image again after 4 places, with 0 between')
    """
    name, _, period = rule.name.partition(":")
    return f"the image again after {number_text(int(period))} places, with 0 between" if period else RULE_MEANINGS[name]


def outside_axis(axis: AxisCall) -> str:
    """The value of x outside the image on one axis of a call, in a few words."""
    return number_text(axis.fill) if axis.boundary is CONSTANT else rule_meaning(axis.boundary)


def typed_options(call: Call, options: Iterable[Option]) -> str:
    """Options with their values in a call, as they are typed."""
    return ", ".join(f"{option.name}={_typed(call, option)}" for option in options)


def _typed(call: Call, option: Option) -> str:
    """The values of an option: a bias by its number, or by its name where it has none."""
    values = call.options[option.name]
    if isinstance(values[0], Bias):
        return "b" if call.channels else str(value_shown(values[0]))
    return in_python(values) if option.scales else call.row.typed(option, call.options, call.channels)


def value_shown(value: Any) -> Any:  # noqa: ANN401 -- whatever an option has
    """A value of an option as pages and records have it.

    >>> value_shown(Bias()), value_shown(2)
    ('b[0]', 2)
    """
    return f"b[{value.channel}]" if isinstance(value, Bias) else value


def shown_options(call: Call) -> tuple[Option, ...]:
    """The options that decide about relation, scale and offset, and those about types of numbers that are given."""
    others = call.row.other_options
    given = [option for option in others if option.differs(call.options[option.name])]
    groups = call.channels.layout.groups if call.channels else ""
    laid = (option for option in given if option.lays or option.name == groups)
    cast = (option for option in given if option.casts)
    return *call.row.options, *laid, *(option for option in others if option.scales), *cast
