"""PyTorch's calls as they are typed, for tensors of one image and one channel."""

from __future__ import annotations

from collections.abc import Sequence

from convtrace.law.boundary import CONSTANT_RULES, EDGE, REFLECT, SYMMETRIC, WRAP, ZERO, Rule
from convtrace.library.call_template import CallTemplate, numpy_pad
from convtrace.library.functions.shared_options import BIAS, bias_of
from convtrace.library.option_kinds import Options, OptionValues
from convtrace.values.complex_number import Number

RULES = {"zeros": ZERO, "reflect": REFLECT, "replicate": EDGE, "circular": WRAP}


def _flip(kernel: str, flips: Sequence[bool]) -> str:
    """A tensor flipped along some axes, as PyTorch has it.

    >>> _flip("h", (True, True)), _flip("h", (False,))
    ('h.flip(0, 1)', 'h')
    """
    axes = ", ".join(str(axis) for axis, flip in enumerate(flips) if flip)
    return f"{kernel}.flip({axes})" if axes else kernel


def _pad(array: str, pads: Sequence[tuple[int, int]], rule: Rule, fill: Number, shape: Sequence[int]) -> str:
    """A tensor padded by a rule; PyTorch has none that mirrors with the edge, and mirrors or wraps an image only once.

    >>> _pad("x", [(0, 1), (2, 3)], ZERO, 0, (5, 5)), _pad("x", [(1, 1)], EDGE, 0, (5,))
    ('torch.nn.functional.pad(x, (2, 3, 0, 1))', 'torch.nn.functional.pad(x[None], (1, 1), mode="replicate")[0]')
    >>> _pad("x", [(0, 3)], REFLECT, 0, (3,))
    'torch.as_tensor(np.pad(x, (0, 3), "reflect"))'
    """
    most = {REFLECT: -1, WRAP: 0}.get(rule)
    further = most is not None and any(max(pair) > size + most for pair, size in zip(pads, shape, strict=True))
    if rule is SYMMETRIC or further:
        return f"torch.as_tensor({numpy_pad(array, pads, rule, fill, shape)})"
    flat = ", ".join(str(pad) for pair in reversed(pads) for pad in pair)
    if rule in CONSTANT_RULES:
        value = f", value={fill}" if fill else ""
        return f"torch.nn.functional.pad({array}, ({flat}){value})"
    mode = next(name for name, known in RULES.items() if known is rule)
    return f'torch.nn.functional.pad({array}[None], ({flat}), mode="{mode}")[0]'


def _parameters(options: Options) -> dict[str, str]:
    """The bias of a layer among its arguments and its parameters."""
    bias = bias_of(options)
    typed = BIAS.in_python(options["bias"])
    return {"bias": ", bias=False" if bias == 0 else "", "b": "" if bias == 0 else f', "bias": {typed}'}


TENSORS = CallTemplate(
    text="",
    imports="import torch",
    flip=_flip,
    pad=_pad,
    arrays="x, h = torch.as_tensor(x), torch.as_tensor(h)",
    takes="torch takes tensors of floats",
    common=False,
)
LAYERS = TENSORS.replace(
    text="torch.func.functional_call(torch.nn.{last}(1, 1, {h}.shape{bias}{options}), "
    '{{"weight": {h}[None, None]{b}}}, {x}[None])[0]',
    whole="torch.func.functional_call(torch.nn.{last}({into}, {out}, {sides}{bias}{options}), "
    '{{"weight": {h}{b}}}, {x})',
    more=_parameters,
)
# torch.conv2d is torch.nn.functional.conv2d under a shorter name; one image, one channel in and one out
ONE_LINE = TENSORS.replace(
    text="torch.{last}({x}[None], {h}[None, None]{options})[0]",
    whole="torch.{last}({x}, {h}{options})",
    common=True,
)


def tbc_bias(values: OptionValues) -> str:
    """The bias of conv_tbc, which must be given, for the outputs of the call."""
    return "torch.zeros({out}, dtype=x.dtype)" if values[0] is None else BIAS.in_python(values)
