"""Keras's operations on its three backends, which take the kernel as an array: https://keras.io/api/ops/nn/"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from convtrace.law.channels import EACH_CHANNEL
from convtrace.library.call_template import CallTemplate
from convtrace.library.functions.keras_parts import (
    CHANNELS,
    DATA_FORMAT,
    DILATION,
    NOT_BOTH,
    OUTPUT_PADDING,
    PADDING,
    STRIDES,
    conv,
    depends_on_size,
    even,
    moves,
    short,
    transpose,
)
from convtrace.library.functions.layouts import by_format
from convtrace.library.functions.shared_options import LAYOUT, only
from convtrace.library.requirements import same_on_every_axis, unset
from convtrace.library.row import LibraryFunction

_CONV = LibraryFunction(
    name="conv",
    library="keras",
    version="3.15.1",
    page="https://keras.io/api/ops/nn/",
    laws=dict.fromkeys((1, 2, 3), conv),
    options=(PADDING, STRIDES, DILATION),
    # the number of groups is as many times as the image has the kernel's channels
    layouts=by_format(CHANNELS.replace(groups="")),
    notes=(depends_on_size,),
    template=CallTemplate(
        whole="keras.ops.{last}({x}, {h}{options})",
        imports="import keras",
        as_array="keras.ops.convert_to_numpy({})",
        common=False,
    ),
)
_DEPTHWISE = _CONV.replace(
    name="depthwise_conv",
    laws=dict.fromkeys((1, 2), conv),
    layouts=by_format(CHANNELS.replace(kernel="* C o", groups=EACH_CHANNEL)),
)
_TRANSPOSE = _CONV.replace(
    name="conv_transpose",
    laws=dict.fromkeys((1, 2, 3), transpose),
    options=(*_CONV.options, OUTPUT_PADDING),
    layouts=by_format(CHANNELS.replace(kernel="* O C", groups="")),
    notes=(moves,),
)
_ON_TENSORFLOW: Mapping[str, Mapping[str, Any]] = {
    "conv": {"requirements": (NOT_BOTH,)},
    "depthwise_conv": {"requirements": (same_on_every_axis("strides"),)},
    "conv_transpose": {"requirements": (NOT_BOTH, short, even, unset("dilation_rate", 1))},
}


def _operations(backend: str) -> Iterator[LibraryFunction]:
    for row in (_CONV, _DEPTHWISE, _TRANSPOSE):
        others = (DATA_FORMAT, LAYOUT, only("backend", backend).replace(only_here=True))
        changes = _ON_TENSORFLOW[row.name] if backend == "tensorflow" else {}
        yield row.replace(name=f"keras[{backend}].ops.{row.name}", other_options=others, **changes)


FUNCTIONS = tuple(row for backend in ("tensorflow", "jax", "torch") for row in _operations(backend))
