"""What a layout says of a result's batch and channels, beside what is found of them."""

from __future__ import annotations

from convtrace.law.channels import Layout
from convtrace.search.channel_probe import SPACE
from convtrace.search.which import Answer


def check_layout(answer: Answer, layout: Layout, space: int) -> None:
    """What is found of batch and channels is what a layout says."""
    mixed = answer.mixed
    assert mixed is not None
    assert mixed.mixing is not None
    held = [token.upper() for token in layout.output.split()]
    assert [*mixed.axes] == [each for token in held for each in ([token] * space if token == SPACE else [token])]
    usual = "over_batch" if {"O", "C"} <= {*held} else "one_kernel" if "C" in held else "summed"
    assert mixed.mixing.name == ("each" if layout.groups == "each channel" else usual)
    assert [[*order] for order in mixed.orders] == [[*range(len(order))] for order in mixed.orders]
