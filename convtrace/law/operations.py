"""The operations: one row of data each over the law of `axis`."""

from __future__ import annotations

from convtrace.law.axis import Relation
from convtrace.values.frozen import Frozen


class Operation(Frozen):
    """d·k = alpha·s·m + beta·i on every axis, with stride s and dilation d; `form` tells rows of one name apart.

    >>> OPERATIONS[0].relation()
    Relation(d=1, alpha=1, beta=-1, gamma=0)
    """

    name: str
    form: str | None
    title: str
    alpha: int
    beta: int

    def relation(self, stride: int = 1, dilation: int = 1) -> Relation:
        return Relation(dilation, self.alpha * stride, self.beta)


OPERATIONS = (
    Operation(name="conv", form=None, title="Convolution", alpha=1, beta=-1),
    Operation(name="xcorr", form="reflected", title="Cross-correlation (reflected form)", alpha=1, beta=1),
    Operation(name="xcorr", form="sliding", title="Cross-correlation (sliding form)", alpha=-1, beta=1),
)
NAMES = tuple(dict.fromkeys(row.name for row in OPERATIONS))


def forms(name: str) -> dict[str | None, Operation]:
    """The rows of one name by their form, the default first.

    >>> [row.title for row in forms("conv").values()]
    ['Convolution']
    """
    return {row.form: row for row in OPERATIONS if row.name == name}


def kind(relation: Relation) -> Operation:
    """The row whose signs a relation has: what the sum is, whatever it is called.

    >>> kind(Relation(d=1, alpha=1, beta=-1).recast("i", over="m")).title
    'Cross-correlation (sliding form)'
    """
    signs = (relation.alpha > 0, relation.beta > 0)
    return next(row for row in OPERATIONS if (row.alpha > 0, row.beta > 0) == signs)
