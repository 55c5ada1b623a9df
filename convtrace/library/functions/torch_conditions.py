"""What PyTorch insists on, and what may surprise in its calls."""

from __future__ import annotations

from convtrace.library.functions.formulas import ceiling, dilated
from convtrace.library.notes import count_of, note
from convtrace.library.requirements import CallSizes, Requirement, each_axis, must_be


def pads(k: int, padding: int | str, dilation: int) -> tuple[int, int]:
    """The pads before and after; 'same' adds d(K−1) in all, the odd one after.

    >>> pads(4, "same", 1), pads(4, "valid", 1), pads(4, 2, 1)
    ((1, 2), (0, 0), (2, 2))
    """
    if isinstance(padding, int):
        return padding, padding
    total = dilation * (k - 1) if padding == "same" else 0
    return total // 2, total - total // 2


@each_axis(
    "padding='same' is not accepted with stride={stride}",
    lambda k, dilation, **_: f"Give a number, for example padding={dilation * (k - 1) // 2}, or stride=1.",
)
def unstrided(padding: int | str, stride: int, **_: object) -> bool:
    return padding != "same" or stride == 1


def _too_long(n: int, k: int, padding: int | str, dilation: int, where: str, **_: object) -> str:
    """The words for a kernel that is longer than the padded image."""
    spans, padded = dilated(k, dilation), n + sum(pads(k, padding, dilation))
    return f"the kernel spans {spans} pixels{where}, but the padded image has only {padded}"


def _enough(n: int, k: int, padding: int | str, dilation: int, **_: object) -> str:
    """The padding for which the kernel fits, and the size of the kernel that fits."""
    longest = (n + sum(pads(k, padding, dilation)) - 1) // dilation + 1
    return f"Give padding={ceiling(dilated(k, dilation) - n, 2)} or more, or a kernel of at most {longest}."


@each_axis(_too_long, _enough)
def fits(n: int, k: int, padding: int | str, dilation: int, **_: object) -> bool:
    return dilated(k, dilation) <= n + sum(pads(k, padding, dilation))


def _most_padding(n: int, padding_mode: str, **_: object) -> int | None:
    """The largest padding that a rule can fill from an image of so many pixels; None without a limit."""
    return {"reflect": n - 1, "circular": n}.get(padding_mode)


@each_axis(
    lambda where, padding_mode, **axis: (
        f"padding_mode={padding_mode!r} takes a padding of at most "
        f"{_most_padding(padding_mode=padding_mode, **axis)}{where}"
    )
)
def near(n: int, k: int, padding: int | str, dilation: int, padding_mode: str, **_: object) -> bool:
    most = _most_padding(n, padding_mode)
    return most is None or max(pads(k, padding, dilation)) <= most


@each_axis(
    "output_padding={output_padding} is too large{where}: "
    "it must be smaller than stride={stride} or dilation={dilation}"
)
def short(output_padding: int, stride: int, dilation: int, **_: object) -> bool:
    return output_padding < max(stride, dilation)


def window_sizes(n: int, k: int, stride: int, padding: int, dilation: int, **_: object) -> range:
    """The sizes over which there are as many windows as pixels.

    >>> window_sizes(n=7, k=3, stride=2, padding=1, dilation=1)
    range(13, 15)
    """
    least = (n - 1) * stride + dilated(k, dilation) - 2 * padding
    return range(max(least, 1), max(least + stride, 1))


def windows(name: str) -> Requirement:
    """The requirement that the windows over the array of size `name` are as many as the pixels."""
    return each_axis(lambda where, **axis: must_be(name, window_sizes(**axis)) + where)(
        lambda **axis: axis[name] in window_sizes(**axis)
    )


def weight_sizes(n: int, k: int, stride: int, padding: int, dilation: int, **_: object) -> range:
    """The sizes of a weight for which a convolution has as many outputs as grad_output.

    >>> weight_sizes(n=7, k=3, stride=2, padding=0, dilation=1)
    range(2, 4)
    """
    longest = n + 2 * padding - (k - 1) * stride
    return range(max(ceiling(longest - stride, dilation) + 1, 1), max((longest - 1) // dilation + 2, 1))


gradients_fit = each_axis(lambda where, **axis: must_be("weight_size", weight_sizes(**axis)) + where)(
    lambda weight_size, **axis: weight_size in weight_sizes(**axis)
)


def _uneven_zeros(k: int, dilation: int, where: str, **_: object) -> str:
    before, after = (count_of(zeros, "zero") for zeros in pads(k, "same", dilation))
    return f"padding='same' adds {before} at the start and {after} at the end{where}."


@note(_uneven_zeros)
def uneven(k: int, padding: int | str, dilation: int, **_: object) -> bool:
    return padding == "same" and dilation * (k - 1) % 2 == 1


@note("padding_mode='reflect' mirrors without the edge pixel: SciPy calls that 'mirror'.")
def mirrors(k: int, padding: int | str, dilation: int, padding_mode: str, **_: object) -> bool:
    return padding_mode == "reflect" and any(pads(k, padding, dilation))


removes = note(
    lambda padding, where, **_: f"padding={padding} removes {count_of(padding, 'output')} at each end{where}."
)(lambda padding, **_: padding > 0)
adds = note(
    lambda output_padding, where, **_: (
        f"output_padding={output_padding} adds {count_of(output_padding, 'output')} at the end only{where}."
    )
)(lambda output_padding, **_: output_padding > 0)


def adds_bias(sizes: CallSizes) -> tuple[str, ...]:
    """The note on a layer's bias, where it is not given."""
    if sizes.options["bias"][0] is not True:
        return ()
    return ("The layer adds its bias b, which is drawn at random when it is made, unless bias=False is given.",)


change_places = note("stride={stride} and dilation={dilation} change places{where}: see the relation.")(
    lambda stride, dilation, **_: stride != dilation
)
