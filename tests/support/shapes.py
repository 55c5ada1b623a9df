"""Questions of every shape that formats must show well, and pages of every kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from convtrace.document.blocks import Document
from convtrace.proof.proving import prove
from convtrace.trace.comparison import compare
from convtrace.trace.derivation import derive
from convtrace.trace.pose import pose
from convtrace.view.pages.compare import document as comparison_page
from convtrace.view.pages.map import document as map_page
from convtrace.view.pages.prove import document as proofs_page
from convtrace.view.pages.value import document as value_page

SHAPES: dict[str, dict[str, Any]] = {
    "conv": {"operation": "conv", "m": 1, "n": 1},
    "xcorr": {"operation": "xcorr", "m": -1, "n": -1},
    "border": {"operation": "conv", "at": (3, -3)},
    "far": {"operation": "conv", "at": (100, 1)},
    "even": {"operation": "conv", "at": (1, 1), "kernel": "4x2"},
    "one axis": {"operation": "conv", "at": 2, "image": 6, "kernel": 4},
    "three axes": {"operation": "xcorr", "at": (0, 0, 1), "image": "3x4x5", "kernel": "2x3x2", "axes": "rc"},
    "four axes": {"operation": "conv", "at": "0,0,0,0", "image": "2x2x2x2", "kernel": "1x1x1x2"},
    "7x7 kernel": {"operation": "conv", "at": (0, 0), "kernel": "7x7"},
    "gradient of a pixel": {"operation": "conv", "pixel": (1, 1)},
    "gradient of a kernel element": {"operation": "xcorr", "weight": (1, 1), "image": "5x4"},
    "general position": {"operation": "conv"},
    "own names": {
        "operation": "xcorr",
        "at": (2, 1),
        "image": "4x4",
        "names": "theta,K,T",
        "indices": "u,v,alpha,t,r,s",
        "count": 1,
    },
    "huge": {"operation": "conv", "at": (5, -7), "image": "1000000001x1000000001"},
}


def _value(shape: str) -> Document:
    return value_page(derive(pose(**SHAPES[shape])))


def _comparison() -> Document:
    return comparison_page(compare(pose("conv", m=1, n=1), pose("xcorr", m=1, n=1)))


PAGES: dict[str, Callable[[], Document]] = {
    **{shape: partial(_value, shape) for shape in SHAPES},
    "comparison": _comparison,
    "map": lambda: map_page(pose("xcorr")),
    "proof": lambda: proofs_page(prove("padding", "conv", image="4x3", kernel="2x2")),
    "proof with roots": lambda: proofs_page(prove("dft", "xcorr", image="4x3", kernel="2x2")),
    "proof by cases": lambda: proofs_page(prove("commute", "xcorr", image="4", kernel="3")),
}
