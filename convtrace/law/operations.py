"""The operations: one row of data each over the law of `axis`."""

from __future__ import annotations

from convtrace.law.axis import Relation, Unknown
from convtrace.values.frozen import Frozen


class Operation(Frozen):
    """d·k = alpha·m + beta·i on every axis; `form` tells rows of one name apart.

    The stride multiplies the coefficient of one of the three indices, the dilation that of another. `mode` says which
    outputs there are unless the question does.

    >>> OPERATIONS[0].relation(stride=2)
    Relation(d=1, alpha=2, beta=-1, gamma=0)
    """

    name: str
    form: str | None
    title: str
    alpha: int
    beta: int
    stride_on: Unknown = "m"
    dilation_on: Unknown = "k"
    mode: str = "valid"

    def relation(self, stride: int = 1, dilation: int = 1) -> Relation:
        factors = {"m": self.alpha, "i": self.beta, "k": 1}
        factors[self.stride_on] *= stride
        factors[self.dilation_on] *= dilation
        return Relation(d=factors["k"], alpha=factors["m"], beta=factors["i"])


OPERATIONS = (
    Operation(name="conv", form=None, title="Convolution", alpha=1, beta=-1),
    Operation(name="xcorr", form="reflected", title="Cross-correlation (reflected form)", alpha=1, beta=1),
    Operation(name="xcorr", form="sliding", title="Cross-correlation (sliding form)", alpha=-1, beta=1),
    Operation(
        name="conv-transpose",
        form=None,
        title="Transposed convolution",
        alpha=1,
        beta=-1,
        stride_on="i",
        mode="full",
    ),
)


def names() -> tuple[str, ...]:
    """The name of each operation, once."""
    return tuple(dict.fromkeys(row.name for row in OPERATIONS))


def rows_named(name: str) -> tuple[Operation, ...]:
    """The rows of one name, the default first.

    >>> [row.form for row in rows_named("xcorr")]
    ['reflected', 'sliding']
    """
    return tuple(row for row in OPERATIONS if row.name == name)


def forms(name: str) -> tuple[str, ...]:
    """The forms that tell the rows of one name apart, the default first.

    >>> forms("conv"), forms("xcorr")
    ((), ('reflected', 'sliding'))
    """
    return tuple(row.form for row in rows_named(name) if row.form is not None)


def rows_like(relation: Relation) -> tuple[Operation, ...]:
    """The rows whose signs a relation has: what the sum is, whatever it is called.

    >>> [row.form for row in rows_like(Relation(d=1, alpha=1, beta=-1).recast("i", over="m"))]
    ['sliding']
    """
    signs = (relation.alpha > 0, relation.beta > 0)
    return tuple(row for row in OPERATIONS if (row.alpha > 0, row.beta > 0) == signs)


def row_like(relation: Relation) -> Operation:
    """The first row whose signs a relation has; where none has them, the first that flips the kernel alike.

    >>> row_like(Relation(d=1, alpha=-1, beta=-1)).name
    'conv'
    """
    flips = relation.flipped("i", "k")
    return next(row for row in (*rows_like(relation), *OPERATIONS) if row.relation().flipped("i", "k") == flips)
