"""How libraries lay arrays with batch and channels, and options that say of these what the arrays say themselves."""

from __future__ import annotations

from collections.abc import Callable

from convtrace.law.channels import Layout
from convtrace.library.option import Option
from convtrace.library.option_kinds import Options, choice, either, whole_numbers

Layouts = Callable[[Options], tuple[Layout, ...]]
# each channel of the image is summed with the one kernel
BY_CHANNEL = Layout(image="N C *", kernel="*", output="N C *")


def laid(*layouts: Layout) -> Layouts:
    """The layouts of a function that has no option for them."""
    return lambda _: layouts


def with_or_without_batch(layout: Layout) -> Layouts:
    """The layout, and the one without a batch."""
    return laid(layout, layout.without_batch())


def by_format(layout: Layout, option: str = "data_format") -> Layouts:
    """The layout, whose channels are last, or first where the option says so.

    >>> layouts = by_format(Layout(image="N * C", kernel="* c O", output="N * O"))
    >>> [layouts({"data_format": (name,)})[0].image for name in ("NHWC", None, "NCHW", "channels_first")]
    ['N * C', 'N * C', 'N C *', 'N C *']
    """
    first = layout.replace(image="N C *", output=f"N {layout.output.split()[-1]} *")

    def chosen(options: Options) -> tuple[Layout, ...]:
        name = str(options[option][0])
        return (first if name.startswith("NC") or name == "channels_first" else layout,)

    return chosen


def counting(name: str, kind: str, default: object = None) -> Option:
    """The option that says what the arrays say: the channels C into a call, O out of it or M of a group, the size K."""
    return Option(name=name, default=default, kind=either(choice(default), whole_numbers(1)), counts=kind)
