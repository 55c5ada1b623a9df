"""Words for the output, the image and the kernel: a row for each of their indices."""

from __future__ import annotations

from convtrace.law.axis import Unknown
from convtrace.values.named_tuple import NamedTuple


class Words(NamedTuple):
    """Words for one index; `{mode}`, `{outside}` and the arrays' names are filled in for each problem.

    `noun` is one of its elements and `factor` what a product has of it; `array` and `caption` name all of them. Of what
    a sum runs over, `used` names the part that it uses, `rest` the other part, with its verb; `limit` stands before
    its range, `beyond` says where something lies that is not in it, and `end` why nothing is met there.
    """

    noun: str
    factor: str
    array: str
    caption: str
    used: str = ""
    rest: str = ""
    limit: str = ""
    beyond: str = ""
    end: str = ""


INDEX_WORDS: dict[Unknown, Words] = {
    "m": Words(
        noun="output",
        factor="output",
        array="Gradient {g} at the outputs of {mode}",
        caption="outputs of {mode}",
        used="outputs",
        rest="the other outputs are",
        limit="In {mode}, {y} exists only for ",
        beyond="without an output",
        end="{mode} has no outputs there",
    ),
    "i": Words(
        noun="pixel",
        factor="pixel",
        array="Image {x}",
        caption="image {x}",
        used="patch",
        rest="the rest of the image is",
        limit="The image has only ",
        beyond="outside the image",
        end="{outside}",
    ),
    "k": Words(noun="kernel element", factor="weight", array="Kernel {h}", caption="kernel {h}"),
}
