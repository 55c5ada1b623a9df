"""What a row of the table says, as formulas that are built for it alone: the tables fill in patterns instead."""

from __future__ import annotations

from convtrace.trace.status import Row
from convtrace.values.formula import Formula, Product
from convtrace.view.roles import Roles


def plugged_product(roles: Roles, row: Row) -> Formula:
    """x[0,0]·h[1−0, 1−2]: the numbers in their places."""
    summed = roles.summed.indices(row.along(roles.summed.unknown))
    fixed = roles.fixed.indices(row.along(roles.fixed.unknown))
    met = roles.met.element(roles.met_index(fixed, summed)).replace(plugged=True)
    return Product((roles.summed.element(summed), met))


def solved_product(roles: Roles, row: Row) -> Formula:
    """x[0,0]·h[1,−1]: the index worked out."""
    return Product(tuple(role.entry(row.along(role.unknown)) for role in (roles.summed, roles.met)))
