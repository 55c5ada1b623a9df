"""The rows of Julia, which are from documentation and source: each is the sum of a measured function, and says so."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convtrace import ConvtraceError, evaluate, library
from convtrace.library.catalogue import find
from tests.support.arrays import Call, calls, pads, per_axis

STEPS: Any = {"stride": per_axis(st.integers(1, 3)), "dilation": per_axis(st.integers(1, 2))}
SCIPY = {"replicate": "nearest", "circular": "wrap", "reflect": "mirror", "symmetric": "reflect"}


def given_or_none(function: str, image: Any, kernel: Any, **options: Any) -> Any:
    bare: Any = {"layout": "squeezed"} if "layout" in find(function).spellings else {}
    try:
        return evaluate(function, image, kernel, **options, **bare)
    except ConvtraceError:
        return None


@pytest.mark.parametrize("axes", [1, 2, 3])
@given(data=st.data(), flipped=st.booleans())
def test_nnlib_is_pytorch_with_or_without_its_kernel_flipped(axes: int, data: st.DataObject, flipped: bool) -> None:
    call: Call = data.draw(calls(axes, pad=per_axis(st.integers(0, 2)), **STEPS))
    kernel = call.kernel if flipped else call.kernel[(slice(None, None, -1),) * axes]
    options = {**call.options, "padding": call.options["pad"]}
    del options["pad"]
    expected = given_or_none(f"torch.nn.functional.conv{axes}d", call.image, kernel, **options)
    assert given_or_none("NNlib.conv", call.image, call.kernel, flipped=flipped, **call.options) == expected


@given(calls(1, 2, 3, pad=pads(st.integers(0, 2)), **STEPS))
def test_nnlib_pads_each_end(call: Call) -> None:
    options = {"pads": call.options["pad"], "strides": call.values("stride"), "dilations": call.values("dilation")}
    expected = given_or_none("onnxruntime:Conv", call.image, call.kernel, **options)
    assert given_or_none("NNlib.conv", call.image, call.kernel, flipped=True, **call.options) == expected


@given(calls(1, 2, 3, border=st.sampled_from([*SCIPY, 0, 2])))
def test_imfilter_has_the_borders_of_scipy(call: Call) -> None:
    border = call.options["border"]
    rule = {"mode": SCIPY[border]} if isinstance(border, str) else {"mode": "constant", "cval": border}
    # a kernel of even size has its centre one before SciPy's
    origin = [-1 if size % 2 == 0 else 0 for size in call.kernel.shape]
    expected = evaluate("scipy.ndimage.correlate", call.image, call.kernel, origin=origin, **rule)
    assert evaluate("ImageFiltering.imfilter", call.image, call.kernel, border=border) == expected


@given(calls(1, 2, 3))
def test_dsp_gives_the_whole_convolution(call: Call) -> None:
    assert evaluate("DSP.conv", call.image, call.kernel) == evaluate("scipy.signal.convolve", call.image, call.kernel)


def test_the_page_says_that_nothing_was_measured() -> None:
    page = str(library("NNlib.conv", image=(5, 5), pad=[[1, 0], [0, 1]], flipped=True, at=(1, 1)))
    assert "Not measured: from the documentation and source of NNlib 0.9, https://" in page
    assert (
        "NNlib.conv(reshape(x, size(x)..., 1, 1), reshape(h, size(h)..., 1, 1), pad=(1, 0, 0, 1), flipped=true)" in page
    )
    assert "[1, 1, 1, 1]" in page
    assert "imfilter(x, centered(h), Fill(2))[1]" in str(library("ImageFiltering.imfilter", image=5, border=2, at=1))
    assert 'imfilter(x, centered(h), "reflect")' in str(library("ImageFiltering.imfilter", image=5, border="reflect"))
    with pytest.raises(ConvtraceError, match="the kernel of 3 is longer than the padded image"):
        evaluate("NNlib.conv", [1, 2], [1, 1, 1])
