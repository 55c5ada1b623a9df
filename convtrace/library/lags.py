"""Lags of the outputs of a call, and what SciPy counts in their place."""

from __future__ import annotations

from convtrace.library.call import Call

_SCIPY = "scipy.signal."


def first_lags(call: Call) -> tuple[int, ...]:
    """The lag of the first output on each axis."""
    return call.row.lags(call.own_relations, [call.row.base] * len(call.axes))


def scipy_lags(call: Call) -> tuple[range, ...]:
    """What `scipy.signal.correlation_lags` gives on each axis of a call of SciPy; none for other calls."""
    if not call.row.name.startswith(_SCIPY) or "mode" not in call.options:
        return ()
    sizes = zip(call.image.shape, call.kernel.shape, call.options["mode"], strict=True)
    return tuple(correlation_lags(n, k, str(mode)) for n, k, mode in sizes)


def correlation_lags(n: int, k: int, mode: str) -> range:
    """The lags that `scipy.signal.correlation_lags` has for arrays of these sizes, as it works them out.

    >>> correlation_lags(3, 2, "full"), correlation_lags(3, 2, "same"), correlation_lags(3, 2, "valid")
    (range(-1, 3), range(0, 3), range(0, 2))
    """
    full = range(1 - k, n)
    if mode == "same":
        first = len(full) // 2 - n // 2
        return full[first : first + n]
    if mode == "valid":
        return range(min(n - k, 0), max(n - k, 0) + 1)
    return full
